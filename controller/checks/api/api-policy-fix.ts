import type { AuditSituation } from '../../model/audit.ts';
import { admittedIds, type ApiPolicy } from './api-admission.ts';
import { awsCommand } from '../command.ts';

/**
 * The commands that let in the endpoint's VPC, and every VPC and endpoint that the policy names and lets in now, and
 * nobody else; and that deploy it, for until then the old policy is in force.
 */
export function admitOwn(situation: AuditSituation, api: ApiPolicy): string {
  const { source, spec } = situation;
  // The VPC survives a replacement of the endpoint, the endpoint's id does not.
  const own = source.kind === 'read' ? source.value.endpoint.vpcId : spec.source.vpcEndpointId;
  const ids = [...new Set([own, ...admittedIds(situation, api)])];
  const vpcIds = ids.filter((id) => id.startsWith('vpc-'));
  const endpointIds = ids.filter((id) => id.startsWith('vpce-'));
  const everybody = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  const value = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', ...everybody },
      {
        Effect: 'Deny',
        ...everybody,
        Condition: {
          StringNotEquals: {
            ...(vpcIds.length > 0 && { 'aws:SourceVpc': vpcIds }),
            ...(endpointIds.length > 0 && { 'aws:SourceVpce': endpointIds }),
          },
        },
      },
    ],
  });
  const update = awsCommand(
    'apigateway update-rest-api',
    { 'rest-api-id': api.restApiId, 'patch-operations': JSON.stringify([{ op: 'replace', path: '/policy', value }]) },
    situation.region,
  );
  return `${update} && ${deploy(situation, api.restApiId)}`;
}

/** The command that puts what is configured in force, and makes the stage if there is none. */
export function deploy({ spec, region }: AuditSituation, restApiId: string): string {
  const options = { 'rest-api-id': restApiId, 'stage-name': spec.audit?.stage ?? 'STAGE' };
  return awsCommand('apigateway create-deployment', options, region);
}
