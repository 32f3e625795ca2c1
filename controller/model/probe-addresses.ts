import type { AuditSituation } from './audit.ts';
import type { AuditedGroup } from './audit-group.ts';
import type { FrontDoor } from './audit-load-balancer.ts';
import type { AuditedEndpoint, AuditedLoadBalancer } from './audit-source.ts';
import type { AuditSpec } from './audit-spec.ts';
import { familyOf } from './ip.ts';
import type { ProbeAddress } from './probe.ts';
import { byTarget } from './target.ts';

/** Every address that the probe is to call, as far as what names them could be read: desired targets, then the load balancer. */
export function addressesToProbe({
  spec,
  group,
  source,
  frontDoor,
}: {
  readonly spec: AuditSpec;
} & Pick<AuditSituation, 'group' | 'source' | 'frontDoor'>): readonly ProbeAddress[] {
  return [
    ...(group.kind === 'read' && source.kind === 'read' ? desiredTargets(spec, group.value, source.value) : []),
    ...loadBalancerAddresses(spec, frontDoor),
  ];
}

function desiredTargets(
  { port, keep }: AuditSpec,
  group: AuditedGroup,
  source: AuditedEndpoint | AuditedLoadBalancer,
): readonly ProbeAddress[] {
  return source.interfaces
    .flatMap(({ ips }) => ips)
    .filter((ip) => familyOf(ip) === group.family && !keep.includes(ip))
    .map((ip) => ({ of: 'target' as const, ip, port: port ?? group.port }))
    .toSorted(byTarget);
}

/** The first address of each interface: it connects from its secondary ones, and listens on none of them. */
function loadBalancerAddresses({ audit }: AuditSpec, frontDoor: FrontDoor | undefined): readonly ProbeAddress[] {
  const port = audit?.publicPort;
  const interfaces = frontDoor?.interfaces;
  if (port === undefined || interfaces?.kind !== 'read') return [];
  return interfaces.value
    .flatMap(({ ips }) => ips.slice(0, 1))
    .map((ip) => ({ of: 'load-balancer' as const, ip, port }))
    .toSorted(byTarget);
}
