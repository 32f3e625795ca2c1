/** Seconds a pass may take, everything included: below the schedule's minute and {@link FUNCTION_TIMEOUT_SECONDS}. */
export const PASS_DEADLINE_SECONDS = 45;

/** Timeout of a function that runs a pass: the deadline, and room to start and to report. */
export const FUNCTION_TIMEOUT_SECONDS = 60;

/** Minutes between two passes: the least that EventBridge Scheduler has. */
export const SCHEDULE_MINUTES = 1;

/** An invocation that waited longer is dropped, by the schedule and by Lambda: the next one is due. */
export const EVENT_AGE_SECONDS = 60;

/** Time the gate gives a path to heal. The custom resource's own limit lies above, so that the gate has the last word. */
export const GATE_SECONDS = 14 * 60;

/** Timeout of the function that judges for the gate: a pass, the telling of its changes, the stack's status, and room. */
export const GATE_FUNCTION_TIMEOUT_SECONDS = 75;

/** Time between two passes of the gate: short beside the health checks it waits for, long beside ELB's quotas. */
export const GATE_INTERVAL_SECONDS = 15;

/** What CloudFormation has just made, a permission or a tag, may take so long to show. Until then the gate asks again. */
export const GATE_SETTLE_SECONDS = 60;

/** Minutes between two audit passes: what they look at changes by hand, and costs many calls. */
export const AUDIT_SCHEDULE_MINUTES = 5;

/** Seconds an audit pass may take: Route 53 is asked at most five times a second, whatever the number of bindings. */
export const AUDIT_DEADLINE_SECONDS = 210;

/** Timeout of the function that audits: the deadline, and room to start and to report. */
export const AUDIT_TIMEOUT_SECONDS = 240;

/** Timeout of the probe's function: its calls go side by side and have 5 s each, its questions 3 s a family. */
export const PROBE_TIMEOUT_SECONDS = 30;
