import type { Aws } from '../aws/clients.ts';
import { findInterfacesInUse } from '../aws/ec2.ts';
import type * as elbv2 from '../aws/elbv2.ts';
import { describeLoadBalancers, LOAD_BALANCERS_PER_CALL } from '../aws/elbv2.ts';
import { attempt, given } from '../aws/failure.ts';
import { canonicalName } from '../model/dns.ts';
import type { AppLoadBalancer, NetworkInterface, ObservedLoadBalancer } from '../model/network.ts';
import { read, type Reading } from '../model/reading.ts';
import { parseArn } from '../model/target-group.ts';
import { interfaceDescription } from './load-balancer.ts';
import { toInterface } from './network.ts';
import { readByIds } from './read-by-ids.ts';

/** Reads load balancers and their interfaces in use: one call for each twenty of them, and one for all interfaces. */
export async function observeAppLoadBalancers(
  aws: Aws,
  arns: readonly string[],
): Promise<ReadonlyMap<string, Reading<ObservedLoadBalancer>>> {
  const answers = await readByIds(arns, LOAD_BALANCERS_PER_CALL, async (batch) => {
    const found = await describeLoadBalancers(aws, batch);
    return new Map(found.map((raw) => [raw.LoadBalancerArn ?? '', raw]));
  });
  const loadBalancers = await Promise.all([...answers].map(async ([arn, raw]) => [arn, await translate(raw)] as const));
  const known = loadBalancers
    .map(([, reading]) => reading)
    .flatMap((reading) => (reading.kind === 'read' ? [reading.value] : []));
  const interfaces = await attempt(async () => {
    const vpcIds = [...new Set(known.map(({ vpcId }) => vpcId))];
    return (
      await findInterfacesInUse(aws, { vpcIds, descriptions: known.map(({ arn }) => interfaceDescription(arn)) })
    ).map(toInterface);
  });
  return new Map(loadBalancers.map(([arn, loadBalancer]) => [arn, join(loadBalancer, interfaces)]));
}

/** One by one: an answer that lacks something of one load balancer says all of the others. */
async function translate(raw: Reading<elbv2.LoadBalancer>): Promise<Reading<AppLoadBalancer>> {
  return raw.kind === 'unread' ? raw : attempt(async () => toAppLoadBalancer(raw.value));
}

function join(
  loadBalancer: Reading<AppLoadBalancer>,
  interfaces: Reading<readonly NetworkInterface[]>,
): Reading<ObservedLoadBalancer> {
  if (loadBalancer.kind === 'unread') return loadBalancer;
  if (interfaces.kind === 'unread') return interfaces;
  return read({
    loadBalancer: loadBalancer.value,
    interfaces: ownInterfaces(interfaces.value, loadBalancer.value.arn),
  });
}

/**
 * A load balancer's own of some interfaces. A description is free text: only of an interface that a service manages does it
 * say whose that is. Each once, though pages that overlap list one twice.
 */
export function ownInterfaces(interfaces: readonly NetworkInterface[], arn: string): readonly NetworkInterface[] {
  const own = interfaces.filter(
    ({ description, requesterManaged }) => requesterManaged && description === interfaceDescription(arn),
  );
  return [...new Map(own.map((networkInterface) => [networkInterface.id, networkInterface])).values()];
}

/** An Application Load Balancer in our words. Its account is the one its ARN names. */
export function toAppLoadBalancer(raw: elbv2.LoadBalancer): AppLoadBalancer {
  const arn = given(raw.LoadBalancerArn, 'LoadBalancerArn');
  const stateReason = raw.State?.Reason;
  return {
    arn,
    type: given(raw.Type, 'Type'),
    scheme: given(raw.Scheme, 'Scheme'),
    state: given(raw.State?.Code, 'State'),
    ...(stateReason !== undefined && { stateReason }),
    ownerId: parseArn(arn).accountId,
    vpcId: given(raw.VpcId, 'VpcId'),
    dnsName: canonicalName(given(raw.DNSName, 'DNSName')),
    subnetIds: given(raw.AvailabilityZones, 'AvailabilityZones').map(({ SubnetId }) => given(SubnetId, 'SubnetId')),
  };
}
