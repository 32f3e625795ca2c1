import type { LoadBalancerAudit } from '../../model/audit.ts';
import type { CheckResult } from '../../model/finding.ts';
import { untold } from '../untold.ts';

/** Settings of an API beside an ALB: which endpoint the ALB's application calls the API by, nobody here knows. */
export function untoldApi({ spec }: LoadBalancerAudit): readonly CheckResult[] {
  const { restApiId, customDomain } = spec.audit ?? {};
  const why =
    'The source is an ALB: by which endpoint its application calls an API is not told, so the API is not looked at.';
  return [
    ...(restApiId === undefined ? [] : [untold('API_POLICY', restApiId, why)]),
    ...(customDomain === undefined ? [] : [untold('API_DOMAIN', customDomain, why)]),
  ];
}
