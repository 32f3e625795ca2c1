import type { Answered, Evidence, View } from '../../../controller/model/evidence.ts';
import type { Endpoint, NetworkInterface, Subnet } from '../../../controller/model/network.ts';
import { endpoint, OURS, RETIRED, subnet } from '../../controller/builders.ts';
import { FAR_ACCOUNT, farSubnet } from '../../controller/builders-load-balancer.ts';
import { interfacesAt, OTHER, PREVIOUS } from './carriers.ts';
import type { Choice } from './choices.ts';
import { type Part, readingOf } from './readings.ts';
import { ipAt, ipsOf, PLACES, type Slot } from './slots.ts';
import { ACCOUNT, familyOf, ownerOf } from './sources.ts';

const THIRD_ACCOUNT = '999999999999';
const OTHER_SERVICE = 'com.amazonaws.eu-west-1.sqs';
const ZONES = [1, 2, 3] as const;

/** What a pass reads about its surplus: one view of all of it, or the group's account's and the role's. */
export function evidenceOf(choice: Choice, slots: readonly Slot[], about: readonly string[]): Evidence {
  const { outside, role, kind, listing, endpoints, subnets, attached, enabled } = choice;
  const crossZone = outside ? choice.crossZoneOutside : choice.crossZone;
  const near = nearSubnets(choice);
  const far = farSubnets(choice);
  const answered = answeredIn(choice, slots);
  const nearOnes = slots.filter((slot) => !slot.far);
  // To a participant the owner's interfaces are invisible: it sees the instances that it runs there.
  const mine = nearOnes.filter(({ carrier }) => carrier === 'instance');
  const here = { subnets, listing, endpoints };
  const groupView = role
    ? viewOf(here, near, outside ? nearOnes : mine, choice)
    : viewOf(here, outside ? [...near, ...far] : near, slots, choice);
  const inQuestion = outside ? far : near;
  const farOnes = outside ? slots.filter((slot) => slot.far) : slots;
  return {
    about,
    ...groupView,
    ...(role && { sourceView: { ...viewOf(choice.far, inQuestion, farOnes, choice), accountId: FAR_ACCOUNT } }),
    ...(kind === 'load balancer' && answered !== undefined && { answered }),
    ...(attached && {
      reach: readingOf(choice.reach, { enabledZoneIds: enabled.map((zone) => `euw1-az${zone}`), crossZone }),
    }),
  };
}

/** The subnets of the group's VPC. Where a role sees the source there, its account shares the VPC with the group's. */
function nearSubnets(choice: Choice): readonly Subnet[] {
  const owner = choice.role && !choice.outside ? FAR_ACCOUNT : ACCOUNT;
  return ZONES.map((zone) => subnet(zone, { ownerId: zone === choice.sharedZone ? THIRD_ACCOUNT : owner }));
}

function farSubnets(choice: Choice): readonly Subnet[] {
  return ZONES.map((zone) =>
    farSubnet(zone, { ownerId: zone === choice.sharedZone ? THIRD_ACCOUNT : ownerOf(choice) }),
  );
}

function viewOf(
  reads: Readonly<Record<'subnets' | 'listing' | 'endpoints', Part>>,
  subnets: readonly Subnet[],
  slots: readonly Slot[],
  { kind, control, role, outside }: Choice,
): View {
  const interfaces = slots
    .filter(({ carrier }) => carrier !== 'ours' || control)
    .flatMap((slot): readonly NetworkInterface[] =>
      interfacesAt(slot, kind, role && (slot.far || !outside) ? FAR_ACCOUNT : ACCOUNT),
    );
  const endpointsOf = (id: string, carrier: 'ours' | 'retired' | 'previous' | 'other', service?: string): Endpoint => {
    const ips = ipsOf(slots, carrier).filter((ip) => carrier !== 'previous' || !ip.endsWith('3'));
    return endpoint(ips, { id, ...(service !== undefined && { serviceName: service }) });
  };
  const listed =
    kind === 'endpoint'
      ? [
          endpointsOf(OURS, 'ours'),
          endpointsOf(RETIRED, 'retired'),
          endpointsOf(PREVIOUS, 'previous', OTHER_SERVICE),
          endpointsOf(OTHER, 'other', OTHER_SERVICE),
        ]
      : [];
  // Without subnets nobody knows where to look.
  const listing = reads.subnets === 'read' ? reads.listing : reads.subnets;
  return {
    subnets: readingOf(reads.subnets, subnets),
    listing: readingOf(listing, { subnetIds: subnets.map(({ id }) => id), interfaces }),
    endpoints: readingOf(reads.endpoints, listed),
  };
}

function answeredIn(choice: Choice, slots: readonly Slot[]): Evidence['answered'] | undefined {
  const { answers, outside } = choice;
  const nodes = ipsOf(slots, 'ours');
  const strange = PLACES.slice(0, 8).map(({ zone, host }) =>
    ipAt({ zone, host: host + 100 }, familyOf(choice), outside),
  );
  const answer = (ips: readonly string[]): Answered => ({ name: ips, all: answers.all ? ips : [] });
  switch (answers.how) {
    case 'nodes':
      return readingOf('read', answer(nodes));
    case 'lingers':
      return readingOf('read', answer([...nodes, ...ipsOf(slots, 'nobody')]));
    case 'one':
      return readingOf('read', answer(nodes.slice(0, 1)));
    case 'nothing':
      return readingOf('read', answer([]));
    case 'eight':
      return readingOf('read', answer(strange));
    case 'fails':
      return readingOf('transient', answer([]));
    case 'unasked':
      return undefined;
  }
}
