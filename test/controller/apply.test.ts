import { describe, expect, it } from 'vitest';
import { deregisterAll, type Desk, registerAll } from '../../controller/apply.ts';
import { setAlbStage } from '../scenarios/alb-stage.ts';
import { setStage, type Stage } from '../scenarios/stage.ts';
import { listed } from './builders.ts';
import { deskOf, operations, outcome, replaced, takeStrangerIp } from './staged.ts';

describe('writes', () => {
  it('name ip and port, and no zone', async () => {
    const { stage, ips } = replaced();
    const [register] = (await stage.pass()).writes;
    expect(register?.params).toMatchObject({ Targets: ips.map((Id) => ({ Id, Port: '443' })) });
    expect(JSON.stringify(register?.params)).not.toContain('AvailabilityZone');
  });

  it('deregister exactly what AWS listed, the zone it filled in included', async () => {
    const { stage, ips } = replaced();
    stage.cloud.register(stage.group.arn, ips);
    stage.cloud.setHealthy(stage.group.arn);
    const [deregister] = (await stage.pass()).writes;
    expect(deregister?.params).toMatchObject({
      Targets: [{ Id: stage.endpoint.ips[0], Port: '443', AvailabilityZone: 'eu-west-1a' }],
    });
  });

  it('come in one call when AWS accepts it', async () => {
    const { stage } = replaced();
    expect(operations((await stage.pass()).writes)).toEqual(['RegisterTargets']);
  });

  it('are sent one by one when AWS rejects a call for one of its targets; that one faults, and nothing is removed', async () => {
    const { stage, ips } = replaced();
    stage.cloud.faults.add({
      fault: 'invalid-target',
      operation: 'RegisterTargets',
      match: ({ Targets }) => JSON.stringify(Targets).includes(`"${ips[0]}"`),
    });
    const pass = await stage.pass();
    expect(operations(pass.writes)).toEqual(['RegisterTargets', 'RegisterTargets', 'RegisterTargets']);
    expect(pass.outcomes[0]).toMatchObject({
      outcome: 'faulted',
      changes: { registered: [`${ips[1]}:443`], deregistered: [] },
    });
    expect(pass.fault?.message).toContain('InvalidTarget');
  });

  it.each([
    ['together', undefined],
    ['one by one', '10.1.1.99'],
  ])('of a target outside the group’s VPC say its zone, sent %s', async (_, rejected) => {
    const stage = setAlbStage({ where: 'other-vpc', registered: false });
    stage.cloud.faults.add({
      fault: 'invalid-target',
      operation: 'RegisterTargets',
      match: ({ Targets }) => JSON.stringify(Targets).includes(`"${rejected}"`),
    });
    const entrants = [...stage.alb.ips, ...(rejected === undefined ? [] : [rejected])].map((ip) => ({
      ip,
      port: 443,
      availabilityZone: 'all' as const,
    }));
    const written = await registerAll(deskOf(stage), entrants, async () => []);
    expect(written.registered.map(({ ip }) => ip)).toEqual(stage.alb.ips);
    const sent = stage.cloud.calls.filter((call) => call.write).flatMap(({ params }) => params['Targets']);
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.filter((target) => !JSON.stringify(target).includes('"AvailabilityZone":"all"'))).toEqual([]);
  });

  it('outside the group’s VPC are sent one by one when one address is its own as well: that one does not keep the others out', async () => {
    const stage = setAlbStage({ where: 'other-vpc', registered: false });
    const entrants = [...stage.alb.ips, '10.0.1.77'].map((ip) => ({ ip, port: 443, availabilityZone: 'all' as const }));
    const { registered, failures } = await registerAll(deskOf(stage), entrants, async () => []);
    expect(registered.map(({ ip }) => ip)).toEqual(stage.alb.ips);
    expect(failures).toMatchObject([
      { code: expect.stringContaining('ValidationError'), doing: expect.stringContaining('registering 10.0.1.77') },
    ]);
    const answers = stage.cloud.calls.filter((call) => call.write).map(({ error }) => error);
    expect(answers).toEqual(['ValidationError', undefined, undefined, 'ValidationError']);
  });

  it('that AWS rejects one by one are a fault each, in the report and among the causes', async () => {
    const { stage, ips } = replaced();
    stage.cloud.faults.add({ fault: 'invalid-target', operation: 'RegisterTargets' });
    const pass = await stage.pass();
    const reasons = ips.map((ip) => expect.stringContaining(`registering ${ip} in`));
    expect(pass.outcomes[0]?.faults.map(({ reason }) => reason)).toEqual(reasons);
    expect(pass.fault?.cause).toMatchObject({
      errors: [{ name: 'InvalidTargetException' }, { name: 'InvalidTargetException' }],
    });
  });
});

describe('a defect of ours', () => {
  const broken: Desk = {
    ...deskOf(setStage()),
    get groupArn(): string {
      throw new TypeError('ours');
    },
  };

  it.each([
    ['registering', () => registerAll(broken, [{ ip: '10.0.1.9', port: 443 }], async () => [])],
    ['deregistering', () => deregisterAll(broken, [listed('10.0.1.9')])],
  ])('while %s is no failure of AWS and leaves as it is', async (_, write) => {
    await expect(write()).rejects.toThrow(new TypeError('ours'));
  });
});

describe('a failed deregistration', () => {
  it('is a fault, and the target stays', async () => {
    const { stage, ips } = replaced();
    stage.cloud.register(stage.group.arn, ips);
    stage.cloud.setHealthy(stage.group.arn);
    stage.cloud.faults.add({ operation: 'DeregisterTargets', fault: 'deny' });
    const pass = await stage.pass();
    expect(outcome(pass)).toBe('faulted');
    expect(pass.fault?.message).toContain(`deregistering ${stage.endpoint.ips[0]}`);
    expect(stage.targets().filter((target) => target.endsWith('healthy'))).toHaveLength(4);
  });
});

describe('a deregistration that AWS rejects for one of its targets', () => {
  it('is sent again one by one, so that a stranger goes although a retired target does not', async () => {
    const { stage, ips } = replaced();
    const stranger = takeStrangerIp(stage);
    stage.cloud.register(stage.group.arn, [...ips, stranger]);
    stage.cloud.setHealthy(stage.group.arn, [...stage.endpoint.ips, ...ips]);
    const [kept] = stage.endpoint.ips;
    const names =
      (text: string) =>
      ({ Targets }: Readonly<Record<string, unknown>>) =>
        JSON.stringify(Targets).includes(text);
    stage.cloud.faults.add({ fault: 'invalid-target', operation: 'DeregisterTargets', match: names(`"${kept}"`) });
    const pass = await stage.pass();
    expect(outcome(pass)).toBe('faulted');
    expect(pass.outcomes[0]?.changes.deregistered).toEqual([`${stranger}:443`]);
  });
});

describe('removals wait for registrations', () => {
  /** The second address is registered and healthy, the first is missing, and one target is gone. */
  function halfway(): { stage: Stage; gone: string } {
    const stage = setStage();
    const [first = ''] = stage.endpoint.ips;
    const { id, ip } = stage.cloud.takeAddress({ subnetId: stage.subnetIds[0] ?? '', listens: [] });
    stage.cloud.register(stage.group.arn, [ip]);
    stage.cloud.releaseAddress(id);
    stage.cloud.advance(200);
    stage.cloud.deregister(stage.group.arn, [first]);
    return { stage, gone: `${ip}:443` };
  }

  it('a gone target goes in the pass that registered all', async () => {
    const { stage, gone } = halfway();
    expect((await stage.pass()).outcomes[0]?.changes.deregistered).toEqual([gone]);
  });

  it.each([
    ['a registration failed', 'RegisterTargets', 'deny'],
    ['the group could not be listed after them', 'DescribeTargetHealth', 'health-unavailable'],
  ] as const)('the gone target stays when %s', async (_, operation, fault) => {
    const { stage } = halfway();
    const registering = (): boolean => stage.cloud.calls.some((call) => call.write);
    stage.cloud.faults.add({ operation, fault, match: () => operation === 'RegisterTargets' || registering() });
    const pass = await stage.pass();
    expect(outcome(pass)).toBe('faulted');
    expect(operations(pass.writes)).not.toContain('DeregisterTargets');
  });

  it('a gone target that only a failed registration keeps back is held, with both reasons', async () => {
    const { stage, gone } = halfway();
    const [first = '', second = ''] = stage.endpoint.ips;
    stage.cloud.deregister(stage.group.arn, [second]);
    stage.cloud.faults.add({
      fault: 'invalid-target',
      operation: 'RegisterTargets',
      match: ({ Targets }) => JSON.stringify(Targets).includes(`"${first}"`),
    });
    const { outcomes } = await stage.pass();
    expect(outcomes[0]).toMatchObject({
      outcome: 'faulted',
      plan: { deregister: [], hold: [gone] },
      changes: { registered: [`${second}:443`], deregistered: [] },
    });
    expect(outcomes[0]?.reasons.find(({ target }) => target === gone)?.reason).toMatch(
      /^not every registration succeeded; else it would go: no interface carries .*; 1 desired stand registered$/,
    );
  });
});

describe('a stranger is evicted', () => {
  it('although a registration failed', async () => {
    const { stage } = replaced();
    const ip = takeStrangerIp(stage);
    stage.cloud.register(stage.group.arn, [ip]);
    stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'deny' });
    const pass = await stage.pass();
    expect(pass.outcomes[0]).toMatchObject({
      outcome: 'faulted',
      changes: { registered: [], deregistered: [`${ip}:443`] },
    });
  });

  it('although the source cannot be read; the pass is refused, with its change', async () => {
    const stage = setStage();
    const ip = takeStrangerIp(stage);
    stage.cloud.register(stage.group.arn, [ip]);
    stage.cloud.faults.add({ operation: 'DescribeVpcEndpoints', fault: 'deny' });
    const pass = await stage.pass();
    expect(pass.outcomes[0]).toMatchObject({ outcome: 'refused', changes: { deregistered: [`${ip}:443`] } });
    expect(stage.targets().filter((target) => target.endsWith(' healthy'))).toHaveLength(2);
  });
});

describe('a group', () => {
  it('that is empty is filled', async () => {
    const stage = setStage();
    stage.cloud.deregister(stage.group.arn, stage.endpoint.ips);
    stage.cloud.advance(400);
    expect(stage.targets()).toEqual([]);
    expect(outcome(await stage.pass())).toBe('changed');
    expect(stage.targets()).toHaveLength(2);
  });

  it('that is paused is left alone until the pause ends', async () => {
    const { stage } = replaced();
    const until = new Date(stage.cloud.clock.now().getTime() + 90_000).toISOString();
    stage.cloud.setTags(stage.group.arn, { 'target-sync:pause-until': until });
    const [first, second, third] = await stage.passes(3);
    expect([first, second, third].map((pass) => pass?.writes.length)).toEqual([0, 0, 1]);
    expect(first?.outcomes[0]?.pause?.reason).toContain(`Paused until ${until}`);
  });

  it.each([
    ['observe', [], 'planned'],
    ['add', ['RegisterTargets'], 'changed'],
  ])('bound in mode %s sees the writes %j', async (mode, writes, word) => {
    const { stage } = replaced();
    stage.bind({ mode });
    const pass = await stage.pass();
    expect(operations(pass.writes)).toEqual(writes);
    expect(outcome(pass)).toBe(word);
  });

  it('of family ipv6 holds the IPv6 addresses of a dualstack endpoint', async () => {
    const stage = setStage({ family: 'ipv6' });
    expect(outcome(await stage.pass())).toBe('in-sync');
    stage.cloud.deregister(stage.group.arn, [stage.endpoint.interfaces[0]?.ipv6 ?? '']);
    const pass = await stage.pass();
    expect(pass.outcomes[0]?.changes.registered).toEqual([`[${stage.endpoint.interfaces[0]?.ipv6}]:443`]);
  });
});
