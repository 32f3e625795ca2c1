import { type AuditSituation, type EndpointAudit, isEndpointAudit } from '../../model/audit.ts';
import { calledName } from '../../model/called-name.ts';
import type { Finding } from '../../model/finding.ts';
import type { Forbidden, ProbeAttempt } from '../../model/probe.ts';
import { targetKey } from '../../model/target.ts';
import { getMappings } from '../api/api-domain-fix.ts';
import { deploy } from '../api/api-policy-fix.ts';
import { passedPolicies } from '../api/passed-policies.ts';
import { awsCommand } from '../command.ts';
import { describeSource, inSourceAccount, placeOf, sourceOf } from '../source.ts';

/** What the probe met, which code explains it, and the command that mends the likeliest cause or shows it. */
type Explanation = Pick<Finding, 'found' | 'fix'>;

/** Explains an attempt that did not end as expected. */
export function explain(situation: AuditSituation, attempt: ProbeAttempt): Explanation {
  if (attempt.kind === 'answered') {
    if (!isEndpointAudit(situation)) return albAnswered(situation, attempt);
    return attempt.forbidden === undefined
      ? { found: `It answered ${attempt.status}: the API’s own answer, or another’s.`, fix: again(situation, attempt) }
      : refused(situation, attempt.forbidden, attempt);
  }
  const what = `${attempt.code}: ${attempt.message}`;
  const [stateCode, nameCode] = isEndpointAudit(situation) ? ['EP_STATE', 'API_DOMAIN'] : ['ALB_STATE', 'ALB_LISTENER'];
  const explanations: Readonly<Record<typeof attempt.step, Explanation>> = {
    connect: {
      found: `No connection (${what}): SG_PATH or ${attempt.of === 'target' ? stateCode : 'LB_LISTENER'} says why.`,
      fix: showSecurityGroups(situation, attempt),
    },
    tls: {
      found: `No TLS with a certificate valid for the name (${what}): LB_LISTENER or ${nameCode} says why.`,
      fix: again(situation, attempt),
    },
    http: { found: `TLS stands, and no answer came (${what}).`, fix: again(situation, attempt) },
  };
  return explanations[attempt.step];
}

/** What a 403 of each kind means, by the code that explains it. */
const MEANINGS: Readonly<Record<Forbidden, string>> = {
  'explicit-deny':
    'with an explicit deny: API_POLICY, EP_POLICY or, of a private domain, API_DOMAIN says why; where all are ok, the policy is not deployed, or an authorizer denies',
  'implicit-deny':
    'because nothing allows the call: API_POLICY, EP_POLICY or, of a private domain, API_DOMAIN says why; where all are ok, the policy is not deployed',
  'no-such-api':
    'because the name leads to no API behind the endpoint: API_DOMAIN says why, or EP_PRIVATE_DNS where the name is AWS’s own',
  'missing-token':
    'because the API has no such path or method, or wants the call signed (AWS_IAM): check audit.probe.path',
  other: 'of a kind that is not API Gateway’s own: something else answers, or the API itself',
};

function refused(situation: EndpointAudit, forbidden: Forbidden, attempt: ProbeAttempt): Explanation {
  const { region, spec, domain } = situation;
  const restApiId = spec.audit?.restApiId;
  const fixes: Readonly<Record<Forbidden, string | undefined>> = {
    'explicit-deny': restApiId && afterDeny(situation, restApiId),
    'implicit-deny': restApiId && afterDeny(situation, restApiId),
    'no-such-api': domain?.domain.kind === 'read' ? getMappings(situation, domain.domain.value) : undefined,
    'missing-token': restApiId && awsCommand('apigateway get-resources', { 'rest-api-id': restApiId }, region),
    other: undefined,
  };
  return { found: `It answered 403 ${MEANINGS[forbidden]}.`, fix: fixes[forbidden] ?? again(situation, attempt) };
}

/** Where every policy allows the call, an older one is in force. Else the first that does not is to be looked at: nothing is deployed unseen. */
function afterDeny(situation: EndpointAudit, restApiId: string): string {
  const suspect = passedPolicies(situation, restApiId).find(({ verdict }) => verdict?.kind !== 'allowed');
  return suspect?.show ?? deploy(situation, restApiId);
}

/** The call of the probe, for a shell inside the VPC. A binding without a name to call is not probed. */
function again({ spec }: AuditSituation, attempt: ProbeAttempt): string {
  const path = spec.audit?.probe?.path ?? '/';
  const url = `https://${calledName(spec) ?? ''}${path}`.replaceAll("'", '%27');
  return `curl -v --connect-to '::${targetKey(attempt)}' '${url}'`;
}

/** What a load balancer answers by itself: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html */
const ALB_MEANINGS: Readonly<Record<number, string>> = {
  502: 'its target closed the connection, or answered what is no HTTP',
  503: 'it has no target registered, or none in use',
  504: 'its target did not answer in time',
};

/** Any other status may be the application's own answer, or a rule's or a firewall's in front of it. */
function albAnswered(situation: AuditSituation, attempt: ProbeAttempt & { readonly kind: 'answered' }): Explanation {
  const meaning = ALB_MEANINGS[attempt.status] ?? 'the application’s own answer, or a rule’s before it';
  return { found: `It answered ${attempt.status}: ${meaning}.`, fix: again(situation, attempt) };
}

function showSecurityGroups(situation: AuditSituation, { of }: ProbeAttempt): string {
  const loadBalancer = situation.frontDoor?.loadBalancer;
  const { region } = of === 'target' ? placeOf(situation) : situation;
  const guarded = of === 'target' ? sourceOf(situation) : loadBalancer;
  const ids = guarded?.kind === 'read' ? guarded.value.securityGroupIds : [];
  const look =
    ids.length > 0
      ? awsCommand('ec2 describe-security-groups', { 'group-ids': ids }, region)
      : describeSource(situation);
  return of === 'target' || ids.length === 0 ? inSourceAccount(situation, look) : look;
}
