import type { HostedZone, RecordSet, ZoneSummary } from './dns.ts';
import type { Reading } from './reading.ts';

/** A hostname with its two halves; a half is absent where the binding names no zone for it. The name is canonical. */
export type AuditedName = {
  readonly name: string;
  readonly publicHalf?: PublicHalf;
  readonly privateHalf?: PrivateHalf;
};

/** A hosted zone as far as one name is concerned. */
export type ZoneView = {
  readonly zoneId: string;
  readonly zone: Reading<HostedZone>;
  /** The record sets of exactly this name, of every type. */
  readonly records: Reading<readonly RecordSet[]>;
  /** The record sets of wildcards that cover the name. */
  readonly wildcards: Reading<readonly RecordSet[]>;
};

/** The public half of a name. */
export type PublicHalf = ZoneView & {
  /** Public zones of the same account whose name is a longer suffix of the hostname than the zone's own. */
  readonly moreSpecific: Reading<readonly ZoneSummary[]>;
  /** The name servers that the world is sent to for the zone, by recursive query: canonical and sorted. */
  readonly delegation: Reading<readonly string[]>;
  /** What public resolvers answer for the name, addresses of both families. An empty answer is an answer. */
  readonly answers: readonly { readonly resolver: string; readonly ips: Reading<readonly string[]> }[];
};

/** The private half of a name. */
export type PrivateHalf = ZoneView & {
  /** Absent where the zone's name is the hostname's own, so that it can hide no other name. */
  readonly collateral?: Reading<Collateral>;
};

/** The names of a wide private zone, and of the public zone of the same name; both canonical, without that name itself. */
export type Collateral = {
  /** Absent where the account has no public zone of that name. */
  readonly publicZone?: ZoneSummary;
  readonly publicNames: readonly string[];
  readonly privateNames: readonly string[];
  /** False where a zone has more records than an audit reads: what was seen is then not everything. */
  readonly complete: boolean;
};
