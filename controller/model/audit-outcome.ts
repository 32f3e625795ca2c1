import type { CheckResult, Hop } from './finding.ts';
import type { Fault } from './outcome.ts';
import type { Identity } from './spec.ts';

/** How a station stands: by the worst that any check says of it. `weak` is a finding of warn or info. */
export type Mark = 'ok' | 'weak' | 'broken' | 'unknown' | 'not-configured';

/** One station of the path, as found. `half` is where it stands in the picture. */
export type Station = {
  readonly half: 'public' | 'private' | 'joint';
  readonly hop: Hop;
  readonly what: string;
  readonly mark: Mark;
};

/** The way of a call to one name, or to the binding where it has no name. */
export type Path = { readonly name: string; readonly stations: readonly Station[] };

/** The report of one audit of one binding. */
export type Audit = Identity & {
  readonly results: readonly CheckResult[];
  readonly paths: readonly Path[];
  /** Why nothing was checked. Not empty where the audit faulted. */
  readonly faults: readonly Fault[];
};
