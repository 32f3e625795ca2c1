import { createSecurityGroup } from '../world/security-groups.ts';
import type { Rule, SecurityGroup, World } from '../world/state.ts';
import { lookUp } from './views.ts';

/** What may pass: TCP unless said; protocol `-1` is everything and has no port. A peer is a CIDR block, or the id of a group or prefix list. */
export type RuleInput = {
  readonly protocol?: string;
  /** One port, or the first and the last of a range. */
  readonly port?: number | readonly [number, number];
  readonly peers: readonly string[];
};

type Rules = {
  readonly ingress?: readonly RuleInput[];
  readonly egress?: readonly RuleInput[];
};

/** Security groups. They are described and do nothing: traffic and health do not ask them. */
export type SecurityGroupVerbs = {
  /** Default: nothing in, everything out. Returns its id. */
  readonly createSecurityGroup: (options: Rules & { readonly vpcId: string; readonly name?: string }) => string;
  /** Replaces the rules of one direction, or of both. */
  readonly setRules: (securityGroupId: string, rules: Rules) => void;
};

export function createSecurityGroupVerbs(world: World): SecurityGroupVerbs {
  return {
    createSecurityGroup: ({ vpcId, name = `group-${world.ids.next('group-name')}`, ...rules }) => {
      const vpc = lookUp(world.vpcs, vpcId);
      return createSecurityGroup(world, { vpc, ownerId: vpc.ownerId, name, ...expanded(rules) }).id;
    },
    setRules: (securityGroupId, rules) => {
      Object.assign(lookUp(world.securityGroups, securityGroupId), expanded(rules));
    },
  };
}

function expanded({ ingress, egress }: Rules): Partial<Pick<SecurityGroup, 'ingress' | 'egress'>> {
  return {
    ...(ingress !== undefined && { ingress: ingress.flatMap(toRules) }),
    ...(egress !== undefined && { egress: egress.flatMap(toRules) }),
  };
}

function toRules({ protocol = 'tcp', port, peers }: RuleInput): readonly Rule[] {
  const [fromPort, toPort] = typeof port === 'number' ? [port, port] : (port ?? []);
  const ports = { ...(fromPort !== undefined && { fromPort }), ...(toPort !== undefined && { toPort }) };
  return peers.map((peer) => ({ protocol, ...ports, peer }));
}
