import type { AuditSituation } from '../../model/audit.ts';

/** How the ARNs of the API's calls begin: those of the configured stage, or of every stage. With a slash at the end. */
export function callsOf(situation: AuditSituation, restApiId: string): string {
  return `${apisOf(situation)}:${restApiId}/${stagePart(situation)}`;
}

/** The same in the short form that an API's own policy may use: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html */
export function shortCallsOf(situation: AuditSituation): string {
  return `execute-api:/${stagePart(situation)}`;
}

/** The ARN that the APIs of the account and Region have in common, without the colon. */
export function apisOf({ spec, region, accountId }: AuditSituation): string {
  const [, partition = 'aws'] = spec.targetGroupArn.split(':');
  return `arn:${partition}:execute-api:${region}:${accountId}`;
}

function stagePart({ spec }: AuditSituation): string {
  return spec.audit?.stage === undefined ? '' : `${spec.audit.stage}/`;
}
