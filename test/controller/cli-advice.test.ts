import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, createCloud } from '../cloud/cloud.ts';
import type { Listening } from '../cloud/wire/listen.ts';
import { type Ended, node, temporaryFile } from './child.ts';

let cloud: Cloud;
let server: Listening;
let bindings: readonly Record<string, unknown>[];

beforeEach(async () => {
  cloud = createCloud();
  server = await cloud.listen();
  const { id: vpcId } = cloud.createVpc();
  const subnetIds = [cloud.createSubnet({ vpcId, zone: 'eu-west-1a', cidr: '10.0.1.0/24' }).id];
  const alb = cloud.createInternalAlb({ subnetIds });
  bindings = ['orders', 'b', 'c'].map((name) => {
    const nlb = cloud.createNetworkLoadBalancer({ subnetIds, name });
    const group = cloud.createTargetGroup({ vpcId, name });
    cloud.attach({ loadBalancerArn: nlb.arn, targetGroupArn: group.arn });
    cloud.seal(group.arn, name, alb.arn.split(':').at(-1) ?? '');
    cloud.register(group.arn, alb.ips);
    cloud.setHealthy(group.arn);
    return { name, targetGroupArn: group.arn, source: { loadBalancerArn: alb.arn } };
  });
});
afterEach(() => server.close());

function targetSync(
  command: string,
  options: readonly string[] = [],
  document: readonly unknown[] = bindings.slice(0, 1),
): Promise<Ended> {
  const { accessKeyId, secretAccessKey } = cloud.credentials;
  const file = temporaryFile('bindings.json', JSON.stringify({ bindings: document }));
  return node(['controller/cli.ts', command, file, ...options], {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
}

describe('a plan', () => {
  it('says that a binding is not needed, step by step, and is in sync all the same', async () => {
    const { code, stdout } = await targetSync('plan');
    expect(stdout).toContain('orders  in-sync');
    expect(stdout).toMatch(/\norders {2}alb target group {5}yes {6}the binding is not needed\n/);
    expect(stdout).toMatch(/\n {8}VPC link to the ALB {2}no {7}orders is internet-facing/);
    expect(stdout).toMatch(
      /\n {2}1\. Create a target group of type alb.*\n {2}→ aws elbv2 create-target-group --name orders-alb /,
    );
    expect(code).toBe(0);
    expect(cloud.calls.filter(({ write }) => write)).toEqual([]);
  });

  it('has it as JSON beside the outcomes', async () => {
    const { stdout } = await targetSync('plan', ['--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      outcomes: [{ binding: 'orders', outcome: 'in-sync' }],
      advice: [
        {
          binding: 'orders',
          ways: [
            { way: 'alb-target-group', kind: 'instead', steps: expect.any(Array), changes: expect.any(Array) },
            { way: 'vpc-link', kind: 'needed', needs: [{ code: 'internet-facing', text: expect.any(String) }] },
          ],
        },
      ],
    });
  });

  it('counts the whole document’s load balancers, whichever binding is chosen', async () => {
    const { stdout } = await targetSync('plan', ['--binding', 'orders'], bindings);
    expect(stdout).toMatch(/alb target group +no +3 load balancers stand before the ALB \(b, c, orders\)/);
  });

  it('that could not look for advice says so in a line, and exits as it would have', async () => {
    cloud.faults.add({ operation: 'DescribeListeners', fault: 'deny' });
    const { code, stdout } = await targetSync('plan');
    expect(stdout).toMatch(/\norders +alb target group +unknown +reading the listeners of .* failed: /);
    expect(code).toBe(0);
  });
});

it('a sync gives no advice, and asks nothing for one', async () => {
  const { stdout } = await targetSync('sync', ['--json']);
  expect(Object.keys(JSON.parse(stdout))).toEqual(['outcomes']);
  expect(cloud.calls.map(({ operation }) => operation)).not.toContain('DescribeListeners');
});
