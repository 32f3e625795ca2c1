import type { AuditSituation } from '../model/audit.ts';
import type { CheckResult, FindingCode } from '../model/finding.ts';
import { lbAddresses } from './load-balancer/addresses.ts';
import { apiDomain } from './api/api-domain.ts';
import { apiPolicy } from './api/api-policy.ts';
import { epPolicy } from './api/endpoint-policy.ts';
import { epState, epPrivateDns } from './api/endpoint.ts';
import { tgHealthCheck } from './group/health-check.ts';
import { aaaaMismatch } from './dns/ipv6.ts';
import { lbListener } from './load-balancer/listener.ts';
import { privAliasNotEndpoint } from './dns/private-alias.ts';
import { privCollateral } from './dns/private-collateral.ts';
import { privRecordMissing } from './dns/private-record.ts';
import { privForwarded, vpcDnsOff } from './dns/private-resolution.ts';
import { privNotAssociated, privShadowed } from './dns/private-zone.ts';
import { probeFailed } from './probe/probe.ts';
import { pubAnswer } from './dns/public-answer.ts';
import { pubRecordMissing, pubAliasNotNlb } from './dns/public-record.ts';
import { pubRoutingSplit } from './dns/public-routing.ts';
import { pubZoneNotAuthoritative } from './dns/public-zone.ts';
import { sgPath } from './security/security-path.ts';
import { tgAttrFatal } from './group/target-group.ts';
import { tlsAnswer } from './load-balancer/tls-answer.ts';
import { zoneCoverage } from './group/zone-coverage.ts';
import { zoneDark } from './group/zone-dark.ts';

/** Looks for one thing that makes correct IPs useless, in everything an audit knows. At least one result, all of its code. */
export type Check = (situation: AuditSituation) => readonly CheckResult[];

/** The check behind every code. */
const CHECKS: Readonly<Record<FindingCode, Check>> = {
  PUB_RECORD_MISSING: pubRecordMissing,
  PUB_ALIAS_NOT_NLB: pubAliasNotNlb,
  PUB_ROUTING_SPLIT: pubRoutingSplit,
  PUB_ZONE_NOT_AUTHORITATIVE: pubZoneNotAuthoritative,
  PUB_ANSWER: pubAnswer,
  AAAA_MISMATCH: aaaaMismatch,
  PRIV_NOT_ASSOCIATED: privNotAssociated,
  PRIV_SHADOWED: privShadowed,
  PRIV_RECORD_MISSING: privRecordMissing,
  PRIV_ALIAS_NOT_ENDPOINT: privAliasNotEndpoint,
  PRIV_FORWARDED: privForwarded,
  VPC_DNS_OFF: vpcDnsOff,
  PRIV_COLLATERAL: privCollateral,
  EP_STATE: epState,
  SG_PATH: sgPath,
  EP_POLICY: epPolicy,
  EP_PRIVATE_DNS: epPrivateDns,
  ZONE_COVERAGE: zoneCoverage,
  TG_ATTR_FATAL: tgAttrFatal,
  TG_HEALTH_CHECK: tgHealthCheck,
  LB_LISTENER: lbListener,
  LB_ADDRESSES: lbAddresses,
  TLS_ANSWER: tlsAnswer,
  ZONE_DARK: zoneDark,
  API_POLICY: apiPolicy,
  API_DOMAIN: apiDomain,
  PROBE_FAILED: probeFailed,
};

/** Every check's results, in the order of the codes. */
export function check(situation: AuditSituation): readonly CheckResult[] {
  return Object.values(CHECKS).flatMap((each) => each(situation));
}
