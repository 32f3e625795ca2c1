import type { AuditAws } from '../aws/audit-clients.ts';
import { attempt } from '../aws/failure.ts';
import type { Pace } from '../aws/pace.ts';
import type { AuditSituation } from '../model/audit.ts';
import type { AuditedDomain } from '../model/audit-api.ts';
import type { AuditedName } from '../model/audit-dns.ts';
import type { AuditSpec, Hostname } from '../model/audit-spec.ts';
import type { Clock } from '../model/clock.ts';
import { canonicalName } from '../model/dns.ts';
import { parseArn } from '../model/target-group.ts';
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
  readonly clock: Clock;
  readonly pace: Pace;
  readonly live: Live;
};

/** Reads everything that the checks of one binding rest on. What could not be read is unread, and hides nothing else. */
export async function observeAudit(
  spec: AuditSpec,
  { aws, clock, pace, live }: AuditObserver,
): Promise<AuditSituation> {
  const now = clock.now();
  const { restApiId, stage, customDomain, clientVpcIds } = spec.audit ?? {};
  const zones = createZones(spec, { aws, pace });
  const [path, names, api, domain] = await Promise.all([
    observePath(aws, spec),
    Promise.all(spec.hostnames.map((hostname) => observeName(zones, hostname, live))),
    restApiId === undefined ? undefined : observeAuditedApi(aws, { restApiId, stage }),
    customDomain === undefined ? undefined : observeAuditedDomain(aws, canonicalName(customDomain)),
  ]);
  const [clientVpcs, securityGroups, certificates, handshakes, probe] = await Promise.all([
    observeClientVpcs({ aws, pace, zones }, clientVpcIds ?? ownVpc(path)),
    attempt(() => observeSecurityGroups(aws, securityGroupIds(path))),
    observeCertificates(aws, certificateArns(path, domain)),
    observeHandshakes(spec, path.frontDoor, live),
    observeProbe(spec, path, live),
  ]);
  return {
    now,
    spec,
    ...parseArn(spec.targetGroupArn),
    ...path,
    names,
    ...(api !== undefined && { api }),
    ...(domain !== undefined && { domain }),
    clientVpcs,
    securityGroups,
    certificates,
    handshakes,
    ...(probe !== undefined && { probe }),
  };
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

function ownVpc({ source }: ObservedPath): readonly string[] {
  return source.kind === 'read' ? [source.value.endpoint.vpcId] : [];
}

/** Those of whichever of the two could be read: the groups of the other are as unknown as itself. */
function securityGroupIds({ source, frontDoor }: ObservedPath): readonly string[] {
  const loadBalancer = frontDoor?.loadBalancer;
  return [
    ...(source.kind === 'read' ? source.value.endpoint.securityGroupIds : []),
    ...(loadBalancer?.kind === 'read' ? loadBalancer.value.securityGroupIds : []),
  ];
}

function certificateArns({ frontDoor }: ObservedPath, domain: AuditedDomain | undefined): readonly string[] {
  const listeners = frontDoor?.listeners.kind === 'read' ? frontDoor.listeners.value : [];
  const own = domain?.domain.kind === 'read' ? domain.domain.value.certificateArn : undefined;
  return [...listeners.flatMap(({ certificateArns: arns }) => arns), ...(own === undefined ? [] : [own])];
}
