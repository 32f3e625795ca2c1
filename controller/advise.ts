import type { AuditAws } from './aws/audit-clients.ts';
import { describeLoadBalancer, describeLoadBalancerAttributes } from './aws/elbv2.ts';
import { attempt, given } from './aws/failure.ts';
import { type BindingAdvice, isAdvisable } from './binding-advice.ts';
import { advise as judge } from './checks/advice/results.ts';
import type { Connect } from './connect.ts';
import { defect } from './defect.ts';
import { type Advice, type AdviceGround, WAYS } from './model/advice.ts';
import type { Clock } from './model/clock.ts';
import { problemText } from './model/reading.ts';
import { identify, type Spec } from './model/spec.ts';
import { parseArn } from './model/target-group.ts';
import { observeAdviceFacts } from './observe/advice-facts.ts';
import { observeAppListeners } from './observe/app-listeners.ts';
import { observeAuditedGroup } from './observe/audited-group.ts';
import { observeAuditedLoadBalancer } from './observe/audited-load-balancer.ts';
import { attemptWith, type Eyes } from './observe/eyes.ts';
import { observeListeners } from './observe/listeners.ts';
import { toLoadBalancer } from './observe/load-balancer.ts';
import { observeTargets } from './observe/targets.ts';
import { eyesOf } from './sight.ts';

/** The means of an advice: AWS, with the caller's own credentials or a role's, and time. */
export type AdviceMeans = {
  readonly connect: Connect<AuditAws>;
  readonly clock: Clock;
};

/** Nobody waits longer for an advice that nobody asked for. */
const DEADLINE_SECONDS = 20;

/**
 * Says of each binding to an Application Load Balancer whether it is needed. What cannot be read makes the advice unknown.
 * `document` has all bindings, those too that were not chosen. It writes nothing.
 */
export async function advise(
  specs: readonly Spec[],
  document: readonly Spec[],
  { connect, clock }: AdviceMeans,
): Promise<readonly BindingAdvice[]> {
  const signal = clock.abortAt(new Date(clock.now().getTime() + DEADLINE_SECONDS * 1000));
  const advices: BindingAdvice[] = [];
  for (const spec of specs.filter(isAdvisable)) {
    const aws = { ...connect(parseArn(spec.targetGroupArn).region), signal };
    const run = async () =>
      adviseOne({ aws, sourceAws: await eyesOf<AuditAws>([spec], { aws, connect }) }, spec, document);
    // oxlint-disable-next-line no-await-in-loop -- bindings share ELB's account-wide bucket of 10 calls a second
    advices.push({ ...identify(spec), ways: await isolate(run) });
  }
  return advices;
}

async function adviseOne(
  eyes: Eyes<AuditAws>,
  spec: AdviceGround['spec'],
  document: readonly Spec[],
): Promise<readonly Advice[]> {
  const seen = await observe(eyes, spec);
  return judge({ ...seen, facts: await observeAdviceFacts(eyes.aws, seen, document) });
}

/** Even a defect of ours leaves the plan what it is: an advice stands beside it. */
async function isolate(run: () => Promise<readonly Advice[]>): Promise<readonly Advice[]> {
  try {
    return await run();
  } catch (cause) {
    const why = `${problemText(defect('the advice', cause).problem)}.`;
    return WAYS.map((way) => ({ way, kind: 'unknown', why }));
  }
}

async function observe(
  { aws, sourceAws }: Eyes<AuditAws>,
  spec: AdviceGround['spec'],
): Promise<Omit<AdviceGround, 'facts'>> {
  const { targetGroupArn, source } = spec;
  const { loadBalancerArn } = source;
  const [group, targets, alb, appListeners] = await Promise.all([
    attempt(() => observeAuditedGroup(aws, targetGroupArn)),
    attempt(() => observeTargets(aws, targetGroupArn)),
    attemptWith(sourceAws, (eyes) => observeAuditedLoadBalancer(eyes, loadBalancerArn)),
    attemptWith(sourceAws, (eyes) => observeAppListeners(eyes, { loadBalancerArn, ports: [] })),
  ]);
  const frontDoorArn = group.kind === 'read' ? group.value.loadBalancerArn : undefined;
  const seen = { spec, group, targets, source: alb, appListeners };
  if (frontDoorArn === undefined) return seen;
  const [loadBalancer, attributes, listeners] = await Promise.all([
    attempt(async () => toLoadBalancer(given(await describeLoadBalancer(aws, frontDoorArn), 'load balancer'))),
    attempt(() => describeLoadBalancerAttributes(aws, frontDoorArn)),
    attempt(() => observeListeners(aws, { loadBalancerArn: frontDoorArn, groupArn: targetGroupArn })),
  ]);
  return { ...seen, frontDoor: { loadBalancer, attributes, listeners } };
}
