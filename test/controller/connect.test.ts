import { expect, it } from 'vitest';
import { listSubnets } from '../../controller/aws/ec2.ts';
import { describeLoadBalancers } from '../../controller/aws/elbv2.ts';
import { createConnect } from '../../controller/connect.ts';
import { createCloud } from '../cloud/cloud.ts';
import { ALB, FAR_ACCOUNT, ROLE } from './builders-load-balancer.ts';
import { operations } from './staged.ts';

it('a Region’s clients are made once and kept; another Region has its own', async () => {
  const connect = createConnect();
  const first = connect('eu-west-1');
  const other = connect('us-east-1');
  expect(connect('eu-west-1')).toBe(first);
  expect(connect('us-east-1')).toBe(other);
  expect([first, other].map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1']);
  await expect(Promise.all([first, other].map(({ elbv2 }) => elbv2.config.region()))).resolves.toEqual([
    'eu-west-1',
    'us-east-1',
  ]);
});

it('a pass that connects anew shares no client with another', () => {
  expect(createConnect()('eu-west-1')).not.toBe(createConnect()('eu-west-1'));
});

it.each([
  ['the same, session and external id included,', { externalId: 'partner-7' }, { externalId: 'partner-7' }, true],
  ['none', {}, undefined, false],
  ['another', {}, { roleArn: `${ROLE}-2` }, false],
  ['the same with another external id', { externalId: 'one' }, { externalId: 'two' }, false],
  ['the same in another session', {}, { session: 'other' }, false],
])('a role’s clients are shared with whoever asks for %s: %s', (_, one, other, shared) => {
  const connect = createConnect();
  const role = { roleArn: ROLE, session: 'target-sync-public-api' };
  const first = connect('eu-west-1', { ...role, ...one });
  expect(connect('eu-west-1', other === undefined ? undefined : { ...role, ...other }) === first).toBe(shared);
  expect(connect('us-east-1', { ...role, ...one })).not.toBe(first);
});

it('the clients of a role share its credentials, and ask for none before they are needed', async () => {
  const cloud = createCloud();
  cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
  const connect = createConnect({ requestHandler: cloud.requestHandler, credentials: cloud.credentials });
  const aws = connect('eu-west-1', { roleArn: ROLE, session: 'target-sync-public-api' });
  expect(cloud.calls).toEqual([]);
  await Promise.all([listSubnets(aws, 'vpc-1'), describeLoadBalancers(aws, [ALB]).catch(() => undefined)]);
  expect(operations(cloud.calls).filter((operation) => operation === 'AssumeRole')).toHaveLength(1);
  const accounts = cloud.calls.filter(({ service }) => service !== 'sts').map(({ account }) => account);
  expect(accounts).toEqual([FAR_ACCOUNT, FAR_ACCOUNT]);
});
