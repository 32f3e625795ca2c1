import type { AuditedGroup } from '../../model/audit-group.ts';
import { type CheckResult, finding, type Severity } from '../../model/finding.ts';
import { awsCommand } from '../command.ts';

/** What is wrong with a health check; weak, unless it says how bad it is. */
type Weakness = {
  readonly subject: string;
  readonly severity?: Severity;
  readonly expected: string;
  readonly found: string;
  readonly fix: string;
};

/** The result that says it. */
export function weakness({ subject, severity = 'warn', ...what }: Weakness): CheckResult {
  return finding('TG_HEALTH_CHECK', subject, { severity, ...what });
}

/** The command that changes a group's health check: https://docs.aws.amazon.com/cli/latest/reference/elbv2/modify-target-group.html */
export function modify({ arn, region }: AuditedGroup, options: Readonly<Record<string, string>>): string {
  return awsCommand('elbv2 modify-target-group', { 'target-group-arn': arn, ...options }, region);
}
