import type { AuditAws } from '../aws/audit-clients.ts';
import type { Pace } from '../aws/pace.ts';
import type { AuditSituation, EndpointAudit } from '../model/audit.ts';
import type { AuditedName } from '../model/audit-dns.ts';
import type { AuditSpec, Hostname } from '../model/audit-spec.ts';
import type { Clock } from '../model/clock.ts';
import { canonicalName } from '../model/dns.ts';
import { read, type Reading } from '../model/reading.ts';
import { parseArn } from '../model/target-group.ts';
import { observeAdviceFacts } from './advice-facts.ts';
import { observeAuditedApi } from './audited-api.ts';
import { observeAuditedDomain } from './audited-domain.ts';
import { observeClients, observeGuards, observeShownCertificates } from './either-side.ts';
import { observeHandshakes } from './handshakes.ts';
import type { Live } from './live.ts';
import { observePath } from './path.ts';
import { observePrivateHalf } from './private-half.ts';
import { observeProbe } from './probe.ts';
import { observePublicHalf } from './public-half.ts';
import { createZones, type Zones } from './zones.ts';

/** The means of observing for an audit: AWS, time, the pace towards Route 53, and what the path itself answers. */
export type AuditObserver = {
  readonly aws: AuditAws;
  /** What the source is seen with. Default: as the group is. */
  readonly sourceAws?: Reading<AuditAws>;
  /** The bindings of the same document. Default: none. */
  readonly others?: readonly AuditSpec[];
  readonly clock: Clock;
  readonly pace: Pace;
  readonly live: Live;
};

/** Reads everything that the checks of one binding rest on. What could not be read is unread, and hides nothing else. */
export async function observeAudit(
  spec: AuditSpec,
  { aws, sourceAws = read(aws), others = [], clock, pace, live }: AuditObserver,
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
    observeClients(eyes, { pace, zones }, path),
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
