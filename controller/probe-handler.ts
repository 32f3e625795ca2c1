import { Logger } from '@aws-lambda-powertools/logger';
import { straight } from './live/dial.ts';
import type { ProbeReport } from './model/probe.ts';
import { probe as runProbe } from './probe.ts';
import { readProbeRequest } from './probe-payload.ts';

const logger = new Logger({ serviceName: 'target-sync' });

/** The function inside the VPC, which the audit invokes: looks at the private half from where its clients stand. */
export const probe = async (event: unknown, context: Parameters<Logger['addContext']>[0]): Promise<ProbeReport> => {
  logger.addContext(context);
  const report = await runProbe(readProbeRequest(event), { route: { dial: straight } });
  const answered = report.attempts.filter(({ kind }) => kind === 'answered').length;
  logger.info('probe', { resolution: report.resolution, attempts: report.attempts.length, answered });
  return report;
};
