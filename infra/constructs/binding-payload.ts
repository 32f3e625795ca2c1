import { Token } from 'aws-cdk-lib';
import type { BindingDocument } from '../../controller/binding.ts';
import { readBindingDocument } from '../../controller/binding-document.ts';

type Binding = BindingDocument['bindings'][number];

/** A binding as the schedule's payload carries it. Its ids may be tokens, which CloudFormation replaces. */
export type BindingPayload = Omit<Partial<Binding>, 'source'> &
  Pick<Binding, 'name' | 'targetGroupArn' | 'mode'> & {
    readonly source: Partial<Binding['source']> & Pick<Binding['source'], 'vpcEndpointId'>;
  };

/** What stands for a token while bindings are checked: well formed, and the same for the same token. */
const STAND_INS: Readonly<Record<string, (number: string) => string>> = {
  targetGroupArn: (number) => `arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/made-here/${number}`,
  vpcEndpointId: (number) => `vpce-0${number}`,
  serviceName: () => 'com.amazonaws.us-east-1.made-here',
  publicZoneId: (number) => `Z${number.toUpperCase()}`,
  privateZoneId: (number) => `Z${number.toUpperCase()}`,
};

/** Throws at synthesis, with every problem of the bindings in the words in which the function would refuse them. */
export function checkBindings(bindings: readonly BindingPayload[], title: string): void {
  const tokens: string[] = [];
  const stand = (key: string, value: unknown): unknown => {
    const standIn = STAND_INS[key];
    if (standIn === undefined || typeof value !== 'string' || !Token.isUnresolved(value)) return value;
    if (!tokens.includes(value)) tokens.push(value);
    return standIn((tokens.indexOf(value) + 1).toString(16).padStart(16, '0'));
  };
  readBindingDocument({ bindings: JSON.parse(JSON.stringify(bindings), stand) }, title);
}
