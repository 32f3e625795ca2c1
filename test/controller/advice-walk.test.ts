import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  ModifyLoadBalancerAttributesCommand,
  type ProtocolEnum,
  RegisterTargetsCommand,
  type TargetTypeEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, it } from 'vitest';
import { advise } from '../../controller/advise.ts';
import { createAuditConnect } from '../../controller/audit-connect.ts';
import { type Cloud, createCloud } from '../cloud/cloud.ts';
import { sdk } from '../cloud/sdk.ts';
import { spec } from './builders.ts';

/** A command of the AWS CLI: what it does, and its options by name. */
type Command = { readonly does: string; readonly options: Readonly<Record<string, string>> };

/** Reads a command as a POSIX shell would split it. */
function parse(line: string): Command {
  const words = [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
  const first = words.findIndex((word) => word.startsWith('--'));
  const options: Record<string, string> = {};
  for (let index = first; index < words.length; index += 2)
    options[words[index]?.slice(2) ?? ''] = words[index + 1] ?? '';
  return { does: words.slice(1, first).join(' '), options };
}

/** Carries a command out on a cloud; answers with the ARN of what it made. */
async function carryOut(cloud: Cloud, { does, options }: Command): Promise<string | undefined> {
  const { elbv2 } = sdk(cloud);
  const option = (name: string): string => options[name] ?? `no --${name}`;
  switch (does) {
    case 'elbv2 modify-load-balancer-attributes': {
      const [, Key, Value] = /^Key=(.+),Value=(.+)$/.exec(option('attributes')) ?? [];
      const Attributes = [{ Key, Value }];
      const LoadBalancerArn = option('load-balancer-arn');
      await elbv2.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes }));
      return undefined;
    }
    case 'elbv2 create-target-group': {
      const { TargetGroups } = await elbv2.send(
        new CreateTargetGroupCommand({
          Name: option('name'),
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a command has words alone
          TargetType: option('target-type') as TargetTypeEnum,
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a command has words alone
          Protocol: option('protocol') as ProtocolEnum,
          Port: Number(option('port')),
          VpcId: option('vpc-id'),
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a command has words alone
          HealthCheckProtocol: option('health-check-protocol') as ProtocolEnum,
          HealthCheckPath: option('health-check-path'),
          Matcher: { HttpCode: option('matcher').replace('HttpCode=', '') },
        }),
      );
      return TargetGroups?.[0]?.TargetGroupArn;
    }
    case 'elbv2 register-targets': {
      const [, Id, Port] = /^Id=(.+),Port=(\d+)$/.exec(option('targets')) ?? [];
      const Targets = [{ Id, Port: Number(Port) }];
      await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: option('target-group-arn'), Targets }));
      return undefined;
    }
    case 'elbv2 modify-listener': {
      const forwards = [...option('default-actions').matchAll(/TargetGroupArn=([^,]+),Weight=(\d+)/g)];
      cloud.setListener(option('listener-arn'), {
        forwards: forwards.map(([, targetGroupArn = '', weight]) => ({ targetGroupArn, weight: Number(weight) })),
      });
      return undefined;
    }
    case 'elbv2 wait target-in-service': {
      for (
        let waited = 0;
        cloud.targets(option('target-group-arn')).some(({ state }) => state !== 'healthy');
        waited += 15
      ) {
        if (waited > 600) throw new Error('it never became healthy');
        cloud.advance(15);
      }
      return undefined;
    }
    case 'cloudwatch get-metric-statistics': {
      // Clients of this world never stop, so the count is never 0.
      cloud.advance(3_600);
      return undefined;
    }
    case 'elbv2 delete-target-group': {
      await elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn: option('target-group-arn') }));
      return undefined;
    }
    case 'ec2 authorize-security-group-ingress': {
      // The ALB of this world has no security group that could keep anybody out.
      return undefined;
    }
    default:
      throw new Error(`nobody knows how to ${does}`);
  }
}

/** An NLB as this project makes them, with zonal shift and cross-zone, before an ALB; and the commands of the way out. */
async function setUp() {
  const cloud = createCloud();
  const { id: vpcId } = cloud.createVpc();
  const subnetIds = ['a', 'b'].map(
    (zone, index) => cloud.createSubnet({ vpcId, zone: `eu-west-1${zone}`, cidr: `10.0.${index + 1}.0/24` }).id,
  );
  const alb = cloud.createInternalAlb({ subnetIds });
  const nlb = cloud.createNetworkLoadBalancer({ subnetIds, crossZone: true });
  cloud.setLoadBalancerAttributes(nlb.arn, { 'zonal_shift.config.enabled': 'true' });
  const group = cloud.createTargetGroup({ vpcId });
  cloud.attach({ loadBalancerArn: nlb.arn, targetGroupArn: group.arn });
  cloud.register(group.arn, alb.ips);
  cloud.setHealthy(group.arn);

  const binding = spec({ targetGroupArn: group.arn, source: { loadBalancerArn: alb.arn, previous: [] } });
  const connect = createAuditConnect({ requestHandler: cloud.requestHandler, credentials: cloud.credentials });
  const [advice] = await advise([binding], [binding], { connect, clock: cloud.clock });
  const way = advice?.ways[0];
  if (way?.kind !== 'instead') throw new Error('the binding is said to be needed');
  return { cloud, subnetIds, alb, group, commands: way.steps.flatMap(({ commands }) => commands) };
}

/** Carries commands out, one after the other, with half a minute between them; answers with the ARN of what they made. */
async function walk(cloud: Cloud, commands: readonly string[]): Promise<string> {
  let made = '';
  for (const line of commands) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    made = (await carryOut(cloud, parse(line.replaceAll('<alb-target-group-arn>', made)))) ?? made;
    cloud.advance(30);
  }
  return made;
}

it('whoever walks the steps to a target group of type alb loses no client, and needs no binding any more', async () => {
  const { cloud, subnetIds, alb, group, commands } = await setUp();
  const mark = cloud.traffic.mark();
  const made = await walk(cloud, commands);
  const { served, ...lost } = cloud.traffic.since(mark);
  expect(lost).toEqual({ failed: 0, stranger: 0 });
  expect(served).toBeGreaterThan(0);
  expect(cloud.targets(made)).toMatchObject([{ ip: alb.arn, state: 'healthy' }]);
  expect(() => cloud.targets(group.arn)).toThrow('this cloud has no');

  // The ALB moves to other nodes, and nobody registers them.
  const after = cloud.traffic.mark();
  for (const subnetId of subnetIds) cloud.scaleAlbOut(alb.arn, subnetId);
  for (const ip of alb.ips) cloud.scaleAlbIn(alb.arn, ip);
  cloud.advance(60);
  expect(cloud.traffic.since(after)).toMatchObject({ failed: 0, stranger: 0 });
});

it('whoever leaves zonal shift on is refused when the new group is to stand beside the old one', async () => {
  const { cloud, commands } = await setUp();
  const [first = '', ...rest] = commands;
  expect(first).toContain('zonal_shift');
  await expect(walk(cloud, rest)).rejects.toThrow('of type alb');
});
