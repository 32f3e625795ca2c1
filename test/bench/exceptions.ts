import type { Row } from './compare.ts';
import { strangerTotal } from './figures.ts';
import { POLICIES } from './policies/all.ts';

/** A trace on which this project’s pass does worse than others, and why. */
export type Exception = {
  readonly trace: string;
  readonly figure: 'failed' | 'stranger';
  /** Those that do better, in the order of the table. */
  readonly better: readonly string[];
  readonly why: string;
};

const [, ...OTHERS] = POLICIES.map(({ name }) => name);
/** It acts within the deployment that binds another endpoint, up to a minute before the next pass of any other. */
const IN_THE_DEPLOYMENT = ['resolve-once-at-deploy'];

/** All there are: one that is missing here, or is not real any more, fails the test. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    trace: 'endpoint replaced, old one kept 5 min',
    figure: 'failed',
    better: OTHERS,
    why:
      'A pass removes one zone’s worth, so the last old target is deregistered a minute after the first, and the load ' +
      'balancer still sends it some connections when the old endpoint is deleted. Who removes both at once is past ' +
      'that by then. In a deployment the gate keeps the old endpoint until its targets have left the group.',
  },
  {
    trace: 'endpoint replaced, old one gone in 10 s',
    figure: 'failed',
    better: IN_THE_DEPLOYMENT,
    why:
      'resolve-once acts in the deployment itself, up to a minute before the next pass. So does the gate of this project’s ' +
      'own stack, which also keeps the old endpoint until clients have moved; it is no part of this comparison.',
  },
  {
    trace: 'endpoint replaced, address reused',
    figure: 'failed',
    better: IN_THE_DEPLOYMENT,
    why: 'As where the old one is gone in 10 s.',
  },
  {
    trace: 'endpoint replaced, address reused',
    figure: 'stranger',
    better: IN_THE_DEPLOYMENT,
    why: 'As above: the old targets left up to a minute earlier, and with them the load balancer’s lag.',
  },
  {
    trace: 'endpoint deleted',
    figure: 'failed',
    better: OTHERS.filter((name) => name !== 'dns-three-sightings'),
    why:
      'A pass without a source empties no group, so the dead targets leave when the new ones come, and the load ' +
      'balancer’s lag falls into the time in which it could serve. resolve-once acts in the deployment itself; the ' +
      'others had emptied the group while nothing could serve anyway, as they do where something could: see partial reads.',
  },
  {
    trace: 'endpoint deleted, address reused',
    figure: 'stranger',
    better: OTHERS.filter((name) => name !== 'dns-three-sightings'),
    why:
      'With no source left rule 5 holds a healthy stranger behind TLS passed through, and pages: an operator decides ' +
      'between a stranger and nothing. Who empties the group has chosen nothing: those connections fail instead.',
  },
];

/** The exceptions that a run shows, without their reasons. */
export function exceptionsOf(rows: readonly Row[]): readonly Omit<Exception, 'why'>[] {
  const [ours] = POLICIES;
  const byTrace = [...Map.groupBy(rows, ({ trace }) => trace)];
  return byTrace.flatMap(([trace, all]) =>
    (['failed', 'stranger'] as const).flatMap((figure) => {
      const of = ({ figures }: Row): number => (figure === 'failed' ? figures.failed : strangerTotal(figures));
      const own = all.find(({ policy }) => policy === ours?.name);
      const better = all.filter((row) => own !== undefined && of(row) < of(own)).map(({ policy }) => policy);
      return better.length === 0 ? [] : [{ trace, figure, better }];
    }),
  );
}
