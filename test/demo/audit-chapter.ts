import { renderAudits } from '../../controller/render-audit.ts';
import { HOST } from '../path/sample-path.ts';
import { openSurroundings } from '../path/surroundings.ts';
import { type AuditPass, setAuditStage } from '../scenarios/audit-stage.ts';
import { chapterLines } from './timeline.ts';

/** What must be found once the private record leads to an endpoint that is gone. */
const EXPECTED = ['PRIV_ALIAS_NOT_ENDPOINT', 'PROBE_FAILED'];
/** Lines of a report that hold its verdict and its picture. */
const PICTURE_LINES = 5;

/** The other half of the work: an audit of a whole path, before and after a change by hand. Returns what was not expected. */
export async function tellAudit(): Promise<readonly string[]> {
  const surroundings = await openSurroundings('eu-west-1', '123456789012');
  try {
    const stage = await setAuditStage(surroundings);
    console.log(
      chapterLines(
        'The audit',
        'Every five minutes another function looks at everything that would make correct IPs useless: names, certificates, policies, and the path itself, from outside and from inside the VPC.',
      ),
    );
    const before = await stage.pass();
    console.log(renderAudits(before.reports).split('\n').slice(0, PICTURE_LINES).join('\n'));

    const { cloud, vpcId, subnetIds, privateZoneId } = stage;
    const old = cloud.createEndpoint({ vpcId, subnetIds, privateDns: false });
    cloud.putRecord(privateZoneId, { name: HOST, alias: old.alias });
    cloud.deleteEndpoint(old.id);
    console.log(
      chapterLines(
        'A record is forgotten',
        'The private record still leads to an endpoint that was deleted. Partners notice nothing, VPC clients everything.',
      ),
    );
    const after = await stage.pass();
    console.log(renderAudits(after.reports));
    return [...unlike(before, []), ...unlike(after, EXPECTED)];
  } finally {
    await surroundings.close();
  }
}

function unlike({ reports }: AuditPass, expected: readonly string[]): readonly string[] {
  const all = reports.flatMap(({ results }) => results.filter(({ kind }) => kind !== 'ok'));
  const found = [...new Set(all.map(({ code }) => code))].toSorted();
  return found.join() === expected.join() ? [] : [`the audit: expected ${expected.join()}, found ${found.join()}`];
}
