import type { ZoneSummary } from './dns.ts';
import type { Reading } from './reading.ts';

/** A VPC with clients of the private half, as far as DNS and routing to the endpoint go. */
export type ClientVpc = {
  readonly id: string;
  readonly cidrs: Reading<readonly string[]>;
  readonly dnsSupport: Reading<boolean>;
  readonly dnsHostnames: Reading<boolean>;
  /** Private zones associated with it, of every owner. */
  readonly zones: Reading<readonly ZoneSummary[]>;
  /** Resolver rules associated with it. */
  readonly rules: Reading<readonly ResolverRule[]>;
  /** What Route 53 Profiles bring it, which neither of the two listings shows. */
  readonly profiles: Reading<BroughtByProfiles>;
};

/** What Route 53 Profiles bring a VPC. They are often another account's, whose zones tell nothing but that they are there. */
export type BroughtByProfiles = {
  readonly zones: readonly { readonly id: string; readonly name: Reading<string> }[];
  readonly rules: Reading<readonly ResolverRule[]>;
};

/** A Resolver rule. https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ResolverRule.html */
export type ResolverRule = {
  readonly id: string;
  /** FORWARD, SYSTEM, RECURSIVE or DELEGATE. */
  readonly type: string;
  /** Canonical; empty for the root. */
  readonly domainName: string;
};
