import type {
  DescribeNetworkInterfacesCommandInput,
  DescribeNetworkInterfacesCommandOutput,
  DescribeVpcEndpointsCommandOutput,
  NetworkInterface,
} from '@aws-sdk/client-ec2';
import type {
  DescribeLoadBalancersCommandOutput,
  DescribeTagsCommandOutput,
  DescribeTargetHealthCommandOutput,
  RegisterTargetsCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ALB_IDS } from './albs.ts';
import { ENDPOINT_IDS, sideOf } from './carriers.ts';
import type { Call, Pass } from './pass-in-flight.ts';
import { type Places, placeOf, placesOf, type Side } from './tiny-world.ts';

/** What a group listed: by place, AWS's word for its health. */
export type Listed = ReadonlyMap<number, string>;

/** Who carries a place, as the interfaces that a pass listed say. */
export type Carried = ReadonlyMap<number, Side | 'somebody else'>;

/** What one pass has been told so far, read from AWS's own answers and not from what the pass made of them. */
export type Facts = {
  /** The source's own addresses. */
  readonly source: Places;
  /** True if the source was read as available and with an address. */
  readonly usable: boolean;
  /** True if so was each interface that it lists, or of an ALB a node in each of its zones. */
  readonly complete: boolean;
  /** What the resolver answered, if it did not fail; undefined where it was not asked. */
  readonly answered: Places | 'failure' | undefined;
  readonly firstListing: Listed | undefined;
  /** The last listing before the first removal, and of all. */
  readonly listingDecidedOn: Listed | undefined;
  readonly lastListing: Listed | undefined;
  readonly carried: Carried | undefined;
  /** The endpoints that were listed as being deleted. */
  readonly ending: ReadonlySet<string>;
  /** The side of the source that the seal named when it was last read. */
  readonly seal: Side | undefined;
  readonly removed: Places;
  /** True if a registration was answered with an error. */
  readonly turnedDown: boolean;
  /** True if a call met a planted fault. */
  readonly faulted: boolean;
};

const known = new WeakMap<Pass, Facts>();

/** Reads the answers that a pass has got. */
export function factsOf(pass: Pass): Facts {
  const facts = known.get(pass) ?? read(pass);
  known.set(pass, facts);
  return facts;
}

function read({ calls }: Pass): Facts {
  const removals = calls.filter(({ question }) => question.operation === 'DeregisterTargets');
  const [firstRemoval] = removals;
  const before = firstRemoval === undefined ? calls : calls.slice(0, calls.indexOf(firstRemoval));
  const listings = listingsIn(calls);
  const byId = listingOfInterfaces(calls, 'network-interface-id') ?? listingOfInterfaces(calls, 'description');
  const around = listingOfInterfaces(calls, 'subnet-id');
  // The first is of the source by its id, the other of all that there are.
  const askedFor = calls.filter(({ question }) => question.operation === 'DescribeVpcEndpoints');
  const [named] = outputs(askedFor.slice(0, 1), 'DescribeVpcEndpoints');
  const endpoint = named?.VpcEndpoints?.[0];
  const alb = outputs(calls, 'DescribeLoadBalancers')
    .flatMap(({ LoadBalancers = [] }) => LoadBalancers)
    .find(({ Type }) => Type === 'application');
  const isThere = endpoint?.State?.toLowerCase() === 'available' || alb?.State?.Code === 'active';
  const usable = isThere && byId !== undefined && byId.length > 0;
  const source = placesAt((byId ?? []).map(({ PrivateIpAddress = '' }) => PrivateIpAddress));
  const hasAll =
    alb === undefined
      ? endpoint?.NetworkInterfaceIds?.length === byId?.length
      : ([1, 2] as const).every((zone) => (source & placesOf(zone)) !== 0);
  const endpoints = outputs(askedFor, 'DescribeVpcEndpoints');
  const tags = outputs(calls, 'DescribeTags').at(-1);
  return {
    source,
    usable,
    complete: usable && hasAll,
    answered: answeredIn(calls),
    firstListing: listings[0],
    listingDecidedOn: listingsIn(before).at(-1),
    lastListing: listings.at(-1),
    carried: around === undefined ? undefined : new Map(around.flatMap(toCarried)),
    ending: new Set(
      endpoints
        .flatMap(({ VpcEndpoints = [] }) => VpcEndpoints)
        .flatMap(({ State, VpcEndpointId = '' }) => (State?.toLowerCase() === 'deleting' ? [VpcEndpointId] : [])),
    ),
    seal: sideOf(tags?.TagDescriptions?.[0]?.Tags?.find(({ Key }) => Key === 'target-sync:source')?.Value),
    removed: removals.reduce((places, call) => places | targetsOf(call), 0),
    turnedDown: calls.some(
      ({ question, answer }) => question.operation === 'RegisterTargets' && answer?.kind === 'error',
    ),
    faulted: calls.some(({ answer }) => answer?.fault !== undefined),
  };
}

/** True if a group listed a place's target as one that is registered. */
export function isRegistered(listing: Listed, place: number): boolean {
  const state = listing.get(place);
  return state !== undefined && state !== 'draining';
}

/** The places that a write names. */
export function targetsOf({ question }: Call): Places {
  if (question.service === 'dns') return 0;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the input of a write; both have the same
  const { Targets = [] } = question.command.input as RegisterTargetsCommandInput;
  return placesAt(Targets.map(({ Id = '' }) => Id));
}

function listingsIn(calls: readonly Call[]): readonly Listed[] {
  return outputs(calls, 'DescribeTargetHealth').map(
    ({ TargetHealthDescriptions = [] }) =>
      new Map(
        TargetHealthDescriptions.map(({ Target, TargetHealth }) => [
          placeOf(Target?.Id ?? ''),
          TargetHealth?.State ?? '',
        ]),
      ),
  );
}

function listingOfInterfaces(calls: readonly Call[], filter: string): readonly NetworkInterface[] | undefined {
  const asked = calls.filter(({ question }) => {
    if (question.service === 'dns') return false;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only looked at where it is of that operation
    const { Filters = [] } = question.command.input as DescribeNetworkInterfacesCommandInput;
    return Filters.some(({ Name }) => Name === filter);
  });
  return outputs(asked, 'DescribeNetworkInterfaces').at(-1)?.NetworkInterfaces;
}

function toCarried({ PrivateIpAddress = '', Description = '' }: NetworkInterface): [number, Side | 'somebody else'][] {
  if (Description.startsWith('ELB net/')) return [];
  const side = (['old', 'new'] as const).find(
    (each) => Description.endsWith(ENDPOINT_IDS[each]) || `loadbalancer/${Description.slice(4)}` === ALB_IDS[each],
  );
  return [[placeOf(PrivateIpAddress), side ?? 'somebody else']];
}

/** What the resolver answered to the questions of a pass, together. */
function answeredIn(calls: readonly Call[]): Facts['answered'] {
  const asked = calls
    .filter(({ question }) => question.operation === 'Resolve')
    .map((call): Call => {
      const heard = call.answer?.inPlaceOf;
      return heard === undefined ? call : { ...call, answer: heard };
    });
  if (asked.length === 0) return undefined;
  if (asked.some(({ answer }) => answer?.kind === 'error')) return 'failure';
  return placesAt(outputs(asked, 'Resolve').flatMap(({ addresses }) => addresses));
}

function placesAt(ips: readonly string[]): Places {
  return ips.reduce((places, ip) => places | (1 << placeOf(ip)), 0);
}

/** What the SDK gives for the reads that the laws look at. */
type Outputs = {
  readonly DescribeTags: DescribeTagsCommandOutput;
  readonly DescribeLoadBalancers: DescribeLoadBalancersCommandOutput;
  readonly Resolve: { readonly addresses: readonly string[] };
  readonly DescribeTargetHealth: DescribeTargetHealthCommandOutput;
  readonly DescribeNetworkInterfaces: DescribeNetworkInterfacesCommandOutput;
  readonly DescribeVpcEndpoints: DescribeVpcEndpointsCommandOutput;
};

/** The answers to the calls of one operation that were answered, oldest first. */
function outputs<K extends keyof Outputs>(calls: readonly Call[], operation: K): readonly Outputs[K][] {
  return calls.flatMap(({ question, answer }) => {
    if (question.operation !== operation || answer?.kind !== 'output') return [];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's own output of that operation
    return [answer.output as Outputs[K]];
  });
}
