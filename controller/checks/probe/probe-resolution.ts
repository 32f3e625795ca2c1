import type { AuditSituation } from '../../model/audit.ts';
import { type CheckResult, finding, notConfigured, ok, type Severity, unknown, unread } from '../../model/finding.ts';
import { familyOf } from '../../model/ip.ts';
import type { ProbeReport } from '../../model/probe.ts';
import { awsCommand } from '../command.ts';
import { inSourceAccount, nounOf, placeOf, sourceOf } from '../source.ts';

const CODE = 'PROBE_FAILED';

/** Codes of a resolver that answered: there is no such name, or no address of it. */
const NO_SUCH_NAME: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', 'NXDOMAIN', 'NODATA']);

/** The hostname, asked for inside the VPC, has the source's addresses: some of them, since it may answer in turns. */
export function resolutionResult(situation: AuditSituation, resolution: ProbeReport['resolution']): CheckResult {
  const { names, group } = situation;
  const source = sourceOf(situation);
  const [name] = names;
  const subject = name === undefined ? 'resolution' : `${name.name} in the VPC`;
  if (resolution === undefined) {
    return name?.privateHalf === undefined
      ? notConfigured(CODE, subject, 'hostnames.privateZoneId')
      : unknown(CODE, subject, 'The probe did not resolve the name.');
  }
  if (source.kind === 'unread') return unread(CODE, subject, source.problem);
  if (group.kind === 'unread') return unread(CODE, subject, group.problem);

  const { name: sourceName, vpcId, interfaces, unseen } = source.value;
  const { family } = group.value;
  const all = interfaces.flatMap(({ ips }) => ips);
  const own = all.filter((ip) => familyOf(ip) === family);
  const wrong = (found: string, severity: Severity = 'crit'): CheckResult =>
    finding(CODE, subject, {
      severity,
      expected: `The name has the addresses of ${[sourceName, ...own].join(', ')}, or some of them.`,
      found,
      fix: inSourceAccount(
        situation,
        awsCommand(
          'route53 list-hosted-zones-by-vpc',
          { 'vpc-id': vpcId, 'vpc-region': placeOf(situation).region },
          situation.region,
        ),
      ),
    });

  if (resolution.kind === 'failed') {
    const { code, message } = resolution;
    if (!NO_SUCH_NAME.has(code))
      return unknown(CODE, subject, `The VPC’s resolver gave no answer: ${code}: ${message}.`);
    return wrong(`It has none (${code}): PRIV_RECORD_MISSING or PRIV_NOT_ASSOCIATED says why.`);
  }
  const foreign = resolution.ips.filter((ip) => !all.includes(ip));
  if (foreign.length > 0 && isLedToLoadBalancer(situation, foreign)) {
    return wrong(`It has ${foreign.join(', ')}, the load balancer’s, as PRIV_ALIAS_NOT_ENDPOINT says.`, 'info');
  }
  if (foreign.length > 0 && unseen !== undefined) {
    return unknown(CODE, subject, `It has ${foreign.join(', ')}. ${unseen}`);
  }
  if (foreign.length > 0) {
    return wrong(
      `It has ${foreign.join(', ')}, not the ${nounOf(situation)}’s: PRIV_ALIAS_NOT_ENDPOINT, PRIV_SHADOWED, PRIV_FORWARDED or PRIV_NOT_ASSOCIATED says why.`,
    );
  }
  const answered = resolution.ips.filter((ip) => familyOf(ip) === family);
  return answered.length === 0
    ? wrong(`It has no ${family} address: PRIV_RECORD_MISSING says why.`)
    : ok(CODE, subject, `It has ${answered.join(', ')}, of ${own.length} of ${sourceName}.`);
}

/** True where the private record is an alias of the load balancer, which may be meant so, and the addresses are its own. */
function isLedToLoadBalancer({ names, frontDoor }: AuditSituation, ips: readonly string[]): boolean {
  const records = names[0]?.privateHalf?.records;
  if (records?.kind !== 'read' || frontDoor?.loadBalancer.kind !== 'read') return false;
  const { dnsName, zones } = frontDoor.loadBalancer.value;
  const interfaces = frontDoor.interfaces.kind === 'read' ? frontDoor.interfaces.value : [];
  const own = [
    ...zones.flatMap(({ addresses }) => addresses.map(({ ip }) => ip)),
    ...interfaces.flatMap((one) => one.ips),
  ];
  return records.value.some(({ alias }) => alias?.name === dnsName) && ips.every((ip) => own.includes(ip));
}
