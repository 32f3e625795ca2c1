import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DnsEntry } from '../../../controller/checks/dns/regional-entry.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { ClientVpc, ResolverRule } from '../../../controller/model/audit-client-vpc.ts';
import type { AuditedName, PrivateHalf, PublicHalf } from '../../../controller/model/audit-dns.ts';
import type { HostedZone, RecordSet, ZoneSummary } from '../../../controller/model/dns.ts';
import type { CheckResult, FindingCode } from '../../../controller/model/finding.ts';
import { type Reading, read } from '../../../controller/model/reading.ts';
import { DNS_CHECKS } from './dns-checks.ts';
import { ill } from './results.ts';
import {
  ENDPOINT_DNS,
  ENDPOINT_ZONE,
  FIXED_IPS,
  failed,
  frontDoorWith,
  HOST,
  loadBalancerWith,
  NLB_DNS,
  NLB_ZONE,
  PRIVATE_ZONE,
  PUBLIC_ZONE,
  situation,
  sourceWith,
  TARGET_IPS,
  VPC,
} from './situation.ts';

const RUNS = { numRuns: 1_000 };

/** Names that matter, and any text at all: a zone may hold what no check expects. */
const names = fc.oneof(
  fc.constantFrom(HOST, 'example.com', '', 'com', '*.example.com', `v2.${HOST}`, '@', NLB_DNS, ENDPOINT_DNS),
  fc.constant(ENDPOINT_DNS.replace('abcd1234', 'abcd1234-eu-west-1a')),
  fc.domain(),
  fc.string(),
);
const ips = fc.array(fc.oneof(fc.constantFrom(...FIXED_IPS, ...TARGET_IPS), fc.ipV4(), fc.ipV6(), fc.string()), {
  maxLength: 4,
});
const zoneIds = fc.constantFrom(PUBLIC_ZONE, PRIVATE_ZONE, NLB_ZONE, ENDPOINT_ZONE, 'Z1', '');

function reading<T>(values: fc.Arbitrary<T>): fc.Arbitrary<Reading<T>> {
  return fc.oneof({ weight: 4, arbitrary: values.map(read) }, { weight: 1, arbitrary: fc.constant(failed()) });
}

function few<T>(values: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> {
  return fc.array(values, { maxLength: 3 });
}

const records: fc.Arbitrary<RecordSet> = fc.record(
  {
    name: fc.constantFrom(HOST, '*.example.com'),
    type: fc.constantFrom('A', 'AAAA', 'CNAME', 'TXT', ''),
    routing: fc.constantFrom('simple', 'weighted', 'failover', 'multivalue'),
    setIdentifier: fc.string(),
    weight: fc.constantFrom(0, 1, 255),
    alias: fc.record({ name: names, zoneId: zoneIds, evaluateTargetHealth: fc.boolean() }),
    values: fc.oneof(ips, fc.array(names, { maxLength: 2 })),
  },
  { requiredKeys: ['name', 'type', 'routing', 'values'] },
);
const zones: fc.Arbitrary<HostedZone> = fc.record({
  id: zoneIds,
  name: names,
  isPrivate: fc.boolean(),
  vpcIds: few(fc.constantFrom(VPC, 'vpc-0000000000000000b')),
  nameServers: few(names),
});
const summaries: fc.Arbitrary<ZoneSummary> = fc.record({ id: zoneIds, name: names });
const entries: fc.Arbitrary<DnsEntry> = fc.record({ name: names, zoneId: zoneIds });
const rules: fc.Arbitrary<ResolverRule> = fc.record({
  id: fc.string(),
  type: fc.constantFrom('FORWARD', 'SYSTEM', 'RECURSIVE', 'DELEGATE', ''),
  domainName: names,
});
const view = { zone: reading(zones), records: reading(few(records)), wildcards: reading(few(records)) };
const publicHalves: fc.Arbitrary<PublicHalf> = fc.record({
  ...view,
  zoneId: fc.constant(PUBLIC_ZONE),
  moreSpecific: reading(few(summaries)),
  delegation: reading(few(names)),
  answers: fc.uniqueArray(fc.record({ resolver: fc.constantFrom('1.1.1.1', '8.8.8.8'), ips: reading(ips) }), {
    maxLength: 2,
    selector: ({ resolver }) => resolver,
  }),
});
const collaterals = fc.record(
  { publicZone: summaries, publicNames: few(names), privateNames: few(names), complete: fc.boolean() },
  { requiredKeys: ['publicNames', 'privateNames', 'complete'] },
);
const privateHalves: fc.Arbitrary<PrivateHalf> = fc.record(
  { ...view, zoneId: fc.constant(PRIVATE_ZONE), collateral: reading(collaterals) },
  { requiredKeys: ['zoneId', 'zone', 'records', 'wildcards'] },
);
const audited: fc.Arbitrary<AuditedName> = fc.record(
  { name: fc.constantFrom(HOST, 'b.example.com'), publicHalf: publicHalves, privateHalf: privateHalves },
  { requiredKeys: ['name'] },
);
const vpcs: fc.Arbitrary<ClientVpc> = fc.record({
  id: fc.constantFrom(VPC, 'vpc-0000000000000000b'),
  cidrs: fc.constant(read([])),
  dnsSupport: reading(fc.boolean()),
  dnsHostnames: reading(fc.boolean()),
  zones: reading(few(summaries)),
  rules: reading(few(rules)),
  profiles: reading(
    fc.record({ zones: few(fc.record({ id: zoneIds, name: reading(names) })), rules: reading(few(rules)) }),
  ),
});
const doors = fc
  .record({
    scheme: fc.constantFrom('internal', 'internet-facing'),
    ipAddressType: fc.constantFrom('ipv4', 'dualstack'),
    addresses: few(ips.map((all) => all.map((ip) => ({ ip })))),
  })
  .map(({ addresses, ...over }) =>
    loadBalancerWith({ ...over, zones: addresses.map((own) => ({ subnetId: 's', zoneName: 'z', addresses: own })) }),
  );
const worlds: fc.Arbitrary<EndpointAudit> = fc
  .record({
    audited: fc.uniqueArray(audited, { maxLength: 2, selector: ({ name }) => name }),
    clientVpcs: fc.uniqueArray(vpcs, { maxLength: 2, selector: ({ id }) => id }),
    loadBalancer: reading(doors),
    source: reading(few(entries).map((dnsEntries) => sourceWith(dnsEntries.length === 0 ? {} : { dnsEntries }))),
  })
  .map(({ audited, clientVpcs, loadBalancer, source }) =>
    situation({ names: audited, clientVpcs, source, frontDoor: frontDoorWith({ loadBalancer }) }),
  );

type Run = { readonly code: FindingCode; readonly results: readonly CheckResult[] };

/** Holds what all checks say of random worlds to a law. */
function always(law: (runs: readonly Run[]) => void): void {
  fc.assert(
    fc.property(worlds, (world) => law(DNS_CHECKS.map(([code, check]) => ({ code, results: check(world) })))),
    RUNS,
  );
}

describe('whatever records, zones and rules there are, each check of DNS', () => {
  it('says something, under its own code, of a subject, and in words', () => {
    always((runs) => {
      const mute = runs.filter(({ code, results }) => {
        const amiss = results.filter((result) => result.code !== code || Object.values(result).includes(''));
        return results.length === 0 || amiss.length > 0;
      });
      expect(mute).toEqual([]);
    });
  });

  it('offers a command with every finding, on a line of its own', () => {
    always((runs) => {
      expect(runs.flatMap(({ results }) => ill(results))).toEqual([]);
    });
  });

  it('says ok of no subject of which it says anything else', () => {
    always((runs) => {
      const torn = runs.flatMap(({ results }) =>
        results.filter(
          ({ kind, subject }) =>
            kind === 'ok' && results.some((other) => other.subject === subject && other.kind !== 'ok'),
        ),
      );
      expect(torn).toEqual([]);
    });
  });
});
