import {
  DAY,
  DAY_HEALS_AT,
  deleteFirst,
  exchange,
  FIVE_MINUTES,
  outAndIn,
  replace,
  reuse,
  scaleIn,
  scaleOut,
  TEN_MINUTES,
} from './alb-happenings.ts';
import { type AlbSite, type AlbSiteOptions, setAlbSite } from './alb-site.ts';
import { during, EVENT, type Trace } from './trace.ts';

const MINUTES = 25;
const LONGER_MINUTES = 30;

const plain = (options: AlbSiteOptions = {}): Pick<Trace<AlbSite>, 'minutes' | 'set'> => ({
  minutes: MINUTES,
  set: () => setAlbSite(options),
});

/**
 * What is compared where the source is an internal ALB: as with endpoints, two zones, a client for each, cross-zone on. A
 * node that comes serves half a minute after EC2 lists it, and is in DNS a minute after that listing. One that goes leaves
 * DNS at once, serves on for a while, and is then silent and unlisted. All of this is chosen; AWS documents none of it.
 */
export const ALB_TRACES: readonly Trace<AlbSite>[] = [
  {
    name: 'scale-out',
    tells: 'the ALB gets one node more in each zone; DNS names them a minute after EC2',
    ...plain(),
    happenings: [{ at: EVENT, happens: scaleOut }],
  },
  {
    name: 'scale-out, DNS 5 min late',
    tells: 'the same, but DNS names the new nodes five minutes after EC2',
    ...plain({ settings: { albDnsJoinSeconds: FIVE_MINUTES } }),
    happenings: [{ at: EVENT, happens: scaleOut }],
  },
  {
    name: 'scale-in, nodes serve on 5 min',
    tells: 'one of two nodes in each zone leaves DNS, serves on for five minutes, and is gone',
    ...plain({ nodes: 2 }),
    happenings: [{ at: EVENT, happens: scaleIn(FIVE_MINUTES) }],
    mendableAt: EVENT + FIVE_MINUTES,
  },
  {
    name: 'scale-in, nodes serve on 1 min',
    tells: 'the same, but they serve on for one minute',
    ...plain({ nodes: 2 }),
    happenings: [{ at: EVENT, happens: scaleIn(60) }],
    mendableAt: EVENT + 60,
  },
  {
    name: 'day of scaling, pressed into an hour',
    tells:
      'two nodes become eight and two again; a node that goes serves on for five minutes, and is listed another half',
    minutes: 70,
    set: () => setAlbSite({ settings: { albNodeDetachSeconds: 30 } }),
    happenings: DAY,
    mendableAt: DAY_HEALS_AT,
  },
  {
    name: 'more than eight nodes',
    tells:
      'twelve nodes, of which DNS answers eight, become fourteen; five minutes later two leave DNS and serve on as long',
    minutes: LONGER_MINUTES,
    set: () => setAlbSite({ nodes: 6 }),
    ...outAndIn,
  },
  {
    name: 'ALB replaced, old one kept 5 min',
    tells: 'another ALB is bound, the old one named as previous; that is deleted five minutes later',
    ...plain(),
    happenings: [
      { at: EVENT, happens: replace },
      { at: EVENT + FIVE_MINUTES, happens: deleteFirst },
    ],
  },
  {
    name: 'ALB replaced, registration fails 10 min',
    tells: 'another ALB is bound beside the old one, and RegisterTargets is throttled for ten minutes',
    minutes: LONGER_MINUTES,
    set: () => setAlbSite(),
    happenings: [
      ...during<AlbSite>(EVENT - 5, TEN_MINUTES, ({ stage: { cloud } }) =>
        cloud.faults.add({ operation: 'RegisterTargets', fault: 'throttle' }),
      ),
      { at: EVENT, happens: replace },
    ].toSorted((a, b) => a.at - b.at),
    mendableAt: EVENT,
  },
  {
    name: 'node address reused',
    tells:
      'one of four nodes leaves DNS, serves on for a minute, and its address is a host’s on 443 five seconds later',
    ...plain({ nodes: 2 }),
    happenings: reuse(60),
    mendableAt: EVENT + 60,
  },
  {
    name: 'node address reused, clear text',
    tells: 'the same on port 80',
    ...plain({ nodes: 2, port: 80 }),
    happenings: reuse(60),
    mendableAt: EVENT + 60,
  },
  {
    name: 'node address reused, node served on 5 min',
    tells: 'the same on 443, but the node serves on for five minutes after it left DNS',
    ...plain({ nodes: 2 }),
    happenings: reuse(FIVE_MINUTES),
    mendableAt: EVENT + FIVE_MINUTES,
  },
  {
    name: 'resolver fails 5 min',
    tells:
      'the resolver fails for five minutes; meanwhile one of two nodes in each zone gives way to another, and serves on for one',
    ...plain({ nodes: 2 }),
    happenings: [
      ...during<AlbSite>(EVENT - 5, FIVE_MINUTES, ({ failResolver }) => failResolver()),
      { at: EVENT, happens: exchange },
    ].toSorted((a, b) => a.at - b.at),
    mendableAt: EVENT,
  },
  {
    name: 'partial listing',
    tells: 'for six minutes EC2 lists one of the ALB’s two interfaces, later for as long none of them',
    minutes: LONGER_MINUTES,
    set: () => setAlbSite(),
    happenings: [
      ...during<AlbSite>(EVENT, 360, ({ stage: { cloud }, nodes }) =>
        cloud.faults.omitInterfaces(
          nodes()
            .slice(0, 1)
            .map(({ id }) => id),
        ),
      ),
      ...during<AlbSite>(EVENT + 420, 360, ({ stage: { cloud }, nodes }) =>
        cloud.faults.omitInterfaces(nodes().map(({ id }) => id)),
      ),
    ],
  },
  {
    name: 'ALB in another VPC',
    tells:
      'in a peered VPC, so that targets have the zone all: one node more in each zone; five minutes later one leaves DNS and serves on as long',
    minutes: LONGER_MINUTES,
    set: () => setAlbSite({ outside: true }),
    ...outAndIn,
  },
];
