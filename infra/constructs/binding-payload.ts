import { Token } from 'aws-cdk-lib';
import type { BindingDocument } from '../../controller/binding.ts';
import { readBindingDocument } from '../../controller/binding-document.ts';

type Binding = BindingDocument['bindings'][number];

/** Of either kind, with what has a default left out or not. */
type Written<Source> = Source extends { readonly previous: infer Previous }
  ? Omit<Source, 'previous'> & { readonly previous?: Previous }
  : never;

/** Whose addresses a group must hold, as it is written: an endpoint, or a load balancer. */
export type SourcePayload = Written<Binding['source']>;

/** A binding as a sync pass gets it. Its ids may be tokens, which CloudFormation replaces. */
export type BindingPayload = Omit<Partial<Binding>, 'source' | 'audit'> &
  Pick<Binding, 'name' | 'targetGroupArn' | 'mode'> & { readonly source: SourcePayload };

/** The same as an audit gets it: with what it is told besides, which no sync pass ever sees. */
export type AuditPayload = BindingPayload & Pick<Binding, 'audit'>;

/** Accounts that stand in where a token hides whose something is. */
type Owners = { readonly group: string; readonly source: string };

const ANY_ACCOUNT = '111122223333';

/** What stands for a token while bindings are checked: well formed, and the same for the same token. */
const STAND_INS: Readonly<Record<string, (number: string, owners: Owners) => string>> = {
  targetGroupArn: (number, { group }) =>
    `arn:aws:elasticloadbalancing:us-east-1:${group}:targetgroup/made-here/${number}`,
  vpcEndpointId: (number) => `vpce-0${number}`,
  loadBalancerArn: (number, { source }) =>
    `arn:aws:elasticloadbalancing:us-east-1:${source}:loadbalancer/app/made-here/${number}`,
  serviceName: () => 'com.amazonaws.us-east-1.made-here',
  roleArn: (number, { source }) => `arn:aws:iam::${source}:role/${number}`,
  ownerRoleArn: (number) => `arn:aws:iam::${ANY_ACCOUNT}:role/${number}`,
  externalId: (number) => number,
  publicZoneId: (number) => `Z${number.toUpperCase()}`,
  privateZoneId: (number) => `Z${number.toUpperCase()}`,
  clientVpcIds: (number) => `vpc-0${number}`,
  expectedAddresses: (number) => `2001:db8::${number.slice(-4)}`,
  restApiId: (number) => number,
  stage: (number) => number,
  zoneRoleArns: (number) => `arn:aws:iam::${ANY_ACCOUNT}:role/${number}`,
  functionArn: (number) => `arn:aws:lambda:us-east-1:${ANY_ACCOUNT}:function:${number}`,
};

/**
 * Throws at synthesis, with every problem of the bindings in the words in which the functions would refuse them. `account`
 * is the stack's: whose a group is whose ARN is a token.
 */
export function checkBindings(bindings: readonly AuditPayload[], title: string, account: string): void {
  const tokens: string[] = [];
  const stand = (key: string, value: unknown, owners: Owners): unknown => {
    // Entries of a list, and the roles by zone, are of their list’s kind.
    if (Array.isArray(value)) return value.map((entry) => stand(key, entry, owners));
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      return Object.fromEntries(
        entries.map(([inner, entry]) => [inner, stand(key === 'zoneRoleArns' ? key : inner, entry, owners)]),
      );
    }
    const standIn = STAND_INS[key];
    if (standIn === undefined || typeof value !== 'string' || !Token.isUnresolved(value)) return value;
    if (!tokens.includes(value)) tokens.push(value);
    return standIn((tokens.indexOf(value) + 1).toString(16).padStart(16, '0'), owners);
  };
  const checked = bindings.map((binding) => {
    // As JSON, so that what is left out is left out, and not undefined.
    const written: unknown = JSON.parse(JSON.stringify(binding));
    return stand('bindings', written, ownersOf(binding, account));
  });
  readBindingDocument({ bindings: checked }, title);
}

/** Nobody knows whose a token's resource is: the check must not find a fault in what it made up. */
function ownersOf({ targetGroupArn, source }: AuditPayload, account: string): Owners {
  const alb = 'loadBalancerArn' in source ? accountOf(source.loadBalancerArn) : undefined;
  const lent = source.roleArn === undefined ? undefined : accountOf(source.roleArn);
  const own = Token.isUnresolved(account) ? undefined : account;
  const group = accountOf(targetGroupArn) ?? own ?? (source.roleArn === undefined ? alb : undefined) ?? ANY_ACCOUNT;
  return { group, source: alb ?? lent ?? group };
}

/** The account that an ARN names; undefined where a token hides it. */
function accountOf(arn: string): string | undefined {
  return Token.isUnresolved(arn) ? undefined : arn.split(':')[4];
}
