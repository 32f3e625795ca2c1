import { AwsError } from './aws-error.ts';
import type { NetworkInterface, Rule, SecurityGroup, Vpc, World } from './state.ts';

/** The two sides of a security group. */
export type Direction = 'ingress' | 'egress';

export type NewSecurityGroup = Pick<SecurityGroup, 'name' | 'vpc' | 'ownerId'> & {
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
};

/** A new group lets nothing in and everything out: https://docs.aws.amazon.com/vpc/latest/userguide/creating-security-groups.html */
const EVERYTHING: Rule = { protocol: '-1', peer: '0.0.0.0/0' };

export function createSecurityGroup(world: World, options: NewSecurityGroup): SecurityGroup {
  const { name, vpc } = options;
  if ([...world.securityGroups.values()].some((other) => other.vpc === vpc && other.name === name)) {
    throw new AwsError('InvalidGroup.Duplicate', `The security group '${name}' already exists for VPC '${vpc.id}'`);
  }
  const group: SecurityGroup = { id: world.ids.ec2('sg'), ingress: [], egress: [EVERYTHING], ...options };
  world.securityGroups.set(group.id, group);
  return group;
}

/** One rule twice fails the whole call. */
export function authorize(group: SecurityGroup, direction: Direction, rules: readonly Rule[]): void {
  for (const rule of rules) {
    if (group[direction].some((each) => isSame(each, rule))) {
      throw new AwsError('InvalidPermission.Duplicate', `the specified rule "peer: ${rule.peer}" already exists`);
    }
  }
  group[direction] = [...group[direction], ...rules];
}

/** In a VPC a rule that is not there fails the whole call. */
export function revoke(group: SecurityGroup, direction: Direction, rules: readonly Rule[]): void {
  for (const rule of rules) {
    if (!group[direction].some((each) => isSame(each, rule))) {
      throw new AwsError('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
    }
  }
  group[direction] = group[direction].filter((each) => !rules.some((rule) => isSame(each, rule)));
}

/** Refuses groups that are not of a VPC. */
export function assertSecurityGroups(world: World, vpc: Vpc, ids: readonly string[]): void {
  const unknown = ids.find((id) => world.securityGroups.get(id)?.vpc !== vpc);
  if (unknown !== undefined) throw notFound(unknown);
}

export function notFound(id: string): AwsError {
  return new AwsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
}

/** The groups of an interface are those of the endpoint or load balancer it belongs to. */
export function groupIdsOf(world: World, { holder = '' }: NetworkInterface): readonly string[] {
  return (world.endpoints.get(holder) ?? world.loadBalancers.get(holder))?.securityGroupIds ?? [];
}

function isSame(a: Rule, b: Rule): boolean {
  return a.protocol === b.protocol && a.fromPort === b.fromPort && a.toPort === b.toPort && a.peer === b.peer;
}
