import type { TargetGroup } from './target-group.ts';

/** A target group with its health check. */
export type AuditedGroup = TargetGroup & { readonly name: string; readonly healthCheck: HealthCheck };

/** A target group's health check, in AWS's words. That of IP targets cannot be disabled. */
export type HealthCheck = {
  readonly protocol: string;
  /** `traffic-port`, or a number. */
  readonly port: string;
  readonly path?: string;
  /** Status codes: `200`, `200,202` or `200-299`. */
  readonly matcher?: string;
};
