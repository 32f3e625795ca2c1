import { describe, expect, it } from 'vitest';
import { read } from '../../../controller/model/reading.ts';
import {
  endpoint,
  goes,
  IP_1,
  IP_2,
  listed,
  OLD_1,
  OLD_2,
  planFor,
  RETIRED,
  retiredInterfaces,
  spec,
  stays,
} from '../builders.ts';

/** What an account shows of a retired endpoint in a state, its interfaces still there. */
const retiredIn = (state: string) => ({
  others: retiredInterfaces(),
  endpoints: read([endpoint([IP_1, IP_2]), endpoint([OLD_1, OLD_2], { id: RETIRED, state })]),
});
const dead = [listed(OLD_1, 'unhealthy'), listed(OLD_2, 'unhealthy')];

describe('a retired target of an endpoint that is deleted, and not healthy', () => {
  it.each(['deleting', 'deleted'])(
    'goes while none of its replacements is healthy, of all zones at once: %s',
    (state) => {
      const plan = planFor([...dead, listed(IP_1, 'initial')], { facts: retiredIn(state) });
      expect(goes(plan)).toEqual([`${OLD_1}:443`, `${OLD_2}:443`]);
      expect(plan.deregister[0]).toMatchObject({
        rule: 'retired',
        reason: `${OLD_1} is unhealthy and belongs to ${RETIRED}, which is deleted; 1 desired stand registered`,
      });
    },
  );

  it.each(['available', 'pending', 'failed'])('waits for healthy replacements where the endpoint is %s', (state) => {
    const plan = planFor([...dead, listed(IP_1, 'initial')], { facts: retiredIn(state) });
    expect(goes(plan)).toEqual([]);
  });

  it.each(['healthy', 'unknown', 'unavailable'] as const)('waits for them while it is %s', (health) => {
    const plan = planFor([listed(OLD_1, health), listed(IP_1, 'initial')], { facts: retiredIn('deleting') });
    expect(stays(plan)).toEqual([[`${OLD_1}:443`, 'waiting']]);
  });

  it('waits while no desired target stands registered, and is blocked where keep leaves none', () => {
    const held = planFor([listed(OLD_1, 'unhealthy')], { facts: retiredIn('deleted') });
    expect(held.hold).toMatchObject([{ kind: 'waiting', reason: expect.stringContaining('but 0 of 2 desired') }]);
    const kept = planFor([listed(OLD_1, 'unhealthy')], {
      facts: retiredIn('deleted'),
      spec: spec({ keep: [IP_1, IP_2] }),
    });
    expect(stays(kept)).toEqual([[`${OLD_1}:443`, 'blocked']]);
  });
});
