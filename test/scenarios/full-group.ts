import { expect } from 'vitest';
import { replace } from './happenings.ts';
import type { Scenario } from './scenario.ts';
import type { Pass, Stage } from './stage.ts';

/** What fills a group: ports of one host in each of some zones, which nobody serves and the binding does not care for. */
export type Filling = { readonly count: number; readonly hosts: readonly string[] };

const fillers = ({ count, hosts }: Filling): readonly { readonly ip: string; readonly port: number }[] =>
  Array.from({ length: count }, (_, index) => ({ ip: hosts[index % hosts.length] ?? '', port: 10_000 + index }));

/** Fills the group. */
export function fill({ cloud, group, subnetIds }: Stage, filling: Filling): void {
  for (const ip of filling.hosts) {
    const subnetId = subnetIds[Number(ip.split('.')[2]) - 1] ?? '';
    cloud.takeAddress({ subnetId, ip, listens: [] });
  }
  cloud.register(group.arn, fillers(filling));
}

/** Targets of the binding among those that fill the group, whose checks have failed by then. */
export const among =
  (filling: Filling, ours: readonly string[]): (() => readonly string[]) =>
  () => {
    const others = fillers(filling).map(({ ip, port }) => `${ip}:${port} unhealthy`);
    const key = (line: string): string => line.split(' ')[0] ?? '';
    return [...ours, ...others].toSorted((a, b) => key(a).localeCompare(key(b)));
  };

/** Each pass refuses, and its remedy names the quotas there are. */
export const quotaNamed = (passes: readonly Pass[]): void => {
  for (const { outcomes } of passes) {
    expect(outcomes[0]?.refusal?.code).toBe('quota');
    for (const quota of [
      'Target Group per Region',
      'Network Load Balancer',
      'Availability Zone per Network Load Balancer',
    ]) {
      expect(outcomes[0]?.refusal?.remedy).toContain(`"Targets per ${quota}"`);
    }
  }
};

/** Free addresses of the zones. */
export const HOST = { first: '10.0.1.200', second: '10.0.2.200', third: '10.0.3.200' };
/** Two missing targets in one call, then each of them alone. */
export const TURNED_AWAY = turnedAway(2);

/** So many missing targets in one call, then each of them alone. */
export function turnedAway(missing: number): readonly string[] {
  return Array.from({ length: 1 + missing }, () => 'RegisterTargets');
}

type Played = {
  readonly filling: Filling;
  readonly count: number;
  readonly prepare?: (stage: Stage) => void;
};

/** Fills the group, replaces the endpoint, and lets passes follow. */
export const replacedWith =
  ({ filling, count, prepare }: Played): Scenario['play'] =>
  (stage) => {
    fill(stage, filling);
    prepare?.(stage);
    replace(stage);
    return stage.passes(count);
  };
