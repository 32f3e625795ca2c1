import type { EndpointAudit } from '../../model/audit.ts';
import { type ApiPolicy, undeniedIds } from './api-admission.ts';
import { awsCommand } from '../command.ts';
import { admitting, denyAllBut, whatToChange } from './own-access-fix.ts';
import { replacePolicy, withStatements } from './policy-change.ts';
import type { Call, Verdict } from './policy.ts';

/** What lets in calls through the endpoint and changes nothing else of the API's policy, or else what to look at and to do. */
export function admitOwn(
  situation: EndpointAudit,
  { api, call, verdict }: { readonly api: ApiPolicy; readonly call: Call; readonly verdict: Verdict },
): string {
  const text = admitting(api.text, call);
  return text === undefined
    ? `${whatToChange(verdict, call.caller)}\n${showPolicy(situation, api.restApiId)}`
    : setPolicy(situation, {
        restApiId: api.restApiId,
        text,
        words: `This lets in calls through ${call.caller.endpointId} in ${call.caller.vpcId}, and leaves the rest of the policy as it is:`,
      });
}

/** The commands that add a deny of every endpoint but our own and those that the policy names. */
export function shutOutOthers(situation: EndpointAudit, api: ApiPolicy): string {
  const { source, spec } = situation;
  // The VPC survives a replacement of the endpoint, the endpoint's id does not.
  const own = source.kind === 'read' ? source.value.endpoint.vpcId : spec.source.vpcEndpointId;
  const ids = [...new Set([own, ...undeniedIds(situation, api)])];
  return setPolicy(situation, {
    restApiId: api.restApiId,
    text: withStatements(api.text, [denyAllBut(ids)]),
    words: `This shuts out whoever comes through an endpoint other than ${ids.join(', ')}; name those of partners first, if there are any more:`,
  });
}

/** What puts in force what is configured of the API: the command, or where its stage is not known, the one that shows the stages. */
export function deploy({ spec, region }: EndpointAudit, restApiId: string): string {
  const stage = spec.audit?.stage;
  const options = { 'rest-api-id': restApiId };
  return stage === undefined
    ? `Deploy the API to its stage, which audit.stage does not name; that ships every change not yet deployed. Its stages:\n${awsCommand('apigateway get-stages', options, region)}`
    : `This deploys the API, and ships every change of it that is not yet deployed:\n${awsCommand('apigateway create-deployment', { ...options, 'stage-name': stage }, region)}`;
}

/** The command that shows the API's policy. */
export function showPolicy({ region }: EndpointAudit, restApiId: string): string {
  return awsCommand('apigateway get-rest-api', { 'rest-api-id': restApiId, query: 'policy', output: 'text' }, region);
}

/** Until it is deployed, the old policy is in force. */
function setPolicy(
  situation: EndpointAudit,
  { restApiId, text, words }: { readonly restApiId: string; readonly text: string; readonly words: string },
): string {
  const options = { 'rest-api-id': restApiId, 'patch-operations': replacePolicy(text) };
  const update = awsCommand('apigateway update-rest-api', options, situation.region);
  return `${words}\n${update}\n${deploy(situation, restApiId)}`;
}
