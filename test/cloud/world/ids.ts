import { createHash } from 'node:crypto';

/** Makes ids that look like AWS's and are the same in every run. */
export type Ids = {
  /** `vpce-0` and sixteen hex digits, for any prefix of EC2. */
  readonly ec2: (prefix: string) => string;
  /** Sixteen hex digits, as they end the ARNs of load balancers and target groups. */
  readonly hash: () => string;
  readonly requestId: () => string;
  /** 1, 2, 3 and so on, for each kind. */
  readonly next: (kind: string) => number;
};

export function createIds(): Ids {
  const counts = new Map<string, number>();
  const next = (kind: string): number => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count;
  };
  const digest = (kind: string): string =>
    createHash('sha256')
      .update(`${kind} ${next(kind)}`)
      .digest('hex');
  return {
    next,
    ec2: (prefix) => `${prefix}-0${digest(prefix).slice(0, 16)}`,
    hash: () => digest('hash').slice(0, 16),
    requestId: () => digest('request').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5'),
  };
}
