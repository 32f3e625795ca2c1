import type { Params } from '../wire/form.ts';
import type { Protocol } from '../wire/protocol.ts';
import type { XmlRecord } from '../wire/xml.ts';
import type { Subnet, Vpc, World } from '../world/state.ts';

/** Who calls, and where: what an operation may see follows from it. */
export type Caller = {
  readonly account: string;
  readonly region: string;
  readonly accessKeyId: string;
};

/** One operation of AWS: reads or changes the world, and answers or throws an AwsError. */
export type Operation = (world: World, caller: Caller, params: Params) => XmlRecord;

/** Operations by name. */
export type Operations = Readonly<Record<string, Operation>>;

/** A service: how it speaks, and what it can do. */
export type Service = { readonly protocol: Protocol; readonly operations: Operations };

/** True if a caller owns a VPC or takes part in it: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html */
export function seesVpc({ account, region }: Caller, vpc: Vpc): boolean {
  return vpc.region === region && (vpc.ownerId === account || vpc.sharedWith.has(account));
}

/**
 * True if a caller sees an interface: its own, and those in its own VPC. A participant of a shared VPC gets no error for
 * the interfaces of others, it just does not see them.
 */
export function seesInterface({ account, region }: Caller, each: { subnet: Subnet; ownerId: string }): boolean {
  return each.subnet.vpc.region === region && (each.ownerId === account || each.subnet.vpc.ownerId === account);
}
