import type { AuditAws } from '../aws/audit-clients.ts';
import { attempt } from '../aws/failure.ts';
import type { Pace } from '../aws/pace.ts';
import type { AuditSituation } from '../model/audit.ts';
import type { AuditedDomain } from '../model/audit-api.ts';
import type { ClientVpc } from '../model/audit-client-vpc.ts';
import { observeCertificates } from './certificates.ts';
import { observeClientVpcs } from './client-vpcs.ts';
import { attemptWith, type Eyes, seesAlike } from './eyes.ts';
import type { ObservedPath } from './path.ts';
import { observeSecurityGroups } from './security-groups.ts';
import type { Zones } from './zones.ts';

/** The VPCs of clients. That of the source is seen as the source is. */
export async function observeClients(
  eyes: Eyes<AuditAws>,
  means: { readonly pace: Pace; readonly zones: Zones },
  path: ObservedPath,
): Promise<readonly ClientVpc[]> {
  const { aws, sourceAws } = eyes;
  const own = sourceVpcId(path);
  const ids = path.spec.audit?.clientVpcIds ?? (own === undefined ? [] : [own]);
  const isFar = (id: string): boolean => id === own && !seesAlike(eyes);
  const [near, far] = await Promise.all([
    observeClientVpcs(
      { ...means, aws },
      ids.filter((id) => !isFar(id)),
    ),
    // Without eyes the source is unread, and none of these VPCs is known to be its own.
    sourceAws.kind === 'unread' ? [] : observeClientVpcs({ ...means, aws: sourceAws.value }, ids.filter(isFar)),
  ]);
  return ids.flatMap((id) => [...near, ...far].find((vpc) => vpc.id === id) ?? []);
}

function sourceVpcId({ source }: ObservedPath): string | undefined {
  if (source.kind === 'unread') return undefined;
  return 'endpoint' in source.value ? source.value.endpoint.vpcId : source.value.loadBalancer.vpcId;
}

/** The groups of whichever could be read, load balancer or source: those of the other are as unknown as itself. */
export async function observeGuards(
  eyes: Eyes<AuditAws>,
  { source, frontDoor }: ObservedPath,
): Promise<Pick<AuditSituation, 'securityGroups' | 'sourceSecurityGroups'>> {
  const { aws, sourceAws } = eyes;
  const door = frontDoor?.loadBalancer;
  const ofDoor = door?.kind === 'read' ? door.value.securityGroupIds : [];
  const guarded =
    source.kind === 'read' && ('endpoint' in source.value ? source.value.endpoint : source.value.loadBalancer);
  const ofSource = guarded === false ? [] : guarded.securityGroupIds;
  if (seesAlike(eyes)) {
    return { securityGroups: await attempt(() => observeSecurityGroups(aws, [...ofSource, ...ofDoor])) };
  }
  const [securityGroups, sourceSecurityGroups] = await Promise.all([
    attempt(() => observeSecurityGroups(aws, ofDoor)),
    attemptWith(sourceAws, (far) => observeSecurityGroups(far, ofSource)),
  ]);
  return { securityGroups, sourceSecurityGroups };
}

/** Certificates are read in the account whose listener, or domain, shows them. */
export async function observeShownCertificates(
  { aws, sourceAws }: Eyes<AuditAws>,
  path: ObservedPath,
  domain: AuditedDomain | undefined,
): Promise<AuditSituation['certificates']> {
  const listeners = path.frontDoor?.listeners.kind === 'read' ? path.frontDoor.listeners.value : [];
  const own = domain?.domain.kind === 'read' ? domain.domain.value.certificateArn : undefined;
  const ofSource = 'appListeners' in path && path.appListeners.kind === 'read' ? path.appListeners.value : [];
  const [here, there] = await Promise.all([
    observeCertificates(aws, [...arnsOf(listeners), ...(own === undefined ? [] : [own])]),
    sourceAws.kind === 'unread' ? [] : observeCertificates(sourceAws.value, arnsOf(ofSource)),
  ]);
  return new Map([...here, ...there]);
}

function arnsOf(shown: readonly { readonly certificateArns: readonly string[] }[]): readonly string[] {
  return shown.flatMap(({ certificateArns }) => certificateArns);
}
