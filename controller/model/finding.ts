import { type Problem, problemText } from './reading.ts';
import type { SourceSpec } from './spec.ts';

/** crit: the path is broken, or data exposed, now. err: it breaks at the next event. warn: it is weak. info: it may be meant so. */
export const SEVERITIES = ['crit', 'err', 'warn', 'info'] as const;

/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** A station of a call, in its order. */
export type Hop = 'name' | 'zone' | 'alias' | 'load-balancer' | 'target' | 'interface' | 'endpoint' | 'alb' | 'api';

/** Which half of the split horizon a check is about: what partners meet, what VPC clients meet, or what both share. */
export type Half = 'public' | 'private' | 'shared';

type SourceKind = 'endpoint' | 'load-balancer';

/** `only` is the kind of source whose bindings are asked it; without it both are. */
type Place = {
  readonly half: Half;
  readonly hop: Hop;
  readonly only?: SourceKind;
  /** It tells what could be spared, and never that something is wrong. */
  readonly advice?: true;
};

/** Every code there is, with the place on the path that it speaks of. A code is stable: alarms and runbooks name it. */
export const CODES = {
  PUB_RECORD_MISSING: { half: 'public', hop: 'alias' },
  PUB_ALIAS_NOT_NLB: { half: 'public', hop: 'alias' },
  PUB_ROUTING_SPLIT: { half: 'public', hop: 'alias' },
  PUB_ZONE_NOT_AUTHORITATIVE: { half: 'public', hop: 'zone' },
  PUB_ANSWER: { half: 'public', hop: 'name' },
  AAAA_MISMATCH: { half: 'public', hop: 'alias' },
  PRIV_NOT_ASSOCIATED: { half: 'private', hop: 'zone' },
  PRIV_SHADOWED: { half: 'private', hop: 'zone' },
  PRIV_RECORD_MISSING: { half: 'private', hop: 'alias' },
  PRIV_ALIAS_NOT_ENDPOINT: { half: 'private', hop: 'alias' },
  PRIV_FORWARDED: { half: 'private', hop: 'name' },
  VPC_DNS_OFF: { half: 'private', hop: 'name' },
  PRIV_COLLATERAL: { half: 'private', hop: 'zone' },
  EP_STATE: { half: 'shared', hop: 'endpoint', only: 'endpoint' },
  ALB_STATE: { half: 'shared', hop: 'alb', only: 'load-balancer' },
  ALB_LISTENER: { half: 'shared', hop: 'alb', only: 'load-balancer' },
  SG_PATH: { half: 'shared', hop: 'interface' },
  EP_POLICY: { half: 'shared', hop: 'endpoint', only: 'endpoint' },
  EP_PRIVATE_DNS: { half: 'shared', hop: 'endpoint', only: 'endpoint' },
  ZONE_COVERAGE: { half: 'shared', hop: 'interface' },
  TG_ATTR_FATAL: { half: 'shared', hop: 'target' },
  TG_HEALTH_CHECK: { half: 'shared', hop: 'target' },
  LB_LISTENER: { half: 'public', hop: 'load-balancer' },
  LB_ADDRESSES: { half: 'public', hop: 'load-balancer' },
  TLS_ANSWER: { half: 'public', hop: 'load-balancer' },
  ZONE_DARK: { half: 'public', hop: 'target' },
  API_POLICY: { half: 'shared', hop: 'api', only: 'endpoint' },
  API_DOMAIN: { half: 'shared', hop: 'api', only: 'endpoint' },
  PROBE_FAILED: { half: 'private', hop: 'name' },
  ALB_TARGET_TYPE: { half: 'shared', hop: 'alb', only: 'load-balancer', advice: true },
  VPC_LINK: { half: 'shared', hop: 'alb', only: 'load-balancer', advice: true },
} as const satisfies Readonly<Record<string, Place>>;

/** One of {@link CODES}. */
export type FindingCode = keyof typeof CODES;

/** True for what only advises: whatever it says, nothing is wrong. */
export function isAdvice({ code }: { readonly code: FindingCode }): boolean {
  const place: Place = CODES[code];
  return place.advice === true;
}

/** The codes that a binding is asked by the kind of its source. */
export type CodeOf<Kind extends SourceKind> = {
  [Code in FindingCode]: (typeof CODES)[Code] extends { readonly only: infer Only }
    ? Only extends Kind
      ? Code
      : never
    : Code;
}[FindingCode];

/** The codes of bindings to endpoints, in the order of a call. */
export const ENDPOINT_CODES = Object.keys(CODES).filter(isAskedOf('endpoint'));

/** The codes of bindings to Application Load Balancers, in the order of a call. */
export const LOAD_BALANCER_CODES = Object.keys(CODES).filter(isAskedOf('load-balancer'));

/** The codes that a binding is asked, in the order of a call. */
export function codesOf(source: SourceSpec): readonly FindingCode[] {
  return 'vpcEndpointId' in source ? ENDPOINT_CODES : LOAD_BALANCER_CODES;
}

function isAskedOf<Kind extends SourceKind>(kind: Kind): (name: string) => name is CodeOf<Kind> {
  const places: Readonly<Record<string, Place>> = CODES;
  return (name): name is CodeOf<Kind> => {
    const only = places[name]?.only;
    return only === undefined || only === kind;
  };
}

/** What a check says of one subject: a name, a VPC, an address, or the thing it looked at. Unknown is never ok. */
export type CheckResult = { readonly code: FindingCode; readonly subject: string } & (
  | { readonly kind: 'ok'; readonly found: string }
  | Finding
  | Unknown
  | { readonly kind: 'not-configured'; readonly key: string }
);

/** What is wrong: one sentence each of expected and found, and a command to copy that mends it. */
export type Finding = {
  readonly kind: 'finding';
  readonly severity: Severity;
  readonly expected: string;
  readonly found: string;
  readonly fix: string;
};

/** What could not be told. `outOfReach`: it cannot be told from here, however right everything is. */
export type Unknown = { readonly kind: 'unknown'; readonly why: string; readonly outOfReach?: true };

/** It is as it should be; `found` says what was seen. */
export function ok(code: FindingCode, subject: string, found: string): CheckResult {
  return { code, subject, kind: 'ok', found };
}

/** It is not as it should be. */
export function finding(code: FindingCode, subject: string, what: Omit<Finding, 'kind'>): CheckResult {
  return { code, subject, kind: 'finding', ...what };
}

/** It cannot be told, because a read failed. */
export function unread(code: FindingCode, subject: string, problem: Problem): CheckResult {
  return unknown(code, subject, `${problemText(problem)}.`);
}

/** It cannot be told; `why` is a sentence. */
export function unknown(code: FindingCode, subject: string, why: string): CheckResult {
  return { code, subject, kind: 'unknown', why };
}

/** It was not asked for: the binding lacks the setting `key`, as in `audit.restApiId`. */
export function notConfigured(code: FindingCode, subject: string, key: string): CheckResult {
  return { code, subject, kind: 'not-configured', key };
}
