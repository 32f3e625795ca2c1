import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NAMESPACE } from '../../controller/metrics.ts';
import { createCloud } from '../cloud/cloud.ts';
import { createAlarms } from '../cloudwatch/alarms.ts';
import { isPublished } from '../cloudwatch/aws-metrics.ts';
import { reportLoadBalancer } from '../cloudwatch/load-balancer-metrics.ts';
import { createMetricStore, metricKey } from '../cloudwatch/metric-store.ts';
import { NAMED } from '../infra/settings-builders.ts';
import { exampleTemplate, templateFor } from '../infra/synth.ts';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { type MonitoredAlb, setMonitoredAlb } from './alb-monitored-stage.ts';
import { filledIn } from './monitored-stage.ts';
import type { Minute } from './operations.ts';
import { alarmsOf } from './template.ts';

const template = exampleTemplate('alb-other-account.jsonc');
const PREFIX = 'orders-alb-';

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await openSurroundings('eu-west-1', '123456789012');
});
afterAll(() => surroundings.close());

/** The alarms that are on, sorted. */
function on(minute: Minute): readonly string[] {
  return [...minute].flatMap(([name, state]) => (state === 'OK' ? [] : [name.slice(PREFIX.length)])).toSorted();
}

/** Lets minutes pass. Returns what was on in any of them. */
async function onFor({ operations }: MonitoredAlb, minutes: number): Promise<readonly string[]> {
  const all = new Set<string>();
  for (let minute = 0; minute < minutes; minute += 1) {
    // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
    for (const name of on(await operations.minute())) all.add(name);
  }
  return [...all].toSorted();
}

/** A path that has worked for a while, watched. */
async function watched(): Promise<MonitoredAlb> {
  const stage = await setMonitoredAlb(template, surroundings);
  await onFor(stage, 2);
  stage.operations.watch(stage.alarms);
  return stage;
}

describe('the alarms in front of an ALB whose addresses are kept', () => {
  it('are those in front of an endpoint, with healthy hosts counted for all zones together', async () => {
    const { alarms } = await setMonitoredAlb(template, surroundings);
    const first = alarmsOf(templateFor(NAMED), (id) => id);
    const names = ({ metric, composite }: typeof first, prefix: string): readonly string[] => [
      ...new Set(
        [...metric, ...composite].map(({ name }) => name.replace(prefix, '').replace(/-in-eu-west-1[a-z]$/, '')),
      ),
    ];
    expect(names(alarms, PREFIX).toSorted()).toEqual(names(first, 'static-ip-private-api-').toSorted());
  });

  it('watch metrics that passes emit, exactly as they are named, and raise nothing while an ALB changes size', async () => {
    const stage = await watched();
    const { cloud, alb, operations, albSubnetIds } = stage;
    expect(await onFor(stage, 11)).toEqual([]);
    cloud.scaleAlbOut(alb.arn, albSubnetIds[0] ?? '');
    expect(await onFor(stage, 11)).toEqual([]);
    cloud.scaleAlbIn(alb.arn, alb.ips[0] ?? '');
    expect(await onFor(stage, 11)).toEqual([]);

    const emitted = operations.store.metrics().map(metricKey);
    const named = [...stage.alarms.metric.map(({ metric }) => metric), ...stage.shown];
    const ours = named.filter(({ namespace }) => namespace === NAMESPACE);
    const hosts = named.filter(({ namespace }) => namespace === 'AWS/NetworkELB');
    expect(emitted).toEqual(expect.arrayContaining([...ours, ...hosts].map(metricKey)));
    expect([ours, hosts].map(({ length }) => length > 0)).toEqual([true, true]);
    expect(named.filter((metric) => metric.namespace !== NAMESPACE && !isPublished(metric))).toEqual([]);
  });

  it.each<[what: string, breaks: (stage: MonitoredAlb) => () => void, raised: readonly string[]]>([
    [
      'the ALB answers no more',
      ({ cloud, alb, certificateArn }) => {
        cloud.setAlbListeners(alb.arn, []);
        return () => {
          cloud.setAlbListeners(alb.arn, [{ port: 443, protocol: 'HTTPS', certificateArns: [certificateArn] }]);
        };
      },
      ['critical-findings-too-many', 'dark-zones-too-many', 'healthy-hosts-too-few', 'path-at-risk'],
    ],
    [
      'the ALB’s account no longer lends its role',
      ({ cloud, roleArn = '' }) =>
        cloud.faults.add({ operation: 'AssumeRole', fault: 'deny', match: ({ RoleArn }) => RoleArn === roleArn }),
      ['blocked-passes-too-many'],
    ],
  ])('come on when %s, and go off when it is mended', async (_, breaks, raised) => {
    const stage = await watched();
    expect(await onFor(stage, 1)).toEqual([]);
    const mend = breaks(stage);
    expect(await onFor(stage, 25)).toEqual(raised);
    mend();
    await onFor(stage, 40);
    expect(await onFor(stage, 1)).toEqual([]);
  });
});

describe('the one alarm in front of an ALB that is the target itself', () => {
  const near = exampleTemplate('alb-same-vpc.jsonc');

  it('is on while the load balancer has no healthy target, and off when it has', () => {
    const cloud = createCloud();
    const { id: vpcId } = cloud.createVpc({ cidr: '10.0.0.0/16' });
    const subnetIds = ['a', 'b'].map(
      (zone, index) => cloud.createSubnet({ vpcId, zone: `eu-west-1${zone}`, cidr: `10.0.${index + 1}.0/24` }).id,
    );
    const loadBalancer = cloud.createNetworkLoadBalancer({ subnetIds, crossZone: true });
    const group = cloud.createTargetGroup({ vpcId, targetType: 'alb', protocol: 'TCP', port: 80 });
    const listeners = [{ port: 80, protocol: 'HTTP' as const }];
    const alb = cloud.createInternalAlb({ subnetIds, listeners });
    cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn });
    cloud.register(group.arn, [alb.arn]);
    cloud.setHealthy(group.arn);

    const definitions = alarmsOf(near, (id, attribute) => filledIn(near, { loadBalancer, group }, id, attribute));
    expect([...definitions.metric, ...definitions.composite].map(({ name }) => name)).toEqual([
      'shop-alb-healthy-hosts-too-few',
    ]);
    const store = createMetricStore();
    const alarms = createAlarms(definitions);
    const after = (minutes: number): readonly string[] => {
      let states: readonly string[] = [];
      for (let step = 0; step < minutes * 6; step += 1) {
        cloud.advance(10);
        reportLoadBalancer(cloud, { store, loadBalancer, group, portErrors: 0 });
        if (step % 6 === 5) states = [...alarms.evaluate(store, cloud.clock.now().getTime() + 1).values()];
      }
      return states;
    };
    expect(after(10)).toEqual(['OK']);
    expect(store.metrics().map(metricKey)).toEqual(
      expect.arrayContaining(definitions.metric.map(({ metric }) => metricKey(metric))),
    );
    cloud.setAlbListeners(alb.arn, []);
    expect(after(10)).toEqual(['ALARM']);
    cloud.setAlbListeners(alb.arn, listeners);
    expect(after(10)).toEqual(['OK']);
  });
});
