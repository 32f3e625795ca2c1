import { type AuditSituation, isEndpointAudit } from '../model/audit.ts';
import type { AuditedName, PrivateHalf, PublicHalf, ZoneView } from '../model/audit-dns.ts';
import type { Mark, Path, Station } from '../model/audit-outcome.ts';
import type { RecordSet } from '../model/dns.ts';
import { type CheckResult, CODES, type Half, type Hop, isAdvice } from '../model/finding.ts';
import type { Reading } from '../model/reading.ts';
import { targetKey } from '../model/target.ts';
import { sourceOf } from './source.ts';

/** Where a station stands in the picture, and whose results mark it. */
type Place = { readonly half: Station['half']; readonly hop: Hop; readonly of: readonly Half[] };
type Found = Place & { readonly what: string };

/** Beyond so many a line says how many more there are. */
const SHOWN = 6;

/** The way of a call to each name, or to the binding where it has none, with a mark and what was found on every hop. */
export function drawPaths(situation: AuditSituation, results: readonly CheckResult[]): readonly Path[] {
  const names: readonly (AuditedName | undefined)[] = situation.names.length === 0 ? [undefined] : situation.names;
  return names.map((name, index) => {
    const others = situation.names.filter((other) => other !== name);
    const own = results.filter(({ subject }) => !others.some((other) => isAbout(subject, other.name)));
    const stations = [
      ...publicStations(name?.publicHalf),
      ...doorStations(situation),
      // The probe resolves the first name alone.
      ...privateStations(name?.privateHalf, index === 0 ? resolvedText(situation.probe) : 'not asked'),
      ...jointStations(situation),
    ];
    return {
      name: name?.name ?? situation.spec.name,
      stations: stations.map(({ what, ...place }) => ({
        half: place.half,
        hop: place.hop,
        what,
        mark: markOf(own, place),
      })),
    };
  });
}

/** Subjects that are about a name begin with it. */
function isAbout(subject: string, name: string): boolean {
  return subject === name || subject.startsWith(`${name} `);
}

function publicStations(half: PublicHalf | undefined): readonly Found[] {
  if (half === undefined) return [];
  const answers = text(half.answers[0]?.ips, list);
  return [station('public', 'name', ['public'], answers), ...zoneStations('public', half)];
}

function privateStations(half: PrivateHalf | undefined, resolved: string): readonly Found[] {
  if (half === undefined) return [];
  return [station('private', 'name', ['private'], resolved), ...zoneStations('private', half)];
}

function resolvedText(probe: AuditSituation['probe']): string {
  return text(probe, ({ resolution }) =>
    resolution?.kind === 'resolved' ? list(resolution.ips) : (resolution?.code ?? 'not asked'),
  );
}

function zoneStations(half: 'public' | 'private', view: ZoneView): readonly Found[] {
  return [
    station(
      half,
      'zone',
      [half],
      text(view.zone, (zone) => `${zone.name} (${view.zoneId})`),
    ),
    station(half, 'alias', [half], text(view.records, leads)),
  ];
}

function doorStations({ frontDoor, targets }: AuditSituation): readonly Found[] {
  const fixed = text(
    frontDoor?.loadBalancer,
    ({ name, zones }) => `${name}: ${list(zones.flatMap((zone) => zone.addresses.map(({ ip }) => ip)))}`,
  );
  const registered = text(targets, (all) => list(all.map((target) => `${targetKey(target)} ${target.health}`)));
  return [
    station('public', 'load-balancer', ['public'], fixed),
    station('public', 'target', ['public', 'shared'], registered),
  ];
}

function jointStations(situation: AuditSituation): readonly Found[] {
  const interfaces = text(sourceOf(situation), (all) =>
    list(all.interfaces.map(({ id, ips }) => `${id} ${ips.join(' ')}`)),
  );
  return [station('joint', 'interface', ['shared'], interfaces), ...sourceStations(situation)];
}

function sourceStations(situation: AuditSituation): readonly Found[] {
  if (!isEndpointAudit(situation)) {
    const alb = text(situation.source, ({ loadBalancer }) => `${loadBalancer.name} ${loadBalancer.state}`);
    return [station('joint', 'alb', ['shared'], alb)];
  }
  const { source, api } = situation;
  return [
    station(
      'joint',
      'endpoint',
      ['shared'],
      text(source, ({ endpoint }) => `${endpoint.id} ${endpoint.state}`),
    ),
    station(
      'joint',
      'api',
      ['shared'],
      text(api?.restApi, ({ id, name }) => `${id} ${name}`),
    ),
  ];
}

function station(
  half: Station['half'],
  hop: Hop,
  of: readonly Half[],
  what: string,
): Place & { readonly what: string } {
  return { half, hop, of, what };
}

function text<T>(reading: Reading<T> | undefined, say: (value: T) => string): string {
  if (reading === undefined) return 'not looked at';
  return reading.kind === 'unread' ? `unread: ${reading.problem.code}` : say(reading.value);
}

function leads(records: readonly RecordSet[]): string {
  const leading = records.filter(({ type }) => ['A', 'AAAA', 'CNAME'].includes(type));
  return list(leading.map(({ type, alias, values }) => `${type} → ${alias?.name ?? values.join(' ')}`));
}

function list(items: readonly string[]): string {
  if (items.length === 0) return 'none';
  const more = items.length - SHOWN;
  return [...items.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

function markOf(results: readonly CheckResult[], { hop, of }: Place): Mark {
  const marks = results
    .filter((result) => !isAdvice(result))
    .filter(({ code }) => CODES[code].hop === hop && of.some((half) => half === CODES[code].half))
    .map(toMark);
  const worst = (['broken', 'weak', 'unknown', 'ok'] as const).find((mark) => marks.includes(mark));
  return worst ?? 'not-configured';
}

function toMark(result: CheckResult): Mark {
  if (result.kind !== 'finding') return result.kind;
  return result.severity === 'crit' || result.severity === 'err' ? 'broken' : 'weak';
}
