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
      '1 of 2 listed interfaces',
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
  ])('is partial when it %s', (_, source, text) => {
    const verdict = judge(source);
    expect(verdict.kind).toBe('partial');
    expect(verdict.kind === 'partial' && verdict.why).toContain(text);
  });

  it.each(['deleting', 'deleted', 'failed', 'rejected', 'expired', 'pendingacceptance', ''])(
    'is refused while it is "%s"',
    (state) => {
      const verdict = judge(observed([IP_1, IP_2], { state }));
      expect(verdict.kind === 'refused' && verdict.refusal.code).toBe('source-not-usable');
    },
  );

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
    ['of the gateway type', observed([IP_1], { type: 'Gateway' }), 'source-of-other-service'],
    ['of another account', observed([IP_1], { ownerId: '999999999999' }), 'source-of-other-owner'],
    [
      'with an interface of another account',
      { ...observed([IP_1]), interfaces: [endpointInterface(IP_1, OURS, { ownerId: '999999999999' })] },
      'source-of-other-owner',
    ],
    [
      'of another account, interfaces and all',
      {
        ...observed([IP_1], { ownerId: '999999999999' }),
        interfaces: [endpointInterface(IP_1, OURS, { ownerId: '999999999999' })],
      },
      'source-of-other-owner',
    ],
    ['of another VPC', observed([IP_1], { vpcId: 'vpc-2' }), 'source-in-other-vpc'],
    ['without an interface', observed([]), 'source-without-address'],
    [
      'without an address of the family',
      { ...observed([IP_1]), interfaces: [endpointInterface(IP_1, OURS, { ips: [] })] },
      'source-without-address',
    ],
  ])('is refused when it is one %s', (_, source, code) => {
    const verdict = judge(source);
    expect(verdict.kind === 'refused' && verdict.refusal.code).toBe(code);
  });

  it('is refused when its service is not the one expected', () => {
    const binding = spec({ source: { vpcEndpointId: OURS, serviceName: 'com.amazonaws.eu-west-1.s3', previous: [] } });
    const verdict = judge(observed(), { binding });
    expect(verdict.kind === 'refused' && verdict.refusal.reason).toContain('expects com.amazonaws.eu-west-1.s3');
  });

  it.each([
    ['not-found', 'InvalidVpcEndpointId.NotFound'],
    ['denied', 'UnauthorizedOperation'],
    ['transient', 'RequestLimitExceeded'],
    ['other', 'Surprise'],
  ] as const)('is refused when its read failed (%s), with AWS’s code', (kind, code) => {
    const verdict = judgeSource(spec(), group(), unread(problem({ kind, code })));
    expect(verdict.kind === 'refused' && verdict.refusal.code).toBe('source-unreadable');
    expect(verdict.kind === 'refused' && verdict.refusal.reason).toContain(code);
  });
});
