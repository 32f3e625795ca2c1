import { Token } from 'aws-cdk-lib';
import type { BindingDocument } from '../../controller/binding.ts';
import { readBindingDocument } from '../../controller/binding-document.ts';

type Binding = BindingDocument['bindings'][number];

/** A binding as a sync pass gets it. Its ids may be tokens, which CloudFormation replaces. */
export type BindingPayload = Omit<Partial<Binding>, 'source' | 'audit'> &
  Pick<Binding, 'name' | 'targetGroupArn' | 'mode'> & {
    readonly source: Partial<Binding['source']> & Pick<Binding['source'], 'vpcEndpointId'>;
  };

/** The same as an audit gets it: with what it is told besides, which no sync pass ever sees. */
export type AuditPayload = BindingPayload & Pick<Binding, 'audit'>;

/** What stands for a token while bindings are checked: well formed, and the same for the same token. */
const STAND_INS: Readonly<Record<string, (number: string) => string>> = {
  targetGroupArn: (number) => `arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/made-here/${number}`,
  vpcEndpointId: (number) => `vpce-0${number}`,
  serviceName: () => 'com.amazonaws.us-east-1.made-here',
  publicZoneId: (number) => `Z${number.toUpperCase()}`,
  privateZoneId: (number) => `Z${number.toUpperCase()}`,
  clientVpcIds: (number) => `vpc-0${number}`,
  expectedAddresses: (number) => `2001:db8::${number.slice(-4)}`,
  restApiId: (number) => number,
  stage: (number) => number,
  zoneRoleArns: (number) => `arn:aws:iam::111122223333:role/${number}`,
  functionArn: (number) => `arn:aws:lambda:us-east-1:111122223333:function:${number}`,
};

/** Throws at synthesis, with every problem of the bindings in the words in which the functions would refuse them. */
export function checkBindings(bindings: readonly AuditPayload[], title: string): void {
  const tokens: string[] = [];
  const stand = (key: string, value: unknown): unknown => {
    // Entries of a list, and the roles by zone, are of their list’s kind.
    if (Array.isArray(value)) return value.map((entry) => stand(key, entry));
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      return Object.fromEntries(
        entries.map(([inner, entry]) => [inner, stand(key === 'zoneRoleArns' ? key : inner, entry)]),
      );
    }
    const standIn = STAND_INS[key];
    if (standIn === undefined || typeof value !== 'string' || !Token.isUnresolved(value)) return value;
    if (!tokens.includes(value)) tokens.push(value);
    return standIn((tokens.indexOf(value) + 1).toString(16).padStart(16, '0'));
  };
  // As JSON, so that what is left out is left out, and not undefined.
  readBindingDocument({ bindings: stand('bindings', JSON.parse(JSON.stringify(bindings))) }, title);
}
