import type { Exception } from './exception.ts';
import { ALB_POLICIES } from './policies/all.ts';

const [, ...OTHERS] = ALB_POLICIES.map(({ name }) => name);
const UNION = 'dns-union-three-runs';
const NEWEST = 'newest-dns-answer';
const BY_DNS = [UNION, NEWEST];

const LEFT_DNS_EARLY =
  'DNS tells of the leaving nodes minutes before they fall silent; who goes by it has them deregistered while they still ' +
  'serve, the load balancer’s lag included. A pass goes by EC2, which lists such a node like any other to its end: a ' +
  'node that DNS does not name may also be one that has just come, and a pass without a memory cannot tell them apart. So ' +
  'its connections fail until the load balancer’s checks have, here fifteen to twenty seconds.';

/** All there are where the source is an internal ALB: one that is missing here, or is not real any more, fails the test. */
export const ALB_EXCEPTIONS: readonly Exception[] = [
  {
    trace: 'scale-in, nodes serve on 5 min',
    better: { failed: BY_DNS, 'failed or failing open': BY_DNS, healed: BY_DNS },
    why:
      `${LEFT_DNS_EARLY} This is the home game of syncers by DNS. Where nodes serve on for one minute after they left ` +
      'DNS, the cautious one of them is later than the pass, and the hasty one loses more.',
  },
  {
    trace: 'day of scaling, pressed into an hour',
    better: { failed: BY_DNS, 'failed or failing open': BY_DNS, healed: BY_DNS },
    why:
      'As where nodes serve on 5 min, three times over. That new nodes serve a minute earlier under the pass shows in no ' +
      'figure here, since the old ones have no limit to what they carry.',
  },
  {
    trace: 'more than eight nodes',
    better: { failed: BY_DNS, 'failed or failing open': BY_DNS, healed: [UNION] },
    why:
      'As where nodes serve on 5 min. newest-dns-answer loses nobody only because what it deregisters still serves: it ' +
      'exchanges targets for ever, and is never healed.',
  },
  {
    trace: 'ALB replaced, old one kept 5 min',
    better: { failed: OTHERS, 'failed or failing open': [UNION], healed: OTHERS },
    why:
      'As where an endpoint is replaced: a pass waits until replacements are healthy and then removes one zone’s worth at a ' +
      'time, so the last old target is deregistered a minute after the first, and the load balancer still sends it some ' +
      'connections when the old ALB is deleted. Those that remove all at once live on failing open; ' +
      'dns-union-three-runs happens to wait long enough. In a deployment the gate keeps the old source until its targets ' +
      'have left the group; it is no part of this comparison.',
  },
  {
    trace: 'ALB replaced, registration fails 10 min',
    better: { healed: OTHERS },
    why:
      'A pass removes old targets when the new ones are healthy, one zone’s worth at a time; the others have them out ' +
      'before that, and are done once the new ones are healthy. Until then the old ones serve.',
  },
  ...['node address reused', 'node address reused, clear text'].map((trace) => ({
    trace,
    better: { failed: [NEWEST], 'failed or failing open': [NEWEST], stranger: [NEWEST], healed: [NEWEST] },
    why:
      'newest-dns-answer deregistered the node as soon as it left DNS, before its address was anybody else’s: what reaches ' +
      'the stranger is the load balancer’s lag. The same haste empties the group where a lookup fails, and exchanges ' +
      'targets for ever where DNS answers eight of more. The pass evicts the stranger in its next minute; until it does, ' +
      'and for the lag after it, clients get there.',
  })),
  {
    trace: 'node address reused, node served on 5 min',
    better: { failed: BY_DNS, 'failed or failing open': BY_DNS, stranger: BY_DNS, healed: BY_DNS },
    why: `${LEFT_DNS_EARLY} Whoever has the address after that gets them instead, until the pass of the next minute evicts it, and for the lag after it.`,
  },
  {
    trace: 'resolver fails 5 min',
    better: { healed: ['register-and-remove-at-once'] },
    why:
      'DNS has a veto over the removal of an address that nobody carries, and a resolver that fails uses it: the dead ' +
      'targets wait until it answers. Their checks have failed, so they serve nobody and cost nobody.',
  },
  {
    trace: 'ALB in another VPC',
    better: { failed: BY_DNS, 'failed or failing open': BY_DNS, healed: BY_DNS },
    why: 'As where nodes serve on 5 min; what is registered outside the group’s VPC goes like everything else.',
  },
];
