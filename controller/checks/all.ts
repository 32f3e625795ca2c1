import { type AuditSituation, type EndpointAudit, isEndpointAudit, type LoadBalancerAudit } from '../model/audit.ts';
import { type CheckResult, type CodeOf, ENDPOINT_CODES, LOAD_BALANCER_CODES } from '../model/finding.ts';
import { albListener } from './alb/listener.ts';
import { albState } from './alb/state.ts';
import { untoldApi } from './alb/untold-api.ts';
import { albTargetType, vpcLink } from './advice/results.ts';
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
export type Check<Situation = AuditSituation> = (situation: Situation) => readonly CheckResult[];

/** The checks that both kinds of source are asked, by code. */
const COMMON: Readonly<Record<CodeOf<'endpoint'> & CodeOf<'load-balancer'>, Check>> = {
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
  SG_PATH: sgPath,
  ZONE_COVERAGE: zoneCoverage,
  TG_ATTR_FATAL: tgAttrFatal,
  TG_HEALTH_CHECK: tgHealthCheck,
  LB_LISTENER: lbListener,
  LB_ADDRESSES: lbAddresses,
  TLS_ANSWER: tlsAnswer,
  ZONE_DARK: zoneDark,
  PROBE_FAILED: probeFailed,
};

const OF_ENDPOINTS: Readonly<Record<CodeOf<'endpoint'>, Check<EndpointAudit>>> = {
  ...COMMON,
  EP_STATE: epState,
  EP_POLICY: epPolicy,
  EP_PRIVATE_DNS: epPrivateDns,
  API_POLICY: apiPolicy,
  API_DOMAIN: apiDomain,
};

const OF_LOAD_BALANCERS: Readonly<Record<CodeOf<'load-balancer'>, Check<LoadBalancerAudit>>> = {
  ...COMMON,
  ALB_STATE: albState,
  ALB_LISTENER: albListener,
  ALB_TARGET_TYPE: albTargetType,
  VPC_LINK: vpcLink,
};

/** Every check's results, in the order of the codes. */
export function check(situation: AuditSituation): readonly CheckResult[] {
  if (isEndpointAudit(situation)) return ENDPOINT_CODES.flatMap((code) => OF_ENDPOINTS[code](situation));
  return [...LOAD_BALANCER_CODES.flatMap((code) => OF_LOAD_BALANCERS[code](situation)), ...untoldApi(situation)];
}
