import { Aws } from 'aws-cdk-lib';
import { showSchedule, tailLogs } from '../constructs/commands.ts';
import type { FrontDoor } from '../constructs/front-door.ts';
import type { Monitoring } from '../constructs/monitoring.ts';
import type { PrivateApi } from '../constructs/private-api.ts';
import type { TargetSync } from '../constructs/target-sync.ts';
import type { Deployment } from '../settings.ts';
import { smokeTest } from '../smoke-test.ts';

/** An output by what it is for. Commands are to be pasted into a shell. */
export type Output = { readonly description: string; readonly value: string };

type SyncOutputsProps = { readonly sync: TargetSync; readonly monitoring: Monitoring };

export type OutputsProps = SyncOutputsProps & {
  readonly deployment: Deployment;
  readonly frontDoor: FrontDoor;
  readonly api: PrivateApi;
};

/** What a person needs after the deployment, by the name of the output. */
export function outputsOf({
  deployment,
  frontDoor: { addresses },
  api,
  sync,
  monitoring,
}: OutputsProps): Readonly<Record<string, Output>> {
  const closedTrial = deployment.frontDoor.allowedCidrs.length === 0 && deployment.env === undefined;
  return {
    FixedIps: { description: 'Give these to partners: allow all of them, on port 443', value: addresses.join(' ') },
    ApiUrl: { description: 'The API, under the name that it answers to', value: api.url },
    SmokeTest: {
      description: 'Calls the API at each fixed IP and says SUCCESS, or FAILED and why; from an allowed address',
      value: smokeTest({ addresses, hostname: api.hostname, url: api.url }),
    },
    ...syncOutputsOf({ sync, monitoring }),
    ...(closedTrial && {
      OpenCommand: {
        description: 'The front door is closed: nobody may connect. This opens it for one address; put yours in',
        value: 'npx cdk deploy -c allowedCidrs=203.0.113.7/32',
      },
    }),
  };
}

/** What there is to look at where targets are kept true. */
export function syncOutputsOf({ sync, monitoring }: SyncOutputsProps): Readonly<Record<string, Output>> {
  const schedule = showSchedule(sync.schedule, sync.schedules);
  const payload = '--query Target.Input --output text';
  return {
    PlanCommand: {
      description: 'Shows what the next pass would do; writes nothing',
      value: `${schedule} ${payload} | npx target-sync plan /dev/stdin`,
    },
    AuditCommand: {
      description: 'Runs the audit now, and shows what it finds and how the function ended; writes nothing',
      value: [
        `${showSchedule(sync.audit.schedule, sync.schedules)} ${payload}`,
        // The keyword stands for the time at which the schedule is due: now.
        'sed "s/<aws.scheduler.scheduled-time>/$(date -u +%FT%TZ)/"',
        // It may take longer than the command line waits by itself.
        `aws lambda invoke --region ${Aws.REGION} --function-name ${sync.audit.function.function.functionName} --cli-read-timeout 0 --payload fileb:///dev/stdin /dev/stdout`,
      ].join(' | '),
    },
    ScheduleCommand: { description: 'Shows the schedule and the binding document it carries', value: schedule },
    LogsCommand: {
      description: 'Shows what the passes of the last quarter of an hour did',
      value: tailLogs(sync.function.logGroup),
    },
    DashboardUrl: {
      description: 'What to look at first: alarms, targets, changes, findings',
      value: monitoring.dashboard.url,
    },
  };
}
