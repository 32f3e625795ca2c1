import type { AuditedApi, AuditSituation } from '../../model/audit.ts';
import { type CheckResult, finding, ok, unread } from '../../model/finding.ts';
import { type ApiPolicy, foreignAdmission, namedIds } from './api-admission.ts';
import { admitOwn } from './api-policy-fix.ts';
import { statementText, type Verdict, whyUntold } from './policy.ts';
import { isOnAddress } from './policy-conditions.ts';
import { untold } from '../untold.ts';

const CODE = 'API_POLICY';

/** The API's policy lets in calls through the endpoint. `through` names the endpoint and its VPC. */
export function ownAccess(
  situation: AuditSituation,
  { api, verdict, through }: { readonly api: ApiPolicy; readonly verdict: Verdict; readonly through: string },
): CheckResult {
  const crit = (found: string): CheckResult =>
    finding(CODE, api.restApiId, {
      severity: 'crit',
      expected: `The API’s policy lets in calls through ${through}.`,
      found,
      fix: admitOwn(situation, api),
    });
  if (verdict.kind === 'allowed')
    return ok(CODE, api.restApiId, `Its ${verdict.by.name} lets in calls through ${through}.`);
  if (verdict.kind === 'denied') return crit(`They are denied by ${statementText(verdict.by)}.`);

  const doubtful = verdict.kind === 'undecidable' ? verdict.doubts.map(({ statement }) => statement) : [];
  const onAddress = doubtful.find(({ conditions }) => conditions.some(isOnAddress));
  if (onAddress !== undefined) {
    return crit(
      `It hangs on ${statementText(onAddress)}: behind the load balancer that is the load balancer’s own address, whoever calls.`,
    );
  }
  const why = whyUntold(verdict);
  if (why !== undefined) return untold(CODE, api.restApiId, why);
  if (api.policy.length === 0)
    return crit('The API has no policy, or an empty one: a private API then lets nobody in.');
  return crit('No statement of the policy allows them.');
}

/** The API's policy lets in no call through an endpoint that it does not name, by its id or its VPC's. */
export function othersAccess(situation: AuditSituation, api: ApiPolicy): CheckResult {
  const subject = 'endpoints of other accounts';
  const verdict = foreignAdmission(situation, api);
  if (verdict.kind === 'undecidable') return untold(CODE, subject, whyUntold(verdict) ?? '');
  if (verdict.kind !== 'allowed') return ok(CODE, subject, 'The policy lets in no endpoint that it does not name.');
  return finding(CODE, subject, {
    severity: 'crit',
    expected: 'The policy lets in named endpoints or VPCs alone, by aws:SourceVpce or aws:SourceVpc.',
    found: `Calls through any account’s endpoint are let in by ${statementText(verdict.by)}, and nothing denies them.`,
    fix: admitOwn(situation, api),
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
