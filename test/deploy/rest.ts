import { z } from 'zod';
import type { Access } from './access.ts';

/** A schedule, as far as the lane looks at it. Everything else that came goes back with an update. */
const schedule = z.looseObject({
  Name: z.string(),
  GroupName: z.string(),
  Target: z.looseObject({ Input: z.string() }),
});
const schedules = z.object({ Schedules: z.array(z.object({ Name: z.string() })) });
const logEvents = z.object({ events: z.array(z.object({ message: z.string() })) });

export type Schedule = z.output<typeof schedule>;

/** EventBridge Scheduler and CloudWatch Logs of ministack, for which the project has no SDK client. */
export type Rest = {
  /** The names of all schedules. */
  readonly schedules: () => Promise<readonly string[]>;
  readonly schedule: (where: { readonly name: string; readonly group: string }) => Promise<Schedule>;
  readonly updateSchedule: (schedule: Schedule) => Promise<void>;
  /** The messages of a log group, oldest first. */
  readonly messages: (logGroupName: string) => Promise<readonly string[]>;
};

export function restOf({ endpoint, region, credentials }: Access): Rest {
  const call = async (
    service: string,
    path: string,
    { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
  ): Promise<unknown> => {
    // ministack reads account, Region and service in it, and checks no signature.
    const scope = `${credentials.accessKeyId}/20260101/${region}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
    const answer = await fetch(new URL(path, endpoint), {
      method,
      headers: { ...headers, authorization },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${service} answered ${answer.status} to ${path}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    schedules: async () => schedules.parse(await call('scheduler', '/schedules')).Schedules.map(({ Name }) => Name),
    schedule: async ({ name, group }) =>
      schedule.parse(await call('scheduler', `/schedules/${name}?groupName=${encodeURIComponent(group)}`)),
    updateSchedule: async (changed) => {
      await call('scheduler', `/schedules/${changed.Name}`, { method: 'PUT', body: changed });
    },
    messages: async (logGroupName) => {
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.FilterLogEvents' };
      const answer = await call('logs', '/', { method: 'POST', headers, body: { logGroupName } });
      return logEvents.parse(answer).events.map(({ message }) => message);
    },
  };
}
