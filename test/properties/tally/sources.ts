import type { Life } from '../life.ts';
import { isSource, isStranger, removalsOf, zonesOf } from '../traces.ts';

const KINDS = ['endpoint', 'ALB'] as const;

/** What lives are to show of sources of both kinds, and of where they lie. */
export const SOURCE_SIGHTS: readonly string[] = [
  ...KINDS.flatMap((kind) => [
    ...['the VPC', 'another VPC', 'another account'].map((place) => `${kind} of ${place}: a pass ends in sync`),
    ...['gone', 'retired'].map((fate) => `${kind}: a ${fate} target goes`),
  ]),
  'ALB of our VPC, shared with another account: a pass ends in sync',
  'a source is replaced by one of the other kind',
  'a target is registered with the zone all',
  'a pass is refused since cross-zone is off',
  'an IP is held since DNS still answers it',
  'an IP is held since the resolver fails',
  'a pass is refused since the role is denied',
  'a source’s node is listed and not in use any more',
  'a stranger with an IP that a source had goes',
];

/** What one life shows of {@link SOURCE_SIGHTS}. */
export function sourceSightsOf(life: Life): readonly string[] {
  const { passes, land } = life;
  const { kind, place } = land.opening.source;
  const held = passes.flatMap(({ report }) => report?.reasons ?? []).filter(({ change }) => change === 'hold');
  const isHeld = (...words: readonly string[]): boolean =>
    held.some(({ reason }) => words.every((word) => reason.includes(word)));
  const removals = removalsOf(life);
  const goes = removals.flatMap(({ targets, truth, pass }) =>
    targets.map(({ ip }) => ({ ip, carrier: truth.carriers.get(ip), isAlb: land.albs.has(pass.sourceId) })),
  );
  const sights: readonly (readonly [sight: string, is: boolean])[] = [
    [`${kind} of ${place}: a pass ends in sync`, passes.some(({ report }) => report?.outcome === 'in-sync')],
    ...KINDS.flatMap((each): (readonly [string, boolean])[] => {
      const its = goes.filter(({ isAlb }) => isAlb === (each === 'ALB'));
      return [
        [`${each}: a gone target goes`, its.some(({ carrier }) => carrier === undefined)],
        [`${each}: a retired target goes`, its.some(({ carrier }) => isSource(carrier))],
      ];
    }),
    ['a source is replaced by one of the other kind', land.albs.size > 0 && land.albs.size < land.sourceIds.length],
    [
      'a target is registered with the zone all',
      passes.some(({ steps }) => steps.some((step) => step.error === undefined && zonesOf(step).includes('all'))),
    ],
    [
      'a pass is refused since cross-zone is off',
      passes.some(({ report }) => report?.refusal?.code === 'cross-zone-off'),
    ],
    ['an IP is held since DNS still answers it', isHeld('still answers it')],
    ['an IP is held since the resolver fails', isHeld('DNS may still answer')],
    [
      'a pass is refused since the role is denied',
      land.ground.role !== undefined &&
        passes.some(
          ({ report }) => report?.refusal?.code === 'source-unreadable' && report.refusal.unread === 'denied',
        ),
    ],
    ['a source’s node is listed and not in use any more', land.albs.size > 0 && isHeld('after all')],
    [
      'a stranger with an IP that a source had goes',
      goes.some(({ ip, carrier }) => isStranger(carrier) && land.known.has(ip)),
    ],
  ];
  return sights.flatMap(([sight, is]) => (is ? [sight] : []));
}
