import { describe, expect, it } from 'vitest';
import type { NetworkInterface } from '../../../controller/model/network.ts';
import type { Plan } from '../../../controller/model/plan.ts';
import { read, unread } from '../../../controller/model/reading.ts';
import type { Situation } from '../../../controller/model/situation.ts';
import type { HealthState } from '../../../controller/model/target.ts';
import {
  endpointInterface,
  goes,
  group,
  listed,
  observed,
  OLD_1,
  planFor,
  problem,
  RETIRED,
  SEAL,
  spec,
  strangerInterface,
} from '../builders.ts';
import { ALB_SEAL, albSpec, node, observedAlb, OTHER_ALB } from '../builders-load-balancer.ts';

/** A binding of each kind, sealed, and its source where it was read and is of no use. */
const TO = {
  'an endpoint': { spec: spec(), tags: SEAL, refused: observed([], { state: 'failed' }) },
  'a load balancer': { spec: albSpec(), tags: ALB_SEAL, refused: observedAlb([], { state: 'failed', vpcId: 'vpc-1' }) },
} as const;

/** What may have served before, and nobody names. */
const FROM: Readonly<Record<string, NetworkInterface>> = {
  'an endpoint': endpointInterface(OLD_1, RETIRED),
  'an endpoint that AWS does not list': endpointInterface(OLD_1, 'vpce-0000000000000000f'),
  'a load balancer': node(OLD_1, OTHER_ALB),
};

/** Who names himself, whatever the source. */
const NAMED: Readonly<Record<string, NetworkInterface>> = {
  'an instance': strangerInterface(OLD_1),
  'a NAT gateway': endpointInterface(OLD_1, '', {
    type: 'nat_gateway',
    description: 'Interface for NAT Gateway nat-1',
  }),
  'a service that AWS manages': node(OLD_1, OTHER_ALB, { description: 'RDSNetworkInterface' }),
};

const GROUPS = {
  'TCP 443': { protocol: 'TCP', port: 443 },
  'a TLS group': { protocol: 'TLS', port: 443 },
  'clear text': { protocol: 'TCP', port: 80 },
} as const;

const PROBLEMS = { denied: problem({ kind: 'denied' }), 'not read just now': problem() } as const;

type World = Pick<Situation, 'source'> & {
  readonly to: keyof typeof TO;
  readonly carrier: NetworkInterface;
  readonly on: keyof typeof GROUPS;
  readonly health?: HealthState;
};

/** The plan for one target, at an address that somebody carries. */
function plan({ to, carrier, on, source, health = 'healthy' }: World): Plan {
  const { spec: binding, tags } = TO[to];
  const target = listed(OLD_1, health, { port: GROUPS[on].port });
  // Without the source nothing of it shows; a binding of a load balancer has no endpoints read.
  const facts = { ours: [], others: [carrier], ...(to === 'a load balancer' && { endpoints: read([]) }) };
  return planFor([target], { spec: binding, tags, group: group(GROUPS[on]), source, facts });
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a constant
const groups = Object.keys(GROUPS) as (keyof typeof GROUPS)[];

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a constant
describe.each(Object.keys(TO) as (keyof typeof TO)[])('while the source, %s, is of no use', (to) => {
  const sources: readonly (readonly [string, Situation['source']])[] = [
    ...Object.entries(PROBLEMS).map(([what, why]) => [what, unread(why)] as const),
    ['refused', read(TO[to].refused)],
  ];
  const rows = groups.flatMap((on) => sources.map(([what, source]) => ({ on, what, source })));

  describe.each(Object.entries(FROM))('what %s carries', (_, carrier) => {
    it.each(rows)('stays healthy on $on, with the source $what', ({ on, source }) => {
      expect(goes(plan({ to, carrier, on, source }))).toEqual([]);
    });

    it.each(rows)('stays also unhealthy on $on, with the source $what', ({ on, source }) => {
      expect(goes(plan({ to, carrier, on, source, health: 'unhealthy' }))).toEqual([]);
    });
  });

  describe.each(Object.entries(NAMED))('twin: what %s carries', (_, carrier) => {
    it.each(rows)('goes on $on where it could read the traffic, with the source $what', ({ on, source }) => {
      expect(goes(plan({ to, carrier, on, source }))).toEqual(on === 'TCP 443' ? [] : [`${OLD_1}:${GROUPS[on].port}`]);
    });

    it.each(rows)('goes unhealthy on $on, with the source $what', ({ on, source }) => {
      expect(goes(plan({ to, carrier, on, source, health: 'unhealthy' }))).toHaveLength(1);
    });
  });
});

describe('twin: with a usable source what nobody names goes at once where it could read the traffic', () => {
  it.each([
    ['an endpoint', 'a load balancer', read(observedAlb(['10.0.1.17'], { vpcId: 'vpc-1' }))],
    ['a load balancer', 'a load balancer', read(observedAlb(['10.0.1.17'], { vpcId: 'vpc-1' }))],
    ['a load balancer', 'an endpoint', read(observed())],
  ] as const)('%s, after a move to %s', (from, to, source) => {
    const carrier = FROM[from] ?? strangerInterface('');
    expect(groups.map((on) => goes(plan({ to, carrier, on, source })).length)).toEqual([0, 1, 1]);
  });
});
