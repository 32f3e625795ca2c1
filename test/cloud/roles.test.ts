import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { type Cloud, createCloud, type Credentials } from './cloud.ts';
import { sdk } from './sdk.ts';

const OWN = '123456789012';
const OTHER = '210987654321';
const THIRD = '333333333333';

function assume(
  cloud: Cloud,
  input: Partial<AssumeRoleCommandInput>,
  options: { credentials?: Credentials; region?: string } = {},
) {
  return sdk(cloud, options).sts.send(new AssumeRoleCommand({ RoleArn: '', RoleSessionName: 'sync', ...input }));
}

describe('a role', () => {
  test('is not assumed before it exists, nor after', async () => {
    const cloud = createCloud();
    const arn = `arn:aws:iam::${OTHER}:role/observer`;
    const denied = {
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${OWN}:user/caller is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
      $metadata: { httpStatusCode: 403 },
    };
    await expect(assume(cloud, { RoleArn: arn })).rejects.toMatchObject(denied);
    expect(cloud.createRole({ name: 'observer', account: OTHER, trusts: [OWN] })).toBe(arn);
    await assume(cloud, { RoleArn: arn });
    cloud.deleteRole(arn);
    await expect(assume(cloud, { RoleArn: arn })).rejects.toMatchObject(denied);
  });

  test.each([
    ['its own account, unless told', undefined, [OTHER]],
    ['an account by its id', [OWN], [OWN]],
    ['an account by its root', [`arn:aws:iam::${THIRD}:root`], [THIRD]],
    ['several', [OWN, THIRD], [OWN, THIRD]],
    ['nobody', [], []],
  ])('trusts %s', async (_title, trusts, accounts) => {
    const cloud = createCloud();
    const RoleArn = cloud.createRole({ name: 'observer', account: OTHER, ...(trusts !== undefined && { trusts }) });
    const outcomes = await Promise.all(
      [OWN, OTHER, THIRD].map(async (account) => {
        const credentials = cloud.credentialsOf(account);
        return assume(cloud, { RoleArn }, { credentials }).then(
          () => [account],
          () => [],
        );
      }),
    );
    expect(outcomes.flat()).toEqual(accounts);
  });

  test('trusts a role, and then who runs as that role alone', async () => {
    const cloud = createCloud();
    const sync = cloud.createRole({ name: 'stack/sync' });
    const RoleArn = cloud.createRole({ arn: `arn:aws:iam::${OTHER}:role/observer`, trusts: [sync] });
    const asSync = cloud.credentialsOfRole(sync, 'target-sync');
    const { AssumedRoleUser } = await assume(cloud, { RoleArn }, { credentials: asSync });
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${OTHER}:assumed-role/observer/sync`);
    const asAudit = cloud.credentialsOfRole(cloud.createRole({ name: 'audit' }), 'target-audit');
    await expect(assume(cloud, { RoleArn }, { credentials: asAudit })).rejects.toThrow(
      `User: arn:aws:sts::${OWN}:assumed-role/audit/target-audit is not authorized to perform`,
    );
    await expect(assume(cloud, { RoleArn })).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test.each([
    ['is missing', undefined, 'AccessDenied'],
    ['is another', 'secret-2', 'AccessDenied'],
    ['is the one', 'secret-1', undefined],
  ])('that wants an external id looks whether it %s', async (_title, ExternalId, error) => {
    const cloud = createCloud();
    const RoleArn = cloud.createRole({ name: 'observer', account: OTHER, trusts: [OWN], externalId: 'secret-1' });
    const attempt = await assume(cloud, { RoleArn, ExternalId }).catch((thrown: Error) => thrown);
    expect(attempt instanceof Error ? attempt.name : undefined).toBe(error);
  });

  test('that wants no external id takes any', async () => {
    const cloud = createCloud();
    const RoleArn = cloud.createRole({ name: 'observer' });
    const { Credentials: keys } = await assume(cloud, { RoleArn, ExternalId: 'whatever' });
    expect(keys?.AccessKeyId).toMatch(/^ASIA123456789012/);
  });

  test('has an ARN', () => {
    expect(() => createCloud().createRole({ arn: 'observer' })).toThrow('no ARN of a role');
  });
});

describe('a session', () => {
  test('lasts as long as it was asked to, an hour at most', async () => {
    const cloud = createCloud();
    const RoleArn = cloud.createRole({ name: 'observer' });
    const lasts = async (DurationSeconds?: number) => {
      const { Credentials: keys } = await assume(cloud, { RoleArn, DurationSeconds });
      return Math.round(((keys?.Expiration?.getTime() ?? 0) - Date.now()) / 60_000);
    };
    expect([await lasts(), await lasts(900), await lasts(3_600)]).toEqual([60, 15, 60]);
    await expect(lasts(899)).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(lasts(3_601)).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('is recorded as it was asked for, in the Region of the client', async () => {
    const cloud = createCloud();
    const RoleArn = cloud.createRole({ name: 'observer', externalId: 'id' });
    await assume(cloud, { RoleArn, ExternalId: 'id', DurationSeconds: 900 }, { region: 'eu-central-1' });
    expect(cloud.calls).toMatchObject([
      {
        operation: 'AssumeRole',
        region: 'eu-central-1',
        account: OWN,
        params: { RoleArn, RoleSessionName: 'sync', ExternalId: 'id', DurationSeconds: '900' },
      },
    ]);
  });

  test('acts in the account of its role, and may be denied what others may', async () => {
    const cloud = createCloud();
    const theirs = cloud.createVpc({ ownerId: OTHER });
    const RoleArn = cloud.createRole({ name: 'observer', account: OTHER, trusts: [OWN] });
    const { Credentials: keys } = await assume(cloud, { RoleArn });
    const credentials = { accessKeyId: keys?.AccessKeyId ?? '', secretAccessKey: keys?.SecretAccessKey ?? '' };
    const { ec2, sts } = sdk(cloud, { credentials });
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: OTHER, Arn: `arn:aws:sts::${OTHER}:assumed-role/observer/sync` });
    expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs).toMatchObject([{ VpcId: theirs.id }]);
    cloud.faults.add({
      operation: 'DescribeVpcs',
      fault: 'deny',
      match: (_params, { accessKeyId }) => accessKeyId === credentials.accessKeyId,
    });
    await expect(ec2.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    const others = sdk(cloud, { credentials: cloud.credentialsOf(OTHER) });
    expect((await others.ec2.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(1);
  });
});
