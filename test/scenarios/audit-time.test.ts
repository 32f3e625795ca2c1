import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../controller/audit.ts';
import { createAuditConnect } from '../../controller/audit-connect.ts';
import { readBindingDocument } from '../../controller/binding-document.ts';
import { createLive } from '../../controller/live-answers.ts';
import type { Audit } from '../../controller/model/audit-outcome.ts';
import { ENDPOINT_CODES } from '../../controller/model/finding.ts';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { type AuditStage, setAuditStage } from './audit-stage.ts';

const MINUTE_MS = 60_000;
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await openSurroundings('eu-west-1', '123456789012');
});
afterAll(() => surroundings.close());

/** Audits one path under several names, as if it were as many bindings. */
async function auditAs({ cloud, binding }: AuditStage, names: readonly string[]): Promise<readonly Audit[]> {
  const [spec] = readBindingDocument({ bindings: [binding()] }, 'The binding').bindings;
  if (spec === undefined) throw new Error('the document has no binding');
  const aws = { requestHandler: cloud.requestHandler, credentials: cloud.credentials };
  return audit(
    names.map((name) => ({ ...spec, name })),
    {
      connect: createAuditConnect(aws),
      clock: cloud.clock,
      live: createLive(surroundings.options, aws),
    },
  );
}

/** Moves to the beginning of five minutes whose number since 1970 is even, or odd. */
function moveTo({ cloud }: AuditStage, parity: 'even' | 'odd'): void {
  const interval = (): number => Math.floor(cloud.clock.now().getTime() / (5 * MINUTE_MS));
  const before = interval();
  while (interval() === before || interval() % 2 !== (parity === 'even' ? 0 : 1)) cloud.advance(1);
}

const isReached = ({ results }: Audit): boolean =>
  !results.every((result) => result.kind === 'unknown' && result.why.includes('before the turn of'));

describe('an audit of many bindings', () => {
  it('leaves two seconds to each, for the quota that the sync pass needs as well', async () => {
    const stage = await setAuditStage(surroundings);
    stage.bind({ hostnames: [] });
    const beganAt = stage.cloud.clock.now().getTime();
    await auditAs(stage, ['a', 'b', 'c', 'd']);
    const elb = stage.cloud.calls.filter(({ service }) => service === 'elasticloadbalancing');
    const seconds = elb.map(({ at }) => Math.floor((at.getTime() - beganAt) / 2000));
    const perTurn = [...Map.groupBy(seconds, (turn) => turn).values()].map(({ length }) => length);
    expect(perTurn.length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...perTurn)).toBeLessThanOrEqual(8);
  });

  it.each([
    ['even', ['a']],
    ['odd', ['e']],
  ] as const)('ends in time, and in %s five minutes begins with %j', async (parity, first) => {
    const stage = await setAuditStage(surroundings);
    moveTo(stage, parity);
    // Each call takes its timeout, and so three attempts of it.
    stage.cloud.faults.add({ fault: 'hang', service: 'route53' });
    const beganAt = stage.cloud.clock.now().getTime();
    const audits = await auditAs(stage, NAMES);
    const took = (stage.cloud.clock.now().getTime() - beganAt) / 1000;
    expect(took).toBeLessThan(240);
    expect(audits.map(({ binding }) => binding)).toEqual(NAMES);
    const reached = audits.filter(isReached).map(({ binding }) => binding);
    expect(reached).toEqual(expect.arrayContaining([...first]));
    expect(reached.length).toBeLessThan(NAMES.length);
    for (const each of audits.filter((one) => !isReached(one))) {
      expect(each.results.map(({ code }) => code)).toEqual(ENDPOINT_CODES);
      expect(each.faults).toEqual([]);
    }
  });
});
