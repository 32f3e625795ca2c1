import { Aws } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISchedule, IScheduleGroup } from 'aws-cdk-lib/aws-scheduler';

/** Shows a schedule with the binding document that it carries. To be pasted into a shell, as all of these. */
export function showSchedule({ scheduleName }: ISchedule, { scheduleGroupName }: IScheduleGroup): string {
  return `aws scheduler get-schedule --region ${Aws.REGION} --group-name ${scheduleGroupName} --name ${scheduleName}`;
}

/** Shows what the passes of the last quarter of an hour did. */
export function tailLogs({ logGroupName }: ILogGroup): string {
  return `aws logs tail ${logGroupName} --region ${Aws.REGION} --since 15m`;
}

/** Shows who has called RegisterTargets of late: the writers of target groups. */
export function lookUpWriters(): string {
  return `aws cloudtrail lookup-events --region ${Aws.REGION} --lookup-attributes AttributeKey=EventName,AttributeValue=RegisterTargets`;
}

/** Shows which targets a group has, and how they are. */
export function showTargets(targetGroupArn: string): string {
  return `aws elbv2 describe-target-health --region ${Aws.REGION} --target-group-arn ${targetGroupArn}`;
}
