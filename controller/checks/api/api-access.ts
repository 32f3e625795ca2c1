import type { EndpointAudit } from '../../model/audit.ts';
import type { AuditedApi } from '../../model/audit-api.ts';
import { type CheckResult, finding, ok, unread } from '../../model/finding.ts';
import { type ApiPolicy, foreignAdmission, namedIds } from './api-admission.ts';
import { shutOutOthers } from './api-policy-fix.ts';
import { statementText, whyUntold } from './policy.ts';
import { untold } from '../untold.ts';

const CODE = 'API_POLICY';

/** The API's policy lets in no call through an endpoint that it does not name, by its id or its VPC's. */
export function othersAccess(situation: EndpointAudit, api: ApiPolicy): CheckResult {
  const subject = 'endpoints of other accounts';
  const verdict = foreignAdmission(situation, api);
  if (verdict.kind === 'undecidable') return untold(CODE, subject, whyUntold(verdict) ?? '');
  if (verdict.kind !== 'allowed') return ok(CODE, subject, 'The policy lets in no endpoint that it does not name.');
  return finding(CODE, subject, {
    severity: 'crit',
    expected: 'The policy lets in named endpoints or VPCs alone, by aws:SourceVpce or aws:SourceVpc.',
    found: `Calls through any account’s endpoint are let in by ${statementText(verdict.by)}, and nothing denies them.`,
    fix: shutOutOthers(situation, api),
  });
}

/** The endpoints and VPCs that the policy names are there, as far as this account sees. */
export function namedAccess({ policy }: ApiPolicy, existing: AuditedApi['existing']): readonly CheckResult[] {
  const ids = namedIds(policy);
  if (ids.length === 0) return [];
  if (existing.kind === 'unread') return [unread(CODE, 'ids in the policy', existing.problem)];
  return ids.map((id) =>
    existing.value.includes(id)
      ? ok(CODE, id, 'The policy names it, and it exists.')
      : untold(CODE, id, `The policy names ${id}, which this account does not see: it is another’s, or deleted.`),
  );
}
