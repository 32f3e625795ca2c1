import type { Family } from '../../../controller/model/ip.ts';
import type { Situation } from '../../../controller/model/situation.ts';
import type { SourceSpec } from '../../../controller/model/spec.ts';
import { observed, OURS, SEAL } from '../../controller/builders.ts';
import {
  ALB,
  ALB_SEAL,
  FAR_ACCOUNT,
  FAR_VPC,
  observedAlb,
  OWNER_ROLE,
  PREVIOUS_ALB,
  ROLE,
} from '../../controller/builders-load-balancer.ts';
import { interfacesAt, PREVIOUS } from './carriers.ts';
import type { Choice } from './choices.ts';
import { readingOf } from './readings.ts';
import { ipsOf, type Slot } from './slots.ts';

/** The group's account. */
export const ACCOUNT = '123456789012';

/** The family of the group's targets. */
export function familyOf({ outside, family, familyOutside }: Choice): Family {
  return outside ? familyOutside : family;
}

/** The account that has the source. */
export function ownerOf({ role }: Choice): string {
  return role ? FAR_ACCOUNT : ACCOUNT;
}

/** The ARN of the source in the account that has it. */
function albOf(choice: Choice): string {
  return ALB.replace(FAR_ACCOUNT, ownerOf(choice));
}

/** The source as a binding names it. */
export function namedSource(choice: Choice): SourceSpec {
  const options = {
    previous: [PREVIOUS, PREVIOUS_ALB],
    ...(choice.role && { roleArn: ROLE }),
    ...(choice.owner === 'seen' && { ownerRoleArn: OWNER_ROLE }),
  };
  return choice.kind === 'endpoint'
    ? { vpcEndpointId: OURS, ...options }
    : { loadBalancerArn: albOf(choice), ...options };
}

/** The seal for it. */
export function sealFor({ kind }: Choice): Situation['tags'] {
  return kind === 'endpoint' ? SEAL : ALB_SEAL;
}

const ALB_STATES: Readonly<Record<string, string>> = {
  available: 'active',
  partial: 'provisioning',
  pending: 'provisioning',
};

/** The source as read: of a load balancer, its nodes in use. */
export function sourceOf(choice: Choice, slots: readonly Slot[]): Situation['source'] {
  const { source, state, gap, kind, outside } = choice;
  const ips = ipsOf(slots, 'ours');
  const ownerId = ownerOf(choice);
  const vpcId = outside ? FAR_VPC : 'vpc-1';
  const interfaces = slots
    .filter(({ carrier }) => carrier === 'ours')
    .flatMap((slot) => interfacesAt(slot, kind, ownerId));
  if (kind === 'endpoint') {
    const { endpoint } = observed(ips, { state, ownerId, vpcId });
    return readingOf(source, { endpoint, interfaces: gap ? interfaces.slice(1) : interfaces });
  }
  const arn = albOf(choice);
  const { loadBalancer } = observedAlb(ips, { arn, ownerId, vpcId, state: ALB_STATES[state] ?? 'failed' });
  const subnetIds = gap ? [...loadBalancer.subnetIds, 'subnet-99'] : loadBalancer.subnetIds;
  return readingOf(source, { loadBalancer: { ...loadBalancer, subnetIds }, interfaces });
}
