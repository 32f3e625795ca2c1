import { aaaaMismatch } from '../../../controller/checks/dns/ipv6.ts';
import { privAliasNotEndpoint } from '../../../controller/checks/dns/private-alias.ts';
import { privCollateral } from '../../../controller/checks/dns/private-collateral.ts';
import { privRecordMissing } from '../../../controller/checks/dns/private-record.ts';
import { privForwarded, vpcDnsOff } from '../../../controller/checks/dns/private-resolution.ts';
import { privNotAssociated, privShadowed } from '../../../controller/checks/dns/private-zone.ts';
import { pubAnswer } from '../../../controller/checks/dns/public-answer.ts';
import { pubAliasNotNlb, pubRecordMissing } from '../../../controller/checks/dns/public-record.ts';
import { pubRoutingSplit } from '../../../controller/checks/dns/public-routing.ts';
import { pubZoneNotAuthoritative } from '../../../controller/checks/dns/public-zone.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { CheckResult, FindingCode } from '../../../controller/model/finding.ts';

type Check = (situation: EndpointAudit) => readonly CheckResult[];

/** The checks of the public half, by code. */
export const PUBLIC_CHECKS: readonly (readonly [FindingCode, Check])[] = [
  ['PUB_RECORD_MISSING', pubRecordMissing],
  ['PUB_ALIAS_NOT_NLB', pubAliasNotNlb],
  ['PUB_ROUTING_SPLIT', pubRoutingSplit],
  ['PUB_ZONE_NOT_AUTHORITATIVE', pubZoneNotAuthoritative],
  ['PUB_ANSWER', pubAnswer],
  ['AAAA_MISMATCH', aaaaMismatch],
];

/** The checks of the private half in each client VPC, by code. */
export const VPC_CHECKS: readonly (readonly [FindingCode, Check])[] = [
  ['PRIV_NOT_ASSOCIATED', privNotAssociated],
  ['PRIV_SHADOWED', privShadowed],
  ['PRIV_FORWARDED', privForwarded],
  ['VPC_DNS_OFF', vpcDnsOff],
];

/** The checks of the private half, by code. */
export const PRIVATE_CHECKS: readonly (readonly [FindingCode, Check])[] = [
  ...VPC_CHECKS,
  ['PRIV_RECORD_MISSING', privRecordMissing],
  ['PRIV_ALIAS_NOT_ENDPOINT', privAliasNotEndpoint],
  ['PRIV_COLLATERAL', privCollateral],
];

/** Every check of the DNS families, by code. */
export const DNS_CHECKS = [...PUBLIC_CHECKS, ...PRIVATE_CHECKS];
