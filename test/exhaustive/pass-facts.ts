import type {
  DescribeNetworkInterfacesCommandInput,
  DescribeNetworkInterfacesCommandOutput,
  DescribeVpcEndpointsCommandOutput,
  NetworkInterface,
} from '@aws-sdk/client-ec2';
import type {
  DescribeTagsCommandOutput,
  DescribeTargetHealthCommandOutput,
  RegisterTargetsCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ENDPOINT_IDS } from './carriers.ts';
import type { Call, Pass } from './pass-in-flight.ts';
import { type Places, placeOf, type Side } from './tiny-world.ts';

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
  /** True if so was each interface that it lists. */
  readonly complete: boolean;
  readonly firstListing: Listed | undefined;
  /** The last listing before the first removal, and of all. */
  readonly listingDecidedOn: Listed | undefined;
  readonly lastListing: Listed | undefined;
  readonly carried: Carried | undefined;
  /** The endpoints that were listed as being deleted. */
  readonly ending: ReadonlySet<string>;
  /** The source that the seal named when it was last read. */
  readonly seal: string | undefined;
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
  const byId = listingOfInterfaces(calls, 'network-interface-id');
  const around = listingOfInterfaces(calls, 'subnet-id');
  // The first is of the source by its id, the other of all that there are.
  const askedFor = calls.filter(({ question }) => question.operation === 'DescribeVpcEndpoints');
  const [named] = outputs(askedFor.slice(0, 1), 'DescribeVpcEndpoints');
  const endpoint = named?.VpcEndpoints?.[0];
  const usable = endpoint?.State?.toLowerCase() === 'available' && byId !== undefined && byId.length > 0;
  const endpoints = outputs(askedFor, 'DescribeVpcEndpoints');
  const tags = outputs(calls, 'DescribeTags').at(-1);
  return {
    source: placesAt((byId ?? []).map(({ PrivateIpAddress = '' }) => PrivateIpAddress)),
    usable,
    complete: usable && endpoint?.NetworkInterfaceIds?.length === byId?.length,
    firstListing: listings[0],
    listingDecidedOn: listingsIn(before).at(-1),
    lastListing: listings.at(-1),
    carried: around === undefined ? undefined : new Map(around.flatMap(toCarried)),
    ending: new Set(
      endpoints
        .flatMap(({ VpcEndpoints = [] }) => VpcEndpoints)
        .flatMap(({ State, VpcEndpointId = '' }) => (State?.toLowerCase() === 'deleting' ? [VpcEndpointId] : [])),
    ),
    seal: tags?.TagDescriptions?.[0]?.Tags?.find(({ Key }) => Key === 'target-sync:source')?.Value,
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
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only looked at where it is of that operation
    const { Filters = [] } = question.command.input as DescribeNetworkInterfacesCommandInput;
    return Filters.some(({ Name }) => Name === filter);
  });
  return outputs(asked, 'DescribeNetworkInterfaces').at(-1)?.NetworkInterfaces;
}

function toCarried({ PrivateIpAddress = '', Description = '' }: NetworkInterface): [number, Side | 'somebody else'][] {
  if (Description.startsWith('ELB ')) return [];
  const side = (['old', 'new'] as const).find((each) => Description.endsWith(ENDPOINT_IDS[each]));
  return [[placeOf(PrivateIpAddress), side ?? 'somebody else']];
}

function placesAt(ips: readonly string[]): Places {
  return ips.reduce((places, ip) => places | (1 << placeOf(ip)), 0);
}

/** What the SDK gives for the reads that the laws look at. */
type Outputs = {
  readonly DescribeTags: DescribeTagsCommandOutput;
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
