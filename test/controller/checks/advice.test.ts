import { describe, expect, it } from 'vitest';
import { adviseAlbTargetGroup } from '../../../controller/checks/advice/alb-target-group.ts';
import { toResult } from '../../../controller/checks/advice/results.ts';
import { adviseVpcLink } from '../../../controller/checks/advice/vpc-link.ts';
import type { Advice, AdviceGround, Step } from '../../../controller/model/advice.ts';
import { read } from '../../../controller/model/reading.ts';
import { ALB_ARN, ALB_SG, albWith, door, ground, nlb, specWith } from './advice-ground.ts';
import { ill, said } from './results.ts';
import { failed, GROUP_ARN, groupWith, listedTarget, NLB_ARN, NLB_SG } from './situation.ts';

/** An advice in a word, with its reasons. */
function brief(advice: Advice): string {
  return advice.kind === 'needed' ? advice.needs.map(({ code }) => code).join(' ') : advice.kind;
}

function stepsOf(advice: Advice): readonly Step[] {
  if (advice.kind !== 'instead') throw new Error(`the advice is ${brief(advice)}`);
  return advice.steps;
}

const commandsOf = (advice: Advice): readonly string[] => stepsOf(advice).flatMap(({ commands }) => commands);

const elsewhere = (part: string, other: string): AdviceGround['spec'] =>
  specWith({ source: { loadBalancerArn: ALB_ARN.replace(part, other), previous: [] } });
const listeners = (...ports: readonly number[]): AdviceGround['appListeners'] =>
  read(ports.map((port) => ({ port, protocol: 'HTTPS' })));
const groups = (...loadBalancers: readonly (string | undefined)[]): NonNullable<AdviceGround['facts']['albGroups']> =>
  read(
    loadBalancers.map((arn, index) => ({
      arn: `${GROUP_ARN}${index}`,
      ...(arn !== undefined && { loadBalancerArn: arn }),
    })),
  );
const { frontDoor: _, ...unattached } = ground();

describe('a target group of type alb', () => {
  it.each<[string, AdviceGround, string]>([
    ['the ALB is in the group’s VPC and account', ground(), 'instead'],
    ['the ALB is of another account', ground({ spec: elsewhere('111122223333', '444455556666') }), 'other-account'],
    ['the ALB is in another Region', ground({ spec: elsewhere('eu-west-1', 'eu-west-2') }), 'other-region'],
    ['the ALB is in another VPC', ground({ source: read({ loadBalancer: albWith({ vpcId: 'vpc-2' }) }) }), 'other-vpc'],
    ['the group is TLS', ground({ group: read(groupWith({ protocol: 'TLS' })) }), 'group-protocol'],
    ['the group is IPv6', ground({ group: read(groupWith({ protocol: 'TCP', family: 'ipv6' })) }), 'ipv6'],
    ['the port is no listener’s', ground({ appListeners: listeners(80, 8443) }), 'port-without-listener'],
    ['the ALB has no listener', ground({ appListeners: listeners() }), 'port-without-listener'],
    ['the port is a listener’s among others', ground({ appListeners: listeners(80, 443) }), 'instead'],
    [
      'the binding’s own port is no listener’s',
      ground({ spec: specWith({ port: 8443 }), targets: read([]) }),
      'port-without-listener',
    ],
    [
      'the binding’s own port is a listener’s',
      ground({ spec: specWith({ port: 8443 }), targets: read([]), appListeners: listeners(8443) }),
      'instead',
    ],
    ['the load balancer ends TLS', ground({ frontDoor: door({ protocol: 'TLS' }) }), 'listener-protocol'],
    [
      'a listener that leads elsewhere ends TLS',
      ground({ frontDoor: { ...door(), listeners: read([...valueOfListeners(), otherTlsListener()]) } }),
      'instead',
    ],
    ['the group keeps an IP besides', ground({ spec: specWith({ keep: ['10.0.9.9'] }) }), 'other-targets'],
    [
      'the group has a target on another port',
      ground({ targets: read([listedTarget('10.0.1.9', 'healthy', { port: 80 })]) }),
      'other-targets',
    ],
    [
      'a target on another port is on its way out',
      ground({ targets: read([listedTarget('10.0.1.9', 'draining', { port: 80 })]) }),
      'instead',
    ],
    [
      'two others lead to the ALB by groups of the type',
      ground({ facts: { albGroups: groups(nlb('b'), nlb('c')) } }),
      'too-many-load-balancers',
    ],
    ['one other does', ground({ facts: { albGroups: groups(nlb('b')) } }), 'instead'],
    ['one other does, by two groups', ground({ facts: { albGroups: groups(nlb('b'), nlb('b')) } }), 'instead'],
    [
      'it does so itself already, and one other',
      ground({ facts: { albGroups: groups(NLB_ARN, nlb('b')) } }),
      'instead',
    ],
    [
      'one other does, and one that is attached to nothing',
      ground({ facts: { albGroups: groups(nlb('b'), undefined) } }),
      'instead',
    ],
    [
      'two others are kept by bindings',
      ground({ facts: { siblings: read([nlb('b'), nlb('c')]) } }),
      'too-many-load-balancers',
    ],
    ['one other is', ground({ facts: { siblings: read([nlb('b')]) } }), 'instead'],
    [
      'one other is, and a third leads there by a group of the type',
      ground({ facts: { siblings: read([nlb('b')]), albGroups: groups(nlb('c')) } }),
      'too-many-load-balancers',
    ],
    ['nothing leads to the group', unattached, 'unknown'],
    ['no listener forwards to the group', ground({ frontDoor: { ...door(), listeners: read([]) } }), 'unknown'],
  ])('where %s', (_name, given, expected) => {
    expect(brief(adviseAlbTargetGroup(given))).toBe(expected);
  });

  it('has every reason against it told, not the first alone', () => {
    const advice = adviseAlbTargetGroup(
      ground({
        spec: elsewhere('111122223333', '444455556666'),
        group: read(groupWith({ protocol: 'TLS', family: 'ipv6' })),
      }),
    );
    expect(brief(advice)).toBe('other-account group-protocol ipv6');
  });

  it.each<[string, Partial<Parameters<typeof ground>[0]>]>([
    ['the group', { group: failed() }],
    ['its targets', { targets: failed() }],
    ['the ALB', { source: failed() }],
    ['its listeners', { appListeners: failed() }],
    ['the load balancer', { frontDoor: { ...door(), loadBalancer: failed() } }],
    ['its attributes', { frontDoor: { ...door(), attributes: failed() } }],
    ['its listeners too', { frontDoor: { ...door(), listeners: failed() } }],
    ['the groups of the type', { facts: { albGroups: failed() } }],
    ['the load balancers of other bindings', { facts: { siblings: failed() } }],
  ])('is not known to do while %s cannot be read, and one reason against it is enough all the same', (_name, over) => {
    expect(adviseAlbTargetGroup(ground(over))).toMatchObject({
      kind: 'unknown',
      why: 'reading something failed: AccessDenied: no.',
    });
    expect(brief(adviseAlbTargetGroup(ground({ ...over, spec: elsewhere('eu-west-1', 'eu-west-2') })))).toContain(
      'other-region',
    );
  });
});

function valueOfListeners() {
  const { listeners: reading } = door();
  return reading.kind === 'read' ? reading.value : [];
}

function otherTlsListener() {
  const [first] = valueOfListeners();
  if (first === undefined) throw new Error('the fixture has a listener');
  return { ...first, arn: `${first.arn}0`, port: 8443, protocol: 'TLS', forwards: [{ groupArn: 'other', weight: 1 }] };
}

describe('the way to a target group of type alb', () => {
  const commands = commandsOf(adviseAlbTargetGroup(ground()));

  it('makes the group and its check as the ALB’s listener is, with the path and statuses of the check there was', () => {
    expect(commands[0]).toBe(
      'aws elbv2 create-target-group --name front-door-alb --target-type alb --protocol TCP --port 443 ' +
        '--vpc-id vpc-0000000000000000a --health-check-protocol HTTPS --health-check-path /ping --matcher HttpCode=200 --region eu-west-1',
    );
  });

  it.each([
    ['a check by TCP', { protocol: 'TCP', port: 'traffic-port' }, 'HTTPS', '/', '200-399'],
    ['a check without path', { protocol: 'HTTP', port: 'traffic-port' }, 'HTTP', '/', '200-399'],
    [
      'a check with both',
      { protocol: 'HTTPS', port: '443', path: '/up', matcher: '200,204' },
      'HTTP',
      '/up',
      '200,204',
    ],
  ])('carries over from %s what there is', (_name, healthCheck, protocol, path, matcher) => {
    const [first] = commandsOf(
      adviseAlbTargetGroup(
        ground({
          group: read(groupWith({ protocol: 'TCP', healthCheck })),
          appListeners: read([{ port: 443, protocol }]),
        }),
      ),
    );
    expect(first).toContain(
      `--health-check-protocol ${protocol} --health-check-path ${path} --matcher HttpCode=${matcher} `,
    );
  });

  it.each([
    ['a'.repeat(32), `${'a'.repeat(28)}-alb`],
    [`${'a'.repeat(27)}-${'b'.repeat(4)}`, `${'a'.repeat(27)}-alb`],
  ])('names the group in 32 characters: %s', (name, expected) => {
    const [first] = commandsOf(adviseAlbTargetGroup(ground({ group: read(groupWith({ protocol: 'TCP', name })) })));
    expect(first).toContain(`--name ${expected} `);
  });

  it('lets no client go there before it is healthy, then some, then all', () => {
    const weights = commands
      .filter((command) => command.includes('modify-listener') || command.includes(' wait '))
      .map((command) =>
        [...command.matchAll(/TargetGroupArn=([^,]+),Weight=(\d+)/g)].map(([, arn, weight]) => `${arn} ${weight}`),
      );
    const fresh = '<alb-target-group-arn>';
    expect(weights).toEqual([[`${GROUP_ARN} 1`, `${fresh} 0`], [], [`${GROUP_ARN} 9`, `${fresh} 1`], [`${fresh} 1`]]);
  });

  it('leaves what else a listener leads to, and changes every listener that leads to the group', () => {
    const forwards = [
      { groupArn: 'other', weight: 3 },
      { groupArn: GROUP_ARN, weight: 2 },
    ];
    const [one] = valueOfListeners();
    if (one === undefined) throw new Error('the fixture has a listener');
    const two = read([
      { ...one, forwards },
      { ...one, arn: `${one.arn}0`, port: 8443, forwards },
    ]);
    const all = commandsOf(adviseAlbTargetGroup(ground({ frontDoor: { ...door(), listeners: two } })));
    expect(all.join('\n')).not.toContain('Weight=9');
    const last = all.slice(-4, -2);
    expect(last).toEqual(
      [one.arn, `${one.arn}0`].map(
        (arn) =>
          `aws elbv2 modify-listener --listener-arn ${arn} --default-actions ` +
          `'Type=forward,ForwardConfig={TargetGroups=[{TargetGroupArn=other,Weight=3},{TargetGroupArn=<alb-target-group-arn>,Weight=2}]}' --region eu-west-1`,
      ),
    );
  });

  it.each([
    ['the load balancer’s security group', [NLB_SG], `--source-group ${NLB_SG}`],
    ['the clients’ CIDRs where it has none', [], `--cidr '<client-cidr>'`],
  ])('has the ALB admit %s', (_name, securityGroupIds, expected) => {
    const all = commandsOf(adviseAlbTargetGroup(ground({ frontDoor: door({}, { securityGroupIds }) })));
    expect(all).toContain(
      `aws ec2 authorize-security-group-ingress --group-id ${ALB_SG} --protocol tcp --port 443 ${expected} --region eu-west-1`,
    );
  });

  it.each([
    ['true', 'true', true],
    ['true', 'false', false],
    ['false', 'true', false],
  ])('turns zonal shift (%s) off first where cross-zone (%s) is on too, and says so', (shift, crossZone, first) => {
    const attributes = { 'zonal_shift.config.enabled': shift, 'load_balancing.cross_zone.enabled': crossZone };
    const advice = adviseAlbTargetGroup(ground({ frontDoor: door({}, {}, attributes) }));
    const turnsOff =
      `aws elbv2 modify-load-balancer-attributes --load-balancer-arn ${NLB_ARN} ` +
      '--attributes Key=zonal_shift.config.enabled,Value=false --region eu-west-1';
    expect(commandsOf(advice).indexOf(turnsOff)).toBe(first ? 0 : -1);
    expect(advice).toMatchObject({ kind: 'instead' });
    const changes = advice.kind === 'instead' ? advice.changes.join(' ') : '';
    expect(changes.includes('no zonal shift any more')).toBe(first);
  });

  it('deletes the old group last, when the binding is gone and no connection can be left', () => {
    const [leave, wait, remove] = stepsOf(adviseAlbTargetGroup(ground())).slice(-3);
    expect(leave).toMatchObject({ words: expect.stringMatching(/^Take the binding out/), commands: [] });
    expect(wait?.words).toMatch(/^Wait an hour: /);
    expect(wait?.commands).toEqual([
      'aws cloudwatch get-metric-statistics --namespace AWS/NetworkELB --metric-name ActiveFlowCount ' +
        '--dimensions Name=LoadBalancer,Value=net/front-door/50dc6c495c0c9188 --statistics Maximum --period 60 ' +
        "--start-time '<when-the-last-listener-was-changed>' --end-time '<now>' --region eu-west-1",
    ]);
    expect(remove?.commands).toEqual([
      `aws elbv2 delete-target-group --target-group-arn ${GROUP_ARN} --region eu-west-1`,
    ]);
  });
});

describe('a VPC link that leads to the ALB', () => {
  const otherVpc = read({ loadBalancer: albWith({ vpcId: 'vpc-2' }) });
  it.each<[string, AdviceGround, string]>([
    ['a link leads to the internal load balancer', ground(), 'instead'],
    ['no link leads to it', ground({ facts: { vpcLinks: read([]) } }), 'no-vpc-link'],
    ['it is internet-facing', ground({ frontDoor: door() }), 'internet-facing'],
    [
      'the ALB is internet-facing',
      ground({ source: read({ loadBalancer: albWith({ scheme: 'internet-facing' }) }) }),
      'internet-facing',
    ],
    ['the ALB is in another VPC', ground({ source: otherVpc }), 'instead'],
    ['the ALB is of another account', ground({ spec: elsewhere('111122223333', '444455556666') }), 'other-account'],
    ['the ALB is in another Region', ground({ spec: elsewhere('eu-west-1', 'eu-west-2') }), 'other-region'],
    ['the port is no listener’s', ground({ appListeners: listeners(8443) }), 'port-without-listener'],
    ['the group holds another thing besides', ground({ spec: specWith({ keep: ['10.0.9.9'] }) }), 'other-targets'],
    ['the group is TLS', ground({ group: read(groupWith({ protocol: 'TLS' })) }), 'instead'],
    ['nothing leads to the group', unattached, 'unknown'],
  ])('where %s', (_name, given, expected) => {
    expect(brief(adviseVpcLink(given))).toBe(expected);
  });

  it.each<[string, Partial<Parameters<typeof ground>[0]>]>([
    ['the load balancer', { frontDoor: { ...door(), loadBalancer: failed() } }],
    ['the links', { facts: { vpcLinks: failed() } }],
    ['the ALB', { source: failed() }],
    ['the ALB’s listeners', { appListeners: failed() }],
    ['the group', { group: failed() }],
    ['its targets', { targets: failed() }],
  ])('is not known to do while %s cannot be read', (_name, over) => {
    expect(brief(adviseVpcLink(ground(over)))).toBe('unknown');
  });

  it('is led to by integrations that name the ALB and, by the port of the uri, its listener', () => {
    const commands = commandsOf(adviseVpcLink(ground()));
    expect(commands).toContain(
      'aws apigatewayv2 create-vpc-link --name orders --subnet-ids subnet-00000000000000001 subnet-00000000000000002 ' +
        `--security-group-ids '<security-group-id-of-the-link>' --region eu-west-1`,
    );
    const integration = commands.find((command) => command.includes('put-integration'));
    expect(integration).toContain(`--integration-target ${ALB_ARN} --uri 'https://<host>:443/<path>'`);
    expect(commands).toContain('aws apigateway delete-vpc-link --vpc-link-id abc123 --region eu-west-1');
  });

  it('is led to in clear text where the listener is HTTP', () => {
    const http = ground({
      group: read(groupWith({ protocol: 'TCP', port: 80 })),
      targets: read([]),
      appListeners: read([{ port: 80, protocol: 'HTTP' }]),
    });
    expect(commandsOf(adviseVpcLink(http)).join('\n')).toContain(`--uri 'http://<host>:80/<path>'`);
  });
});

describe('in the audit an advice', () => {
  const results = (given: AdviceGround) =>
    [adviseAlbTargetGroup(given), adviseVpcLink(given)].map((advice) => toResult(advice, given.spec));
  const subject = 'loadbalancer/app/orders/6d0ecf831eec9f09';

  it('is info where a binding is not needed, with words and commands on lines of their own', () => {
    expect(results(ground())).toMatchObject([
      { code: 'ALB_TARGET_TYPE', subject, kind: 'finding', severity: 'info' },
      { code: 'VPC_LINK', subject, kind: 'finding', severity: 'info' },
    ]);
    expect(ill(results(ground()))).toEqual([]);
    const shifting = { 'zonal_shift.config.enabled': 'true' };
    const bare = door({}, { scheme: 'internal', securityGroupIds: [] }, shifting);
    expect(ill(results(ground({ frontDoor: bare })))).toEqual([]);
  });

  it('is ok where it is needed, with the reasons', () => {
    const far = results(ground({ spec: elsewhere('111122223333', '444455556666') }));
    expect(far.map(({ kind }) => kind)).toEqual(['ok', 'ok']);
    expect(said(far)).toContain(
      'Not a target group of type alb: the ALB is of account 444455556666, the group of 111122223333.',
    );
  });

  it('is unknown where it cannot be told', () => {
    expect(results(ground({ targets: failed() })).map(({ kind }) => kind)).toEqual(['unknown', 'unknown']);
  });
});
