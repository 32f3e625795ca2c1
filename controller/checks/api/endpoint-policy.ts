import type { EndpointAudit } from '../../model/audit.ts';
import type { AuditedEndpoint } from '../../model/audit-source.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import { callsOf, callsOfDomain, privateDomain } from './api-call.ts';
import { awsCommand } from '../command.ts';
import { doubt } from './own-access.ts';
import { judge, statementText, type Verdict } from './policy.ts';
import { withStatements } from './policy-change.ts';
import { readPolicy } from './policy-document.ts';
import type { Called } from './policy-pattern.ts';

const CODE = 'EP_POLICY';

type Endpoint = AuditedEndpoint['endpoint'];
type Asked = { readonly subject: string; readonly called: Called };

/** EP_POLICY: the endpoint's policy lets calls of the API through, and its private domain if it has one. It is asked before the API's own. */
export function epPolicy(situation: EndpointAudit): readonly CheckResult[] {
  const { source, spec, domain } = situation;
  const endpointId = spec.source.vpcEndpointId;
  const { restApiId, customDomain = 'custom domain' } = spec.audit ?? {};
  if (restApiId === undefined) return [notConfigured(CODE, endpointId, 'audit.restApiId')];
  if (source.kind === 'unread') return [unread(CODE, endpointId, source.problem)];
  const viaDomain = privateDomain(situation);
  const asked: readonly Asked[] = [
    { subject: endpointId, called: callsOf(situation, restApiId) },
    ...(viaDomain === undefined ? [] : [{ subject: viaDomain.name, called: callsOfDomain(viaDomain) }]),
  ];
  return [
    ...asked.map((one) => accessResult(situation, { ...one, endpoint: source.value.endpoint, all: asked })),
    // A private domain is one more thing to allow, and whether this one is private is not known.
    ...(domain?.domain.kind === 'unread' && domain.domain.problem.kind !== 'not-found'
      ? [unread(CODE, customDomain, domain.domain.problem)]
      : []),
  ];
}

/** What the endpoint's policy says of calls through it. Undefined where its text is no policy. */
export function endpointVerdict({ id, vpcId, policy: text }: Endpoint, called: Called): Verdict | undefined {
  const policy = readPolicy(text);
  return policy && judge(policy, { caller: { endpointId: id, vpcId }, resources: [called] });
}

/** The command that shows the endpoint's policy. */
export function showEndpointPolicy({ spec, region }: EndpointAudit): string {
  const options = { 'vpc-endpoint-ids': spec.source.vpcEndpointId, query: 'VpcEndpoints[].PolicyDocument' };
  return awsCommand('ec2 describe-vpc-endpoints', { ...options, output: 'text' }, region);
}

function accessResult(
  situation: EndpointAudit,
  { subject, called, endpoint, all }: Asked & { readonly endpoint: Endpoint; readonly all: readonly Asked[] },
): CheckResult {
  const verdict = endpointVerdict(endpoint, called);
  if (verdict === undefined) return unknown(CODE, subject, 'The endpoint’s policy cannot be read as one.');
  const doubtful = doubt({ code: CODE, subject, verdict });
  if (doubtful !== undefined) return doubtful;
  const calls = patternOf(called);
  if (verdict.kind === 'allowed') return ok(CODE, subject, `Its ${verdict.by.name} allows ${calls}.`);
  const err = (found: string, fix: string): CheckResult =>
    finding(CODE, subject, {
      severity: 'err',
      expected: `The endpoint’s policy allows execute-api:Invoke on ${calls}.`,
      found,
      fix,
    });
  return verdict.kind === 'denied'
    ? err(
        `It is denied by ${statementText(verdict.by)}.`,
        `Change ${verdict.by.name} so that it does not deny ${calls}, and leave the rest of the policy as it is:\n${showEndpointPolicy(situation)}`,
      )
    : err(
        'No statement of the policy allows it.',
        `This adds a statement that allows it, and leaves the rest of the policy as it is:\n${allow(situation, { endpoint, all })}`,
      );
}

/** Adds one statement for all that is called: the command replaces the policy, so that a second would undo a first. */
function allow(
  { region }: EndpointAudit,
  { endpoint, all }: { readonly endpoint: Endpoint; readonly all: readonly Asked[] },
): string {
  const resources = all.map(({ called }) => patternOf(called));
  const statement = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: resources };
  const policy = withStatements(endpoint.policy, [statement]);
  return awsCommand('ec2 modify-vpc-endpoint', { 'vpc-endpoint-id': endpoint.id, 'policy-document': policy }, region);
}

/** As a policy names it. */
function patternOf({ text, slashes }: Called): string {
  return slashes === undefined ? text : `${text}*`;
}
