import type { AuditedSource, AuditSituation } from '../../model/audit.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import { apisOf, callsOf } from './api-call.ts';
import { awsCommand } from '../command.ts';
import { judge, statementText, type Verdict, whyUntold } from './policy.ts';
import { readPolicy } from './policy-document.ts';
import { untold } from '../untold.ts';

/** EP_POLICY: the endpoint's policy lets calls of the API through. It is asked before the API's own. */
export function epPolicy(situation: AuditSituation): readonly CheckResult[] {
  const { source, spec } = situation;
  const endpointId = spec.source.vpcEndpointId;
  const restApiId = spec.audit?.restApiId;
  if (restApiId === undefined) return [notConfigured('EP_POLICY', endpointId, 'audit.restApiId')];
  if (source.kind === 'unread') return [unread('EP_POLICY', endpointId, source.problem)];

  const verdict = endpointVerdict(situation, { endpoint: source.value.endpoint, restApiId });
  if (verdict === undefined) return [unknown('EP_POLICY', endpointId, 'The endpoint’s policy cannot be read as one.')];
  const why = whyUntold(verdict);
  if (why !== undefined) return [untold('EP_POLICY', endpointId, why)];
  const calls = `${callsOf(situation, restApiId)}*`;
  if (verdict.kind === 'allowed') return [ok('EP_POLICY', endpointId, `Its ${verdict.by.name} allows ${calls}.`)];
  return [
    finding('EP_POLICY', endpointId, {
      severity: 'err',
      expected: `The endpoint’s policy allows execute-api:Invoke on ${calls}.`,
      found:
        verdict.kind === 'denied'
          ? `It is denied by ${statementText(verdict.by)}.`
          : 'No statement of the policy allows it.',
      fix: allowOwnApis(situation),
    }),
  ];
}

/** What the endpoint's policy says of calls of an API. Undefined where its text is no policy. */
export function endpointVerdict(
  situation: AuditSituation,
  { endpoint, restApiId }: { readonly endpoint: AuditedSource['endpoint']; readonly restApiId: string },
): Verdict | undefined {
  const policy = readPolicy(endpoint.policy);
  const caller = { endpointId: endpoint.id, vpcId: endpoint.vpcId };
  return policy && judge(policy, { caller, resources: [callsOf(situation, restApiId)] });
}

function allowOwnApis(situation: AuditSituation): string {
  return awsCommand(
    'ec2 modify-vpc-endpoint',
    {
      'vpc-endpoint-id': situation.spec.source.vpcEndpointId,
      'policy-document': {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: `${apisOf(situation)}:*` },
        ],
      },
    },
    situation.region,
  );
}
