import {
  GetHostedZoneCommand,
  type GetHostedZoneResponse,
  type HostedZone,
  type HostedZoneSummary,
  ListHostedZonesByNameCommand,
  type ListHostedZonesByNameRequest,
  ListHostedZonesByVPCCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsRequest,
  type ResourceRecordSet,
  type VPCRegion,
} from '@aws-sdk/client-route-53';
import { canonicalName } from '../model/dns.ts';
import type { AuditAws } from './audit-clients.ts';
import { callOptions } from './clients.ts';
import { doing, given, IncompleteAnswer } from './failure.ts';
import type { Pace } from './pace.ts';
import { readAllPages } from './paging.ts';

export type { GetHostedZoneResponse, HostedZone, HostedZoneSummary, ResourceRecordSet } from '@aws-sdk/client-route-53';

/** Route 53 by some credentials, at the pace of the pass. The SDK's retries are not paced: they come late as it is. */
export type Route53 = Pick<AuditAws, 'route53' | 'signal'> & { readonly pace: Pace };

/** The most that Route 53 lists at once: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html */
const RECORDS_PER_PAGE = 300;
/** Record sets asked for when one name is meant: few names have more, and what follows it is of no use. */
const RECORDS_OF_A_NAME = 20;
/** Zones asked for when one name is meant: rarely more than a public and a private one. */
const ZONES_OF_A_NAME = 10;
/** A page costs a fifth of a second of the account's quota, so no listing is followed further. */
const MAX_PAGES = 10;

/** A listing, and whether it is all there is. */
export type Listing<T> = { readonly items: readonly T[]; readonly complete: boolean };

/** A hosted zone, with its VPCs or its name servers. */
export function getHostedZone(aws: Route53, zoneId: string): Promise<GetHostedZoneResponse> {
  return doing(`reading the hosted zone ${zoneId}`, async () => {
    await aws.pace();
    return aws.route53.send(new GetHostedZoneCommand({ Id: zoneId }), callOptions(aws));
  });
}

/** The record sets of exactly one name, of every type. The name is canonical. */
export function listRecordsNamed(aws: Route53, zoneId: string, name: string): Promise<readonly ResourceRecordSet[]> {
  return doing(`reading ${name} in the hosted zone ${zoneId}`, async () => {
    const readPage = recordPages(aws, { HostedZoneId: zoneId, StartRecordName: name, MaxItems: RECORDS_OF_A_NAME });
    return complete(await readPages(readPage, isNamed(name)));
  });
}

/** The record sets of a zone, {@link MAX_PAGES} pages of them at most. */
export function listRecords(aws: Route53, zoneId: string): Promise<Listing<ResourceRecordSet>> {
  return doing(`listing the hosted zone ${zoneId}`, () =>
    readPages(recordPages(aws, { HostedZoneId: zoneId, MaxItems: RECORDS_PER_PAGE })),
  );
}

/** The hosted zones of the account with exactly one name, public and private ones. The name is canonical. */
export function listZonesNamed(aws: Route53, name: string): Promise<readonly HostedZone[]> {
  return doing(`looking for hosted zones named ${name}`, async () => {
    const start: ListHostedZonesByNameRequest = { DNSName: name, MaxItems: ZONES_OF_A_NAME };
    const readPage = async (next = start): Promise<Page<HostedZone, ListHostedZonesByNameRequest>> => {
      await aws.pace();
      const answer = await aws.route53.send(new ListHostedZonesByNameCommand(next), callOptions(aws));
      const { NextDNSName, NextHostedZoneId } = answer;
      const rest = { ...start, DNSName: NextDNSName, HostedZoneId: NextHostedZoneId };
      return {
        items: given(answer.HostedZones, 'HostedZones'),
        ...(given(answer.IsTruncated, 'IsTruncated') && { next: rest }),
      };
    };
    return complete(await readPages(readPage, isNamed(name)));
  });
}

/** The private zones associated with a VPC, of every owner; those that a Route 53 Profile brings are not among them. */
export function listZonesByVpc(
  aws: Route53,
  vpc: { readonly id: string; readonly region: string },
): Promise<readonly HostedZoneSummary[]> {
  return doing(`listing the hosted zones of ${vpc.id}`, () =>
    readAllPages(async (token) => {
      await aws.pace();
      const answer = await aws.route53.send(
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's type ends at the Regions it knew
        new ListHostedZonesByVPCCommand({ VPCId: vpc.id, VPCRegion: vpc.region as VPCRegion, NextToken: token }),
        callOptions(aws),
      );
      return { items: given(answer.HostedZoneSummaries, 'HostedZoneSummaries'), next: answer.NextToken };
    }),
  );
}

/** One page of a listing, and where the next begins if there is one. */
type Page<T, S> = { readonly items: readonly T[]; readonly next?: S };

function recordPages(aws: Route53, start: ListResourceRecordSetsRequest) {
  return async (next = start): Promise<Page<ResourceRecordSet, ListResourceRecordSetsRequest>> => {
    await aws.pace();
    const answer = await aws.route53.send(new ListResourceRecordSetsCommand(next), callOptions(aws));
    const { NextRecordName, NextRecordType, NextRecordIdentifier } = answer;
    const rest = {
      ...start,
      // All three: a name and a type may have record sets on two pages.
      StartRecordName: NextRecordName,
      StartRecordType: NextRecordType,
      StartRecordIdentifier: NextRecordIdentifier,
    };
    return {
      items: given(answer.ResourceRecordSets, 'ResourceRecordSets'),
      ...(given(answer.IsTruncated, 'IsTruncated') && { next: rest }),
    };
  };
}

/** A start name means that name or the first after it, so what comes is compared. */
function isNamed(name: string): (item: { readonly Name: string | undefined }) => boolean {
  return ({ Name }) => canonicalName(given(Name, 'Name')) === name;
}

/** Reads pages until something is not wanted; what follows it is not either. */
async function readPages<T, S>(
  readPage: (next: S | undefined) => Promise<Page<T, S>>,
  wanted: (item: T) => boolean = () => true,
): Promise<Listing<T>> {
  const items: T[] = [];
  let next: S | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each page says where the next begins
    const page = await readPage(next);
    const end = page.items.findIndex((item) => !wanted(item));
    items.push(...(end === -1 ? page.items : page.items.slice(0, end)));
    if (end !== -1 || page.next === undefined) return { items, complete: true };
    next = page.next;
  }
  return { items, complete: false };
}

function complete<T>({ items, complete: isComplete }: Listing<T>): readonly T[] {
  if (!isComplete) throw new IncompleteAnswer(`there is more than ${MAX_PAGES} pages of it`);
  return items;
}
