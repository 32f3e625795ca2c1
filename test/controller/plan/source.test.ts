import { describe, expect, it } from 'vitest';
import { read, unread } from '../../../controller/model/reading.ts';
import { judgeSource } from '../../../controller/plan/source.ts';
import { endpointInterface, group, IP_1, IP_2, observed, OURS, problem, SERVICE, spec } from '../builders.ts';

const judge = (
  source: ReturnType<typeof observed>,
  { binding = spec(), targetGroup = group() } = {},
): ReturnType<typeof judgeSource> => judgeSource(binding, targetGroup, read(source));

describe('a source', () => {
  it('is complete when every subnet has an interface with an address', () => {
    const verdict = judge(observed());
    expect(verdict.kind).toBe('complete');
    expect(verdict.kind === 'complete' && verdict.addresses.map(({ ip }) => ip)).toEqual([IP_1, IP_2]);
  });

  it('gives each address with the interface and the subnet that carry it', () => {
    expect(judge(observed([IP_2]))).toEqual({
      kind: 'complete',
      addresses: [{ ip: IP_2, family: 'ipv4', interfaceId: `eni-${IP_2}`, subnetId: 'subnet-2' }],
    });
  });

  it('gives the addresses of the group’s family alone', () => {
    const dual = observed();
    const source = {
      ...dual,
      interfaces: dual.interfaces.map((one, index) => ({ ...one, ips: [...one.ips, `2001:db8:0:${index + 1}::5`] })),
    };
    const verdict = judge(source, { targetGroup: group({ family: 'ipv6' }) });
    expect(verdict.kind === 'complete' && verdict.addresses.map(({ ip }) => ip)).toEqual([
      '2001:db8:0:1::5',
      '2001:db8:0:2::5',
    ]);
  });

  it('is complete in another VPC as well: how it is registered is another question', () => {
    expect(judge(observed([IP_1, IP_2], { vpcId: 'vpc-2' })).kind).toBe('complete');
  });

  it('is accepted when its service is the one expected', () => {
    expect(
      judge(observed(), { binding: spec({ source: { vpcEndpointId: OURS, serviceName: SERVICE, previous: [] } }) })
        .kind,
    ).toBe('complete');
  });

  it.each([
    ['is pending', observed([IP_1, IP_2], { state: 'pending' }), 'the endpoint is pending'],
    ['is partial', observed([IP_1, IP_2], { state: 'partial' }), 'the endpoint is partial'],
    [
      'lists an interface that was not found',
      { ...observed(), interfaces: observed([IP_1]).interfaces },
      '1 of 2 listed interfaces were found',
    ],
    [
      'has fewer interfaces than subnets',
      observed([IP_1], { subnetIds: ['subnet-1', 'subnet-2'] }),
      '1 interfaces for 2 subnets',
    ],
    ['names none of its subnets', observed([IP_1, IP_2], { subnetIds: [] }), 'AWS named none of its subnets'],
    [
      'has an interface without an address of the family',
      {
        ...observed(),
        interfaces: [endpointInterface(IP_1), endpointInterface(IP_2, OURS, { ips: ['2001:db8:0:2::5'] })],
      },
      '1 of 2 interfaces carry an address',
    ],
    [
      'has several gaps, and names them all',
      { ...observed([IP_1, IP_2], { state: 'pending' }), interfaces: observed([IP_1]).interfaces },
      'the endpoint is pending; 1 of 2 listed interfaces were found',
    ],
  ])('is partial when it %s', (_, source, why) => {
    expect(judge(source)).toMatchObject({ kind: 'partial', why });
  });

  it.each(['deleting', 'deleted', 'failed', 'rejected', 'expired', 'pendingacceptance', ''])(
    'is refused while it is "%s"',
    (state) => {
      const verdict = judge(observed([IP_1, IP_2], { state }));
      expect(verdict).toMatchObject({
        kind: 'refused',
        refusal: {
          code: 'source-not-usable',
          reason: `${OURS} is ${state}; its addresses cannot be trusted.`,
          remedy: expect.stringContaining(
            `aws ec2 describe-vpc-endpoints --region eu-west-1 --vpc-endpoint-ids ${OURS}`,
          ),
        },
      });
    },
  );

  describe('of another account, seen with its role', () => {
    const roleArn = 'arn:aws:iam::999999999999:role/lent';
    const binding = spec({ source: { vpcEndpointId: OURS, previous: [], roleArn } });
    const theirs = (state = 'available'): ReturnType<typeof observed> => ({
      ...observed([IP_1], { ownerId: '999999999999', state }),
      interfaces: [endpointInterface(IP_1, OURS, { ownerId: '999999999999' })],
    });

    it('is complete when all of it is of that account', () => {
      expect(judge(theirs(), { binding }).kind).toBe('complete');
    });

    it('is refused when it is the group’s account’s after all', () => {
      expect(judge(observed([IP_1]), { binding })).toEqual({
        kind: 'refused',
        refusal: {
          code: 'source-of-other-owner',
          reason: `${OURS} and its interfaces belong to 123456789012; source.roleArn is of 999999999999.`,
          remedy:
            'Bind an endpoint of account 999999999999, or name a role of the endpoint’s account as source.roleArn.',
        },
      });
    });

    it('is looked at with that role where it is not usable, and without one where there is none', () => {
      const remedy = (source: ReturnType<typeof observed>, of = binding): string => {
        const verdict = judge(source, { binding: of });
        return verdict.kind === 'refused' ? verdict.refusal.remedy : '';
      };
      expect(remedy(theirs('failed'))).toMatch(/^Look at it, as arn:aws:iam::999999999999:role\/lent: aws ec2 /);
      expect(remedy(observed([IP_1], { state: 'failed' }), spec())).toMatch(/^Look at it: aws ec2 /);
    });
  });

  it('is refused with AWS’s own account of what went wrong with it, where there is one', () => {
    const reason = (source: ReturnType<typeof observed>): string | false => {
      const verdict = judge(source);
      return verdict.kind === 'refused' && verdict.refusal.reason;
    };
    expect(reason(observed([IP_1], { state: 'failed', lastError: 'no free address' }))).toContain(
      'is failed (no free address);',
    );
    expect(reason(observed([IP_1], { state: 'failed' }))).toContain('is failed;');
  });

  it.each([
    [
      'of the gateway type',
      observed([IP_1], { type: 'Gateway' }),
      'source-of-other-service',
      `${OURS} is an endpoint of type Gateway; only interface endpoints have addresses to register.`,
      'Name an interface endpoint as source.vpcEndpointId.',
    ],
    [
      'of another account',
      observed([IP_1], { ownerId: '999999999999' }),
      'source-of-other-owner',
      `${OURS} and its interfaces belong to 123456789012, 999999999999; the target group belongs to 123456789012.`,
      'Bind an endpoint of account 123456789012, or name a role of the endpoint’s account as source.roleArn.',
    ],
    [
      'with an interface of another account',
      { ...observed([IP_1]), interfaces: [endpointInterface(IP_1, OURS, { ownerId: '000000000000' })] },
      'source-of-other-owner',
      `${OURS} and its interfaces belong to 000000000000, 123456789012; the target group belongs to 123456789012.`,
      'Bind an endpoint of account 123456789012, or name a role of the endpoint’s account as source.roleArn.',
    ],
    [
      'of another account, interfaces and all',
      {
        ...observed([IP_1], { ownerId: '999999999999' }),
        interfaces: [endpointInterface(IP_1, OURS, { ownerId: '999999999999' })],
      },
      'source-of-other-owner',
      'belong to 999999999999; the target group belongs to 123456789012.',
      'Bind an endpoint of account 123456789012, or name a role of the endpoint’s account as source.roleArn.',
    ],
    [
      'without an interface',
      observed([]),
      'source-without-address',
      `${OURS} is available and shows no ipv4 address: 0 of 0 listed interfaces were found.`,
      'Give the endpoint a subnet with ipv4 addresses, or bind a target group of its own family.',
    ],
    [
      'without an address of the family',
      { ...observed([IP_1]), interfaces: [endpointInterface(IP_1, OURS, { ips: [] })] },
      'source-without-address',
      'shows no ipv4 address: 1 of 1 listed interfaces were found.',
      'Give the endpoint a subnet with ipv4 addresses',
    ],
  ])('is refused when it is one %s, with what was found and what to do', (_, source, code, reason, remedy) => {
    expect(judge(source)).toEqual({
      kind: 'refused',
      refusal: { code, reason: expect.stringContaining(reason), remedy: expect.stringContaining(remedy) },
    });
  });

  it('is refused when its service is not the one expected', () => {
    const binding = spec({ source: { vpcEndpointId: OURS, serviceName: 'com.amazonaws.eu-west-1.s3', previous: [] } });
    const verdict = judge(observed(), { binding });
    expect(verdict).toEqual({
      kind: 'refused',
      refusal: {
        code: 'source-of-other-service',
        reason: `${OURS} is an endpoint of ${SERVICE}; the binding expects com.amazonaws.eu-west-1.s3.`,
        remedy: expect.stringContaining('Correct source.vpcEndpointId, or source.serviceName'),
      },
    });
  });

  it.each([
    ['not-found', 'InvalidVpcEndpointId.NotFound', 'correct source.vpcEndpointId'],
    ['denied', 'UnauthorizedOperation', 'Grant ec2:DescribeVpcEndpoints'],
    ['transient', 'RequestLimitExceeded', 'The next pass tries again.'],
    ['other', 'Surprise', 'Look AWS’s code up.'],
  ] as const)('is refused when its read failed (%s), with AWS’s code and what to do', (kind, code, remedy) => {
    expect(judgeSource(spec(), group(), unread(problem({ kind, code })))).toEqual({
      kind: 'refused',
      refusal: {
        code: 'source-unreadable',
        reason: `The source ${OURS} could not be read: reading vpce failed: ${code}: Rate exceeded`,
        remedy: expect.stringContaining(remedy),
        unread: kind,
      },
    });
  });
});
