/** `ip:port` in a target group. That pair is its identity; the zone is not, AWS fills it in. */
export type Target = {
  readonly ip: string;
  readonly port: number;
};

/** Target states of DescribeTargetHealth: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
export const HEALTH_STATES = [
  'initial',
  'healthy',
  'unhealthy',
  'unhealthy.draining',
  'unused',
  'draining',
  'unavailable',
] as const;

/** One of {@link HEALTH_STATES}, or `unknown` where AWS says something else. */
export type HealthState = (typeof HEALTH_STATES)[number] | 'unknown';

/** A target in AWS's words: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html */
export type TargetDescription = {
  readonly Id: string;
  readonly Port?: number;
  /** A zone name, or `all`; AWS fills it in. */
  readonly AvailabilityZone?: string;
  readonly QuicServerId?: string;
};

/** A target as DescribeTargetHealth lists it. */
export type ListedTarget = Target & {
  readonly health: HealthState;
  /** AWS's reason code, such as `Target.FailedHealthChecks`. */
  readonly healthReason?: string;
  /** AWS's own description of it, which deregistering sends back verbatim. */
  readonly asListed: TargetDescription;
  /** True while a zonal shift overrides this target's health. */
  readonly zonalShift: boolean;
};

/** The identity of a target as text: `10.0.1.17:443`, `[2001:db8::1]:443`. Expects a canonical IP. */
export function targetKey(target: Target): string {
  return target.ip.includes(':') ? `[${target.ip}]:${target.port}` : `${target.ip}:${target.port}`;
}

/** True for a target on its way out. It is neither desired nor registered. */
export function isDraining(target: ListedTarget): boolean {
  return target.health === 'draining' || target.health === 'unhealthy.draining';
}

/** True for a target that may serve: `healthy`, or `unavailable` where health checks are disabled. */
export function isHealthy(target: ListedTarget): boolean {
  return (
    target.health === 'healthy' ||
    (target.health === 'unavailable' && target.healthReason === 'Target.HealthCheckDisabled')
  );
}

/** True for a target that serves for all we know: healthy, or of a health that AWS cannot tell. */
export function mayServe(target: ListedTarget): boolean {
  return isHealthy(target) || target.health === 'unknown' || target.health === 'unavailable';
}

/**
 * True for a target that is known to serve nobody. One whose checks have only begun is not: AWS's answers of who carries its
 * IP may be older than its registration.
 */
export function hasFailed(target: ListedTarget): boolean {
  return !mayServe(target) && target.health !== 'initial';
}

/** Orders targets by identity, so that equal inputs print equally. */
export function byTarget(a: Target, b: Target): number {
  const left = targetKey(a);
  const right = targetKey(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A target's identity alone, of a target that carries more. */
export function toTarget({ ip, port }: Target): Target {
  return { ip, port };
}
