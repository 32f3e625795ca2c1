import type { AuditSituation } from '../../model/audit.ts';
import type { Finding } from '../../model/finding.ts';
import type { Forbidden, ProbeAttempt } from '../../model/probe.ts';
import { targetKey } from '../../model/target.ts';
import { deploy } from '../api/api-policy-fix.ts';
import { awsCommand } from '../command.ts';

/** What the probe met, which code explains it, and the command that mends the likeliest cause or shows it. */
type Explanation = Pick<Finding, 'found' | 'fix'>;

/** Explains an attempt that did not end as expected. */
export function explain(situation: AuditSituation, attempt: ProbeAttempt): Explanation {
  if (attempt.kind === 'answered') {
    return attempt.forbidden === undefined
      ? { found: `It answered ${attempt.status}: the API’s own answer, or another’s.`, fix: again(situation, attempt) }
      : refused(situation, attempt.forbidden, attempt);
  }
  const what = `${attempt.code}: ${attempt.message}`;
  const explanations: Readonly<Record<typeof attempt.step, Explanation>> = {
    connect: {
      found: `No connection (${what}): SG_PATH or ${attempt.of === 'target' ? 'EP_STATE' : 'LB_LISTENER'} says why.`,
      fix: showSecurityGroups(situation, attempt),
    },
    tls: {
      found: `No TLS with a certificate valid for the name (${what}): LB_LISTENER or API_DOMAIN says why.`,
      fix: again(situation, attempt),
    },
    http: { found: `TLS stands, and no answer came (${what}).`, fix: again(situation, attempt) },
  };
  return explanations[attempt.step];
}

/** What a 403 of each kind means, by the code that explains it. */
const MEANINGS: Readonly<Record<Forbidden, string>> = {
  'explicit-deny':
    'with an explicit deny: API_POLICY or EP_POLICY says why; where both are ok, the policy is not deployed, or an authorizer denies',
  'implicit-deny':
    'because nothing allows the call: API_POLICY or EP_POLICY says why; where both are ok, the policy is not deployed',
  'no-such-api':
    'because the name leads to no API behind the endpoint: API_DOMAIN says why, or EP_PRIVATE_DNS where the name is AWS’s own',
  'missing-token': 'because the API has no such path or method: check audit.probe.path',
  other: 'of a kind that is not API Gateway’s own: something else answers, or the API itself',
};

function refused(situation: AuditSituation, forbidden: Forbidden, attempt: ProbeAttempt): Explanation {
  const { region, spec } = situation;
  const { restApiId, customDomain } = spec.audit ?? {};
  const show = (command: string, options: Readonly<Record<string, string>>): string =>
    awsCommand(command, options, region);
  const fixes: Readonly<Record<Forbidden, string | undefined>> = {
    'explicit-deny': restApiId && deploy(situation, restApiId),
    'implicit-deny': restApiId && deploy(situation, restApiId),
    'no-such-api': customDomain && show('apigateway get-base-path-mappings', { 'domain-name': customDomain }),
    'missing-token': restApiId && show('apigateway get-resources', { 'rest-api-id': restApiId }),
    other: undefined,
  };
  return { found: `It answered 403 ${MEANINGS[forbidden]}.`, fix: fixes[forbidden] ?? again(situation, attempt) };
}

/** The call of the probe, for a shell inside the VPC. */
function again({ names, spec, region }: AuditSituation, attempt: ProbeAttempt): string {
  // Where the binding has no name, the probe calls the API by its own.
  const hostname = names[0]?.name ?? `${spec.audit?.restApiId}.execute-api.${region}.amazonaws.com`;
  const path = spec.audit?.probe?.path ?? '/';
  return `curl -v --connect-to '::${targetKey(attempt)}' '${`https://${hostname}${path}`.replaceAll("'", '%27')}'`;
}

function showSecurityGroups({ source, frontDoor, region, spec }: AuditSituation, { of }: ProbeAttempt): string {
  const loadBalancer = frontDoor?.loadBalancer;
  const ids =
    of === 'target'
      ? source.kind === 'read' && source.value.endpoint.securityGroupIds
      : loadBalancer?.kind === 'read' && loadBalancer.value.securityGroupIds;
  return ids !== undefined && ids !== false && ids.length > 0
    ? awsCommand('ec2 describe-security-groups', { 'group-ids': ids }, region)
    : awsCommand('ec2 describe-vpc-endpoints', { 'vpc-endpoint-ids': spec.source.vpcEndpointId }, region);
}
