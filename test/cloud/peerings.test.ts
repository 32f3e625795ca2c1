import { expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';

const OTHER_ACCOUNT = '210987654321';

/** The sample path, and an ALB in a VPC of another account. */
function setUp(region = 'eu-west-1') {
  const cloud = createCloud({ stragglingShare: 0 });
  const { vpc, group } = buildSampleWorld(cloud);
  const elsewhere = (cidr: string, ownerId: string) => {
    const { id: vpcId } = cloud.createVpc({ region, cidr: `${cidr}.0.0/16`, ownerId });
    const { id: subnetId } = cloud.createSubnet({ vpcId, zone: `${region}a`, cidr: `${cidr}.1.0/24` });
    return { vpcId, subnetId };
  };
  const theirs = elsewhere('10.1', OTHER_ACCOUNT);
  const alb = cloud.createInternalAlb({ subnetIds: [theirs.subnetId], ownerId: OTHER_ACCOUNT });
  const [ip = ''] = alb.ips;
  cloud.register(group.arn, [{ ip, zone: 'all' }]);
  /** What becomes of the next second's two clients. */
  const nextSecond = () => {
    cloud.setHealthy(group.arn);
    const mark = cloud.traffic.mark();
    cloud.advance(1);
    return cloud.traffic.since(mark);
  };
  return { cloud, vpcId: vpc.id, theirs, alb, ip, elsewhere, nextSecond };
}

const SERVED = { served: 2, failed: 0, stranger: 0 };
const FAILED = { served: 0, failed: 2, stranger: 0 };
const STRANGER = { served: 0, failed: 0, stranger: 2 };

test('an ALB of another account serves clients from its own VPC, as of a VPC that is peered', () => {
  const { cloud, vpcId, theirs, alb, nextSecond } = setUp();
  expect(nextSecond()).toEqual(SERVED);
  cloud.peerVpcs(vpcId, theirs.vpcId);
  expect(nextSecond()).toEqual(SERVED);
  cloud.serve(alb.arn);
  expect(nextSecond()).toEqual(SERVED);
});

test('clients reach a stranger at the freed address of an ALB elsewhere, once somebody has it', () => {
  const { cloud, theirs, alb, ip, nextSecond } = setUp();
  cloud.serve(alb.arn);
  cloud.scaleAlbIn(alb.arn, ip);
  expect(nextSecond()).toEqual(FAILED);
  const { id } = cloud.takeAddress({ subnetId: theirs.subnetId, ip, listens: [443] });
  expect(nextSecond()).toEqual(STRANGER);
  cloud.releaseAddress(id);
  expect(nextSecond()).toEqual(FAILED);
});

test('with the first peering a VPC reaches its peers and nobody else, also when it is gone again', () => {
  const { cloud, vpcId, theirs, elsewhere, nextSecond } = setUp();
  const third = elsewhere('10.2', OTHER_ACCOUNT);
  cloud.peerVpcs(vpcId, third.vpcId);
  expect(nextSecond()).toEqual(FAILED);
  cloud.peerVpcs(third.vpcId, theirs.vpcId);
  // Not by way of a third.
  expect(nextSecond()).toEqual(FAILED);
  cloud.peerVpcs(theirs.vpcId, vpcId);
  expect(nextSecond()).toEqual(SERVED);
  cloud.unpeerVpcs(vpcId, theirs.vpcId);
  expect(nextSecond()).toEqual(FAILED);
  for (const peer of [vpcId, theirs.vpcId]) cloud.unpeerVpcs(peer, third.vpcId);
  expect(nextSecond()).toEqual(FAILED);
});

test('an address that two VPCs have is the peer’s', () => {
  const { cloud, vpcId, ip, elsewhere, nextSecond } = setUp();
  const twin = elsewhere('10.1', OTHER_ACCOUNT);
  cloud.takeAddress({ subnetId: twin.subnetId, ip, listens: [443] });
  expect(nextSecond()).toEqual(SERVED);
  cloud.peerVpcs(vpcId, twin.vpcId);
  expect(nextSecond()).toEqual(STRANGER);
});

test('a VPC of another Region is reached when it is peered, and not otherwise', () => {
  const { cloud, vpcId, theirs, nextSecond } = setUp('us-east-1');
  expect(nextSecond()).toEqual(FAILED);
  cloud.peerVpcs(vpcId, theirs.vpcId);
  expect(nextSecond()).toEqual(SERVED);
});

test('VPCs whose blocks overlap cannot be peered', () => {
  const { cloud, theirs, elsewhere } = setUp();
  expect(() => {
    cloud.peerVpcs(theirs.vpcId, elsewhere('10.1', OTHER_ACCOUNT).vpcId);
  }).toThrow('overlapping');
});
