import type { Answered, Evidence, View } from '../../../controller/model/evidence.ts';
import type { Endpoint, NetworkInterface, Subnet } from '../../../controller/model/network.ts';
import type { Reading } from '../../../controller/model/reading.ts';
import { endpoint, OURS, RETIRED, subnet } from '../../controller/builders.ts';
import { FAR_ACCOUNT, farSubnet, OWNER_ACCOUNT } from '../../controller/builders-load-balancer.ts';
import { interfacesAt, OTHER, PREVIOUS } from './carriers.ts';
import type { Choice } from './choices.ts';
import { type Part, readingOf } from './readings.ts';
import { ipAt, ipsOf, PLACES, type Slot } from './slots.ts';
import { ACCOUNT, familyOf, ownerOf } from './sources.ts';

const THIRD_ACCOUNT = '999999999999';
const OTHER_SERVICE = 'com.amazonaws.eu-west-1.sqs';
const ZONES = [1, 2, 3] as const;

/** What a pass reads about its surplus: one view of all of it, or those of two or three accounts. */
export function evidenceOf(choice: Choice, slots: readonly Slot[], about: readonly string[]): Evidence {
  const { outside, role, owner, kind, listing, endpoints, subnets, attached, enabled } = choice;
  const crossZone = outside ? choice.crossZoneOutside : choice.crossZone;
  const near = nearSubnets(choice);
  const far = farSubnets(choice);
  const answered = answeredIn(choice, slots);
  const inQuestion = outside ? far : near;
  const beside = slots.filter((slot) => !outside || slot.far);
  // To whoever only takes part in a VPC the interfaces of others are invisible.
  const seenBySource = owner === 'none' ? beside : beside.filter((slot) => !isOthers(slot));
  const here = { subnets, listing, endpoints };
  const groupView = role
    ? viewOf(here, near, nearToGroup(choice, slots), choice)
    : viewOf(
        here,
        outside ? [...near, ...far] : near,
        outside ? [...nearToGroup(choice, slots), ...seenBySource] : seenBySource,
        choice,
      );
  return {
    about,
    ...groupView,
    ...(role && { sourceView: { ...viewOf(choice.far, inQuestion, seenBySource, choice), accountId: FAR_ACCOUNT } }),
    ...(owner === 'seen' && {
      ownerView: { ...viewOf(choice.owners, inQuestion, beside, choice), accountId: OWNER_ACCOUNT },
    }),
    ...(kind === 'load balancer' && answered !== undefined && { answered }),
    ...(attached && {
      reach: readingOf(choice.reach, { enabledZoneIds: enabled.map((zone) => `euw1-az${zone}`), crossZone }),
    }),
  };
}

/** The blocks of the group's VPC, as read where the source lies outside it. */
export function blocksOf({ blocks, doubled }: Choice): Reading<readonly string[]> {
  return readingOf(blocks, ['10.0.0.0/16', ...(doubled ? ['10.1.12.0/23'] : [])]);
}

/** True for an IP of an account that is neither the group's nor the source's. */
function isOthers({ carrier }: Slot): boolean {
  return carrier === 'instance' || carrier === 'nameless';
}

/** What the group's account sees of its own VPC, beside a role that sees the source. */
function nearToGroup({ outside, participant }: Choice, slots: readonly Slot[]): readonly Slot[] {
  // In the source's VPC it runs no more than instances.
  if (!outside) return slots.filter(({ carrier }) => carrier === 'instance');
  return slots.filter((slot) => !slot.far && !(participant && isOthers(slot)));
}

/** The subnets of the group's VPC. Where a role sees the source there, its account shares the VPC, or a third does. */
function nearSubnets(choice: Choice): readonly Subnet[] {
  const inside = ownerOfSourceVpc(choice);
  const owner = choice.outside ? (choice.participant ? THIRD_ACCOUNT : ACCOUNT) : inside;
  return ZONES.map((zone) => subnet(zone, { ownerId: zone === choice.sharedZone ? THIRD_ACCOUNT : owner }));
}

function farSubnets(choice: Choice): readonly Subnet[] {
  const owner = ownerOfSourceVpc(choice);
  return ZONES.map((zone) => farSubnet(zone, { ownerId: zone === choice.sharedZone ? THIRD_ACCOUNT : owner }));
}

function ownerOfSourceVpc(choice: Choice): string {
  return choice.owner === 'none' ? ownerOf(choice) : OWNER_ACCOUNT;
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
      break;
  }
  return undefined;
}
