import type { Template } from 'aws-cdk-lib/assertions';
import { render, resource } from './resources.ts';

/** The ARN of a target group that is imported, and of any other once CloudFormation has put it in. */
export const IMPORTED_ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/old/0123456789abcdef';

/** What a schedule carries, with a well-formed id wherever CloudFormation will put one: that of sync passes, or of audits. */
export function payloadOf(template: Template, schedule: 'SyncSchedule' | 'AuditSchedule' = 'SyncSchedule'): string {
  const { Target } = resource(template, 'AWS::Scheduler::Schedule', schedule).Properties as {
    Target: { Input: unknown };
  };
  return render(Target.Input, wellFormed);
}

const IDS: readonly (readonly [part: string, wellFormed: string])[] = [
  ['AWS::Region', 'eu-west-1'],
  ['Probe', 'arn:aws:lambda:eu-west-1:111122223333:function:probe'],
  ['PrivateApi', 'a1b2c3d4e5'],
  ['ElasticIp', '192.0.2.1'],
  ['NetworkVpc', 'vpc-00000000000000001'],
  ['Zone', 'Z0MADE'],
];

function wellFormed(id: string): string {
  if (id.includes('Group')) return IMPORTED_ARN.replace('old', id.slice(-8));
  return IDS.find(([part]) => id.includes(part))?.[1] ?? 'vpce-00000000000000001';
}
