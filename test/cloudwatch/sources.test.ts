import { describe, expect, it } from 'vitest';
import { setStage, type Stage } from '../scenarios/stage.ts';
import { isPublished } from './aws-metrics.ts';
import { loadBalancerName, reportLoadBalancer, targetGroupName } from './load-balancer-metrics.ts';
import { createMetricStore, type MetricStore } from './metric-store.ts';
import { type Invoked, reportFunction, reportQueue, reportSchedule } from './schedule-metrics.ts';

const minute = { from: 0, to: Number.MAX_SAFE_INTEGER };
const invoked: Invoked = { functionName: 'sync', scheduleGroup: 'target-sync', at: 0, end: 'succeeded', durationMs: 7 };

function report(stage: Stage): MetricStore {
  const store = createMetricStore();
  reportLoadBalancer(stage.cloud, { ...stage, store, portErrors: 2 });
  return store;
}

function hosts({ loadBalancer, group }: Stage, store: MetricStore, zone?: string): readonly (number | undefined)[] {
  const dimensions = {
    LoadBalancer: loadBalancerName(loadBalancer),
    TargetGroup: targetGroupName(group),
    ...(zone !== undefined && { AvailabilityZone: zone }),
  };
  return ['HealthyHostCount', 'UnHealthyHostCount'].map((name) =>
    store.statistic({ namespace: 'AWS/NetworkELB', name, dimensions }, 'Maximum', minute),
  );
}

describe('what a load balancer reports', () => {
  it('counts healthy and unhealthy hosts, together and in each zone', () => {
    const stage = setStage();
    stage.cloud.setListening(stage.endpoint.interfaces[0]?.id ?? '', []);
    stage.cloud.advance(30);
    const store = report(stage);
    expect(hosts(stage, store)).toEqual([1, 1]);
    expect(hosts(stage, store, 'eu-west-1a')).toEqual([0, 1]);
    expect(hosts(stage, store, 'eu-west-1b')).toEqual([1, 0]);
  });

  it('says nothing of the hosts of an empty group, but counts port allocation errors', () => {
    const stage = setStage({ registered: false });
    const store = report(stage);
    expect(hosts(stage, store)).toEqual([undefined, undefined]);
    expect(hosts(stage, store, 'eu-west-1a')).toEqual([undefined, undefined]);
    const dimensions = { LoadBalancer: loadBalancerName(stage.loadBalancer) };
    const errors = { namespace: 'AWS/NetworkELB', name: 'PortAllocationErrorCount', dimensions };
    expect(store.statistic(errors, 'Sum', minute)).toBe(2);
  });

  it('names load balancer and group by the ends of their ARNs', () => {
    const { loadBalancer, group } = setStage();
    expect(loadBalancerName(loadBalancer)).toMatch(/^net\/front-door\/[0-9a-f]{16}$/);
    expect(targetGroupName(group)).toMatch(/^targetgroup\/api\/[0-9a-f]{16}$/);
  });
});

describe('what is reported of an invocation', () => {
  it.each([
    ['succeeded', { InvocationAttemptCount: 1, Invocations: 1, Errors: 0, Throttles: 0, Duration: 7 }],
    ['failed', { InvocationAttemptCount: 1, Invocations: 1, Errors: 1, Throttles: 0, Duration: 7 }],
    ['throttled', { InvocationAttemptCount: 1, Throttles: 1 }],
    [
      'undeliverable',
      {
        InvocationAttemptCount: 1,
        TargetErrorCount: 1,
        InvocationDroppedCount: 1,
        InvocationsSentToDeadLetterCount: 1,
      },
    ],
  ] as const)('that %s', (end, expected) => {
    const store = createMetricStore();
    reportSchedule(store, { ...invoked, end });
    reportFunction(store, { ...invoked, end });
    const values = store.metrics().map((metric) => [metric.name, store.statistic(metric, 'Sum', minute)]);
    expect(Object.fromEntries(values)).toEqual(expected);
  });
});

describe('what is reported of a queue', () => {
  it.each([
    ['nothing until it was used', undefined, undefined],
    ['its messages', 3, 3],
    ['zero once it is empty again', 0, 0],
  ])('%s', (_, messages, expected) => {
    const store = createMetricStore();
    reportQueue(store, { name: 'dead', at: 0, messages });
    const metric = {
      namespace: 'AWS/SQS',
      name: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: 'dead' },
    };
    expect(store.statistic(metric, 'Maximum', minute)).toBe(expected);
  });
});

describe('the metrics of AWS', () => {
  it('are reported under the dimensions that AWS documents, and no others', () => {
    const stage = setStage();
    const store = report(stage);
    for (const end of ['succeeded', 'undeliverable'] as const) {
      reportSchedule(store, { ...invoked, end });
      reportFunction(store, { ...invoked, end });
    }
    reportQueue(store, { name: 'dead', at: 0, messages: 1 });
    expect(store.metrics().filter((metric) => !isPublished(metric))).toEqual([]);
  });

  it.each([
    [
      'one dimension short',
      { namespace: 'AWS/NetworkELB', name: 'HealthyHostCount', dimensions: { TargetGroup: 'a' } },
    ],
    [
      'one dimension over',
      { namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: 'a', Region: 'b' } },
    ],
    ['of another namespace', { namespace: 'AWS/Lambda', name: 'HealthyHostCount', dimensions: {} }],
  ])('are not published %s', (_, metric) => {
    expect(isPublished(metric)).toBe(false);
  });
});
