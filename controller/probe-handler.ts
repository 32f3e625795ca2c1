import { Logger } from '@aws-lambda-powertools/logger';
import { straight } from './live/dial.ts';
import type { Log } from './log.ts';
import type { ProbeReport } from './model/probe.ts';
import { probe as runProbe } from './probe.ts';
import { readProbeRequest } from './probe-payload.ts';

const logger = new Logger({ serviceName: 'target-sync' });

/** The function inside the VPC, which the audit invokes: looks at the private half from where its clients stand. */
export const probe = async (event: unknown, context: Parameters<Logger['addContext']>[0]): Promise<ProbeReport> => {
  logger.addContext(context);
  const report = await runProbe(readProbeRequest(event), { route: { dial: straight } });
  logProbe(logger, report);
  return report;
};

/** One line a run: what the name led to, and how many of the addresses answered. */
export function logProbe(log: Pick<Log, 'info'>, { resolution, attempts }: ProbeReport): void {
  const answered = attempts.filter(({ kind }) => kind === 'answered').length;
  log.info('probe', { ...(resolution !== undefined && { resolution }), attempts: attempts.length, answered });
}
