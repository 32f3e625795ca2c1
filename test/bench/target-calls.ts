import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Ground } from './ground.ts';

/** A target as a policy lists it. */
export type Listed = { readonly ip: string; readonly port: number; readonly state: string };

/** Lists the group, draining targets included, as AWS does. */
export async function listTargets({ elbv2, stage: { group } }: Ground): Promise<readonly Listed[]> {
  const { TargetHealthDescriptions = [] } = await elbv2.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: group.arn }),
  );
  return TargetHealthDescriptions.map(({ Target, TargetHealth }) => ({
    ip: Target?.Id ?? '',
    port: Target?.Port ?? 0,
    state: TargetHealth?.State ?? '',
  }));
}

/** Registers IPs on the group's port; none, no call. */
export async function register({ elbv2, stage: { group }, placement }: Ground, ips: readonly string[]): Promise<void> {
  if (ips.length === 0) return;
  const Targets = ips.map((Id) => ({ Id, ...placement }));
  await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: group.arn, Targets }));
}

/** Deregisters IPs on the group's port; none, no call. */
export async function deregister({ elbv2, stage: { group } }: Ground, ips: readonly string[]): Promise<void> {
  if (ips.length === 0) return;
  await elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn: group.arn, Targets: ips.map((Id) => ({ Id })) }));
}

/** What some policies do with an error: they go on without the result. */
export async function swallowed<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch {
    return undefined;
  }
}
