import type { Aws } from '../aws/clients.ts';
import { listEndpoints, listSubnetInterfaces, listSubnets } from '../aws/ec2.ts';
import { attempt } from '../aws/failure.ts';
import type { Evidence } from '../model/evidence.ts';
import { contains } from '../model/ip.ts';
import type { ObservedEndpoint } from '../model/network.ts';
import type { Reading } from '../model/reading.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { type Target, targetKey } from '../model/target.ts';
import { toEndpoint, toInterface, toSubnet } from './network.ts';
import { observeReach } from './reach.ts';

type Question = {
  readonly group: TargetGroup;
  readonly source: Reading<ObservedEndpoint>;
  /** The targets whose fate has to be learnt. */
  readonly suspects: readonly Target[];
};

/** Reads what surplus targets are judged by: subnets, one listing of interfaces, endpoints, and the load balancer. */
export async function observeEvidence(aws: Aws, { group, source, suspects }: Question): Promise<Evidence> {
  const [subnets, endpoints] = await Promise.all([
    attempt(async () => (await listSubnets(aws, group.vpcId)).map(toSubnet)),
    attempt(async () => (await listEndpoints(aws, group.vpcId)).map(toEndpoint)),
  ]);
  const about = suspects.map(targetKey);
  const reach = await observeReach(aws, group, subnets);
  if (subnets.kind === 'unread') return { about, subnets, endpoints, listing: subnets, ...reach };

  const around = subnets.value.filter((subnet) =>
    suspects.some((target) => subnet.cidrs.some((cidr) => contains(cidr, target.ip))),
  );
  // The source's own subnets are listed with them: its own interface in the answer shows that the reader sees them.
  const sourceSubnetIds = source.kind === 'read' ? source.value.endpoint.subnetIds : [];
  const subnetIds = [...new Set([...around.map((subnet) => subnet.id), ...sourceSubnetIds])].toSorted();
  const listing = await attempt(async () => ({
    subnetIds,
    interfaces: (await listSubnetInterfaces(aws, subnetIds)).map(toInterface),
  }));
  return { about, subnets, endpoints, listing, ...reach };
}
