import { createAuditConnect } from '../../controller/audit-connect.ts';
import { createAudit } from '../../controller/audit-handler.ts';
import type { AuditReport } from '../../controller/audit-report.ts';
import { BindingsFaulted } from '../../controller/bindings-faulted.ts';
import { createLive } from '../../controller/live-answers.ts';
import type { Measurement } from '../../controller/metrics.ts';
import { type Cloud, createCloud } from '../cloud/cloud.ts';
import type { Call } from '../cloud/wire/calls.ts';
import { buildSamplePath, type SamplePath, type SamplePathOptions } from '../path/sample-path.ts';
import type { Surroundings } from '../path/surroundings.ts';
import { type LogLine, recordLog } from './recorded-log.ts';

/** One invocation of the real handler: what it returned, or threw, and what it called. */
export type AuditPass = {
  readonly reports: readonly AuditReport[];
  readonly fault?: Error;
  readonly calls: readonly Call[];
  /** What was measured; the function's name is `audit`. */
  readonly measurements: readonly Measurement[];
  readonly log: readonly LogLine[];
};

/** The sample path in a simulated cloud, what answers around it, and the audit beside it. */
export type AuditStage = Omit<SamplePath, 'binding'> & {
  readonly cloud: Cloud;
  readonly surroundings: Surroundings;
  /** The binding as the schedule carries it. */
  readonly binding: () => Readonly<Record<string, unknown>>;
  /** Changes keys of the binding, or of its `audit`. */
  readonly bind: (overrides: Readonly<Record<string, unknown>>) => void;
  readonly configure: (settings: Readonly<Record<string, unknown>>) => void;
  /** Invokes the handler now. */
  readonly pass: () => Promise<AuditPass>;
};

/** Sets the stage. Nothing is wrong with it. */
export async function setAuditStage(surroundings: Surroundings, options: SamplePathOptions = {}): Promise<AuditStage> {
  // Certificates are made and checked by the clock on the wall.
  const cloud = createCloud({ startsAt: new Date(Math.floor(Date.now() / 1000) * 1000) });
  const { binding, ...path } = await buildSamplePath(cloud, surroundings, options);
  let current = binding;
  return {
    ...path,
    cloud,
    surroundings,
    binding: () => current,
    bind: (overrides) => {
      current = { ...current, ...overrides };
    },
    configure: (settings) => {
      current = { ...current, audit: { ...current.audit, ...settings } };
    },
    pass: () =>
      invokeAudit({ cloud, surroundings }, () => ({ asOf: cloud.clock.now().toISOString(), bindings: [current] })),
  };
}

/** Invokes the real handler with an event, against a simulated cloud and what answers around it. */
export async function invokeAudit(
  { cloud, surroundings }: Pick<AuditStage, 'cloud' | 'surroundings'>,
  event: () => unknown,
): Promise<AuditPass> {
  const { logger, lines: log } = recordLog();
  const aws = { requestHandler: cloud.requestHandler, credentials: cloud.credentials };
  const measurements: Measurement[] = [];
  const audit = createAudit({
    connect: createAuditConnect(aws),
    clock: cloud.clock,
    live: createLive(surroundings.options, aws),
    logger,
    meter: (measurement) => measurements.push(measurement),
  });
  const before = cloud.calls.length;
  const result = await settle(() => audit(event(), { functionName: 'audit' }));
  return { ...result, calls: cloud.calls.slice(before), measurements, log };
}

async function settle(
  run: () => ReturnType<ReturnType<typeof createAudit>>,
): Promise<{ readonly reports: readonly AuditReport[]; readonly fault?: Error }> {
  try {
    const { audits } = await run();
    return { reports: audits };
  } catch (error) {
    if (error instanceof BindingsFaulted) return { reports: error.reports, fault: error };
    throw error;
  }
}
