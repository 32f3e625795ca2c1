import type { AuditAws } from '../aws/audit-clients.ts';
import { attempt } from '../aws/failure.ts';
import type { Pace } from '../aws/pace.ts';
import type { AuditSituation, EndpointAudit } from '../model/audit.ts';
import type { AuditedDomain } from '../model/audit-api.ts';
import type { ClientVpc } from '../model/audit-client-vpc.ts';
import type { AuditedName } from '../model/audit-dns.ts';
import type { AuditSpec, Hostname } from '../model/audit-spec.ts';
import type { Clock } from '../model/clock.ts';
import { canonicalName } from '../model/dns.ts';
import { parseArn } from '../model/target-group.ts';
import { observeAdviceFacts } from './advice-facts.ts';
import { observeAuditedApi } from './audited-api.ts';
import { observeAuditedDomain } from './audited-domain.ts';
import { observeCertificates } from './certificates.ts';
import { observeClientVpcs } from './client-vpcs.ts';
import { observeHandshakes } from './handshakes.ts';
import type { Live } from './live.ts';
import { type ObservedPath, observePath } from './path.ts';
import { observePrivateHalf } from './private-half.ts';
import { observeProbe } from './probe.ts';
import { observePublicHalf } from './public-half.ts';
import { observeSecurityGroups } from './security-groups.ts';
import { createZones, type Zones } from './zones.ts';

/** The means of observing for an audit: AWS, time, the pace towards Route 53, and what the path itself answers. */
export type AuditObserver = {
  readonly aws: AuditAws;
  /** What the source is seen with; absent where that is as the group is. */
  readonly sourceAws?: AuditAws;
  /** The bindings of the same document. Default: none. */
  readonly others?: readonly AuditSpec[];
  readonly clock: Clock;
  readonly pace: Pace;
  readonly live: Live;
};

/** Reads everything that the checks of one binding rest on. What could not be read is unread, and hides nothing else. */
export async function observeAudit(
  spec: AuditSpec,
  { aws, sourceAws = aws, others = [], clock, pace, live }: AuditObserver,
): Promise<AuditSituation> {
  const now = clock.now();
  const zones = createZones(spec, { aws, pace });
  const [path, names, behind] = await Promise.all([
    observePath(aws, spec, sourceAws),
    Promise.all(spec.hostnames.map((hostname) => observeName(zones, hostname, live))),
    observeBehindEndpoint(aws, spec),
  ]);
  const eyes = { aws, sourceAws };
  const [clientVpcs, groups, certificates, handshakes, probe] = await Promise.all([
    observeClients({ ...eyes, pace, zones }, path),
    observeGuards(eyes, path),
    observeShownCertificates(eyes, path, behind.domain),
    observeHandshakes(spec, path.frontDoor, live),
    observeProbe(path, live),
  ]);
  const ground = {
    now,
    ...parseArn(spec.targetGroupArn),
    names,
    clientVpcs,
    ...groups,
    certificates,
    handshakes,
    ...(probe !== undefined && { probe }),
  };
  if (!('appListeners' in path)) return { ...ground, ...path, ...behind };
  return { ...ground, ...path, advice: await observeAdviceFacts(aws, path, others) };
}

async function observeName(
  zones: Zones,
  { name, publicZoneId, privateZoneId }: Hostname,
  live: Live,
): Promise<AuditedName> {
  const hostname = canonicalName(name);
  const [publicHalf, privateHalf] = await Promise.all([
    publicZoneId === undefined ? undefined : observePublicHalf(zones, { hostname, zoneId: publicZoneId }, live),
    privateZoneId === undefined
      ? undefined
      : observePrivateHalf(zones, { hostname, zoneId: privateZoneId, publicZoneId }),
  ]);
  return {
    name: hostname,
    ...(publicHalf !== undefined && { publicHalf }),
    ...(privateHalf !== undefined && { privateHalf }),
  };
}

type Eyes = { readonly aws: AuditAws; readonly sourceAws: AuditAws };

/** What an endpoint leads to. Behind a load balancer nobody knows by which endpoint an API is called. */
async function observeBehindEndpoint(
  aws: AuditAws,
  { source, audit }: AuditSpec,
): Promise<Pick<EndpointAudit, 'api' | 'domain'>> {
  const { restApiId, stage, customDomain } = audit ?? {};
  if ('loadBalancerArn' in source) return {};
  const [api, domain] = await Promise.all([
    restApiId === undefined ? undefined : observeAuditedApi(aws, { restApiId, stage }),
    customDomain === undefined ? undefined : observeAuditedDomain(aws, canonicalName(customDomain)),
  ]);
  return { ...(api !== undefined && { api }), ...(domain !== undefined && { domain }) };
}

/** The VPC of the source is seen as the source is. */
async function observeClients(
  { aws, sourceAws, ...means }: Eyes & { readonly pace: Pace; readonly zones: Zones },
  path: ObservedPath,
): Promise<readonly ClientVpc[]> {
  const own = sourceVpcId(path);
  const ids = path.spec.audit?.clientVpcIds ?? (own === undefined ? [] : [own]);
  const isFar = (id: string): boolean => id === own && sourceAws !== aws;
  const [near, far] = await Promise.all([
    observeClientVpcs(
      { ...means, aws },
      ids.filter((id) => !isFar(id)),
    ),
    observeClientVpcs({ ...means, aws: sourceAws }, ids.filter(isFar)),
  ]);
  return ids.flatMap((id) => [...near, ...far].find((vpc) => vpc.id === id) ?? []);
}

function sourceVpcId({ source }: ObservedPath): string | undefined {
  if (source.kind === 'unread') return undefined;
  return 'endpoint' in source.value ? source.value.endpoint.vpcId : source.value.loadBalancer.vpcId;
}

/** The groups of whichever could be read, load balancer or source: those of the other are as unknown as itself. */
async function observeGuards(
  { aws, sourceAws }: Eyes,
  { source, frontDoor }: ObservedPath,
): Promise<Pick<AuditSituation, 'securityGroups' | 'sourceSecurityGroups'>> {
  const door = frontDoor?.loadBalancer;
  const ofDoor = door?.kind === 'read' ? door.value.securityGroupIds : [];
  const guarded =
    source.kind === 'read' && ('endpoint' in source.value ? source.value.endpoint : source.value.loadBalancer);
  const ofSource = guarded === false ? [] : guarded.securityGroupIds;
  if (sourceAws === aws)
    return { securityGroups: await attempt(() => observeSecurityGroups(aws, [...ofSource, ...ofDoor])) };
  const [securityGroups, sourceSecurityGroups] = await Promise.all([
    attempt(() => observeSecurityGroups(aws, ofDoor)),
    attempt(() => observeSecurityGroups(sourceAws, ofSource)),
  ]);
  return { securityGroups, sourceSecurityGroups };
}

/** Certificates are read in the account whose listener, or domain, shows them. */
async function observeShownCertificates(
  { aws, sourceAws }: Eyes,
  path: ObservedPath,
  domain: AuditedDomain | undefined,
): Promise<AuditSituation['certificates']> {
  const listeners = path.frontDoor?.listeners.kind === 'read' ? path.frontDoor.listeners.value : [];
  const own = domain?.domain.kind === 'read' ? domain.domain.value.certificateArn : undefined;
  const ofSource = 'appListeners' in path && path.appListeners.kind === 'read' ? path.appListeners.value : [];
  const [here, there] = await Promise.all([
    observeCertificates(aws, [...arnsOf(listeners), ...(own === undefined ? [] : [own])]),
    observeCertificates(sourceAws, arnsOf(ofSource)),
  ]);
  return new Map([...here, ...there]);
}

function arnsOf(shown: readonly { readonly certificateArns: readonly string[] }[]): readonly string[] {
  return shown.flatMap(({ certificateArns }) => certificateArns);
}
