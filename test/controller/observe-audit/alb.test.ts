import { describe, expect, it } from 'vitest';
import { attempt } from '../../../controller/aws/failure.ts';
import { observeAppListeners } from '../../../controller/observe/app-listeners.ts';
import { observeAuditedLoadBalancer } from '../../../controller/observe/audited-load-balancer.ts';
import { toRule } from '../../../controller/observe/security-groups.ts';
import { createCloud } from '../../cloud/cloud.ts';
import { auditAwsOf } from './world.ts';

function albWorld() {
  const cloud = createCloud();
  const { id: vpcId } = cloud.createVpc();
  const subnetIds = ['a', 'b'].map(
    (zone, index) => cloud.createSubnet({ vpcId, zone: `eu-west-1${zone}`, cidr: `10.0.${index + 1}.0/24` }).id,
  );
  const groupId = cloud.createSecurityGroup({ vpcId });
  const certificateArn = cloud.createCertificate({ domainName: 'app.example.com' });
  const listeners = [443, 8443, 9443].map((port) => ({
    port,
    protocol: 'HTTPS' as const,
    certificateArns: [certificateArn],
  }));
  const alb = cloud.createInternalAlb({
    subnetIds,
    securityGroupIds: [groupId],
    listeners: [...listeners, { port: 80, protocol: 'HTTP' }],
  });
  return { cloud, aws: auditAwsOf(cloud), subnetIds, groupId, certificateArn, alb };
}

describe('an ALB', () => {
  it('has its name with its zone, its groups, its subnets, and its interfaces', async () => {
    const { aws, alb, groupId, subnetIds } = albWorld();
    const observed = await observeAuditedLoadBalancer(aws, alb.arn);
    expect(observed.loadBalancer).toMatchObject({
      name: alb.name,
      dnsName: alb.dnsName.toLowerCase(),
      zoneId: alb.hostedZoneId,
      scheme: 'internal',
      state: 'active',
      securityGroupIds: [groupId],
      subnetIds,
    });
    expect(observed.interfaces.flatMap(({ ips }) => ips).toSorted()).toEqual([...alb.ips].toSorted());
  });

  it('has no interface of somebody who only describes it alike', async () => {
    const { cloud, aws, alb, subnetIds } = albWorld();
    const [description] = alb.interfaces.map((each) => each.description);
    if (description === undefined) throw new TypeError('the ALB has no interface');
    cloud.takeAddress({ subnetId: subnetIds[0] ?? '', ip: '10.0.1.99', listens: [443], description });
    const { interfaces } = await observeAuditedLoadBalancer(aws, alb.arn);
    expect(interfaces.flatMap(({ ips }) => ips)).not.toContain('10.0.1.99');
  });

  it('that is not there is not found', async () => {
    const { cloud, aws, alb } = albWorld();
    cloud.deleteAlb(alb.arn);
    const gone = await attempt(() => observeAuditedLoadBalancer(aws, alb.arn));
    expect(gone).toMatchObject({ kind: 'unread', problem: { kind: 'not-found' } });
  });
});

describe('the listeners of an ALB', () => {
  it('are read by port, and their certificates where somebody is sent to them', async () => {
    const { cloud, aws, alb, certificateArn } = albWorld();
    const listeners = await observeAppListeners(aws, { loadBalancerArn: alb.arn, ports: [443, 9443] });
    expect(listeners.map(({ port, protocol, certificateArns }) => [port, protocol, certificateArns])).toEqual([
      [80, 'HTTP', []],
      [443, 'HTTPS', [certificateArn]],
      [8443, 'HTTPS', []],
      [9443, 'HTTPS', [certificateArn]],
    ]);
    const asked = cloud.calls.filter(({ operation }) => operation === 'DescribeListenerCertificates');
    expect(asked).toHaveLength(2);
  });
});

it.each([
  ['of the same VPC', {}, ['sg-1']],
  ['of a VPC that is peered', { PeeringStatus: 'active' }, ['sg-1']],
  ['of a VPC that was peered', { PeeringStatus: 'deleted' }, []],
])('a group %s that a rule names is one of its groups as long as it admits anybody', (_, pair, groupIds) => {
  const raw = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: 'sg-1', ...pair }] };
  expect(toRule(raw).groupIds).toEqual(groupIds);
});
