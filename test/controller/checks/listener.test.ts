import { describe, expect, it } from 'vitest';
import { lbListener } from '../../../controller/checks/load-balancer/listener.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { Certificate } from '../../../controller/model/audit-certificate.ts';
import type { Listener } from '../../../controller/model/audit-load-balancer.ts';
import { type Reading, read } from '../../../controller/model/reading.ts';
import { withFrontDoor, withLoadBalancer } from './front-doors.ts';
import { brief, findingsOf, said } from './results.ts';
import {
  CERTIFICATE_ARN,
  detached,
  failed,
  FAR_AWAY,
  frontDoorWith,
  GROUP_ARN,
  groupWith,
  healthySettings,
  HOST,
  nameWith,
  NLB_ARN,
  situation,
  valueOf,
  withSettings,
} from './situation.ts';

const OTHER_GROUP = GROUP_ARN.replace('front-door', 'other');
const OTHER_CERTIFICATE = CERTIFICATE_ARN.replace('11111111', '99999999');
const TLS_OK = [`ok ${NLB_ARN}`, 'ok public port', 'ok TLS:443', `ok ${HOST} on TLS:443`];

function listener(over: Partial<Listener> = {}): Listener {
  const [healthy] = valueOf(frontDoorWith().listeners);
  if (healthy === undefined) throw new TypeError('the fixture has no listener');
  return { ...healthy, ...over };
}

function withListeners(listeners: readonly Listener[], base: EndpointAudit = situation()): EndpointAudit {
  return withFrontDoor({ listeners: read(listeners) }, base);
}

function certificate(over: Partial<Certificate> = {}): Reading<Certificate> {
  return read({ arn: CERTIFICATE_ARN, names: [HOST], status: 'ISSUED', notAfter: FAR_AWAY, ...over });
}

function withCertificates(...readings: readonly (Reading<Certificate> | undefined)[]): EndpointAudit {
  const arns = [CERTIFICATE_ARN, OTHER_CERTIFICATE].slice(0, readings.length);
  const certificates = new Map<string, Reading<Certificate>>();
  arns.forEach((arn, at) => {
    const reading = readings[at];
    if (reading !== undefined) certificates.set(arn, reading);
  });
  return withListeners([listener({ certificateArns: arns })], situation({ certificates }));
}

function certificateVerdict(of: EndpointAudit): string | undefined {
  return brief(lbListener(of))[3];
}

describe('LB_LISTENER', () => {
  it('is content with the healthy path', () => {
    expect(brief(lbListener(situation()))).toEqual(TLS_OK);
  });

  it('is content with TLS passed on, and has no certificate to look at then', () => {
    const passed = withListeners(
      [listener({ protocol: 'TCP', certificateArns: [] })],
      situation({ group: read(groupWith({ protocol: 'TCP' })), names: [] }),
    );
    expect(brief(lbListener(passed))).toEqual(TLS_OK.slice(0, 2));
  });

  it('finds a group that is attached to nothing, and knows how to attach it', () => {
    const results = lbListener(detached());
    expect(brief(results)).toEqual(['crit front-door']);
    expect(findingsOf(results)[0]?.fix).toContain(
      "aws elbv2 create-listener --load-balancer-arn '<load-balancer-arn>' --protocol TLS --port 443",
    );
    expect(findingsOf(results)[0]?.fix).toContain(`Type=forward,TargetGroupArn=${GROUP_ARN}`);
  });

  it('is unknown where the group was not read', () => {
    expect(brief(lbListener(situation({ group: failed() })))).toEqual([`unknown ${GROUP_ARN}`]);
  });

  it.each(['provisioning', 'active_impaired', 'failed'])('finds a load balancer that is %s', (state) => {
    expect(brief(lbListener(withLoadBalancer({ state })))).toEqual([`crit ${NLB_ARN}`, ...TLS_OK.slice(1)]);
  });

  it('judges each part that was read', () => {
    expect(brief(lbListener(withFrontDoor({ loadBalancer: failed() })))).toEqual([
      `unknown ${NLB_ARN}`,
      ...TLS_OK.slice(1),
    ]);
    expect(brief(lbListener(withFrontDoor({ listeners: failed() })))).toEqual([`ok ${NLB_ARN}`, 'unknown listeners']);
  });
});

describe('LB_LISTENER on the public port', () => {
  const publicPort = (of: EndpointAudit): string | undefined => brief(lbListener(of))[1];
  const weights = (own: number, other: number): Listener =>
    listener({
      forwards: [
        { groupArn: GROUP_ARN, weight: own },
        { groupArn: OTHER_GROUP, weight: other },
      ],
    });

  it.each<[string, readonly Listener[], string]>([
    ['a listener there forwards to the group', [listener()], 'ok'],
    ['the group has everything', [weights(1, 0)], 'ok'],
    ['the group has a share', [weights(1, 99)], 'warn'],
    ['the group has most', [weights(999, 1)], 'warn'],
    ['the group has no share, and nobody else has', [weights(0, 0)], 'ok'],
    ['the group is weighted away', [weights(0, 1)], 'crit'],
    ['only a listener on another port forwards to it', [listener({ port: 8443 })], 'crit'],
    [
      'the listener there forwards to another group',
      [listener({ forwards: [{ groupArn: OTHER_GROUP, weight: 1 }] })],
      'crit',
    ],
    ['there is no listener', [], 'crit'],
  ])('where %s', (_, listeners, expected) => {
    expect(publicPort(withListeners(listeners))).toBe(`${expected} public port`);
  });

  it('points the listener there to the group, or makes one where there is none', () => {
    const fix = (listeners: readonly Listener[]): string =>
      findingsOf(lbListener(withListeners(listeners)))[0]?.fix ?? '';
    const forwarding = `aws elbv2 modify-listener --listener-arn ${listener().arn} --default-actions Type=forward,TargetGroupArn=${GROUP_ARN} --region eu-west-1`;
    expect(fix([weights(0, 1)])).toBe(forwarding);
    expect(fix([listener({ forwards: [{ groupArn: OTHER_GROUP, weight: 1 }] })])).toBe(forwarding);
    expect(fix([])).toContain(`create-listener --load-balancer-arn ${NLB_ARN} --protocol TLS --port 443`);
  });

  it('says what a share leaves to others', () => {
    const [one] = findingsOf(lbListener(withListeners([weights(1, 99)])));
    expect(one?.found).toContain(`${OTHER_GROUP} (weight 99)`);
  });

  it('is not configured without the port; whether anything forwards to the group is judged all the same', () => {
    const untold = withSettings({ ...healthySettings, publicPort: undefined });
    expect(publicPort(untold)).toBe('not-configured audit.publicPort');
    expect(publicPort(withListeners([listener({ port: 8443 })], untold))).toBe('not-configured audit.publicPort');
    expect(publicPort(withListeners([], untold))).toBe('crit public port');
  });
});

describe('LB_LISTENER on TLS', () => {
  it.each([
    ['None', 'ok TLS:443'],
    [undefined, 'ok TLS:443'],
    ['HTTP2Optional', 'crit TLS:443 ALPN'],
    ['HTTP1Only', 'crit TLS:443 ALPN'],
  ])('makes of ALPN %s: %s', (alpn, expected) => {
    const { alpn: _, ...without } = listener();
    const results = lbListener(withListeners([alpn === undefined ? without : { ...without, alpn }]));
    expect(brief(results)).toEqual([...TLS_OK.slice(0, 2), expected, ...TLS_OK.slice(3)]);
  });

  it('names the command that turns ALPN off', () => {
    const results = lbListener(withListeners([listener({ alpn: 'HTTP2Only' })]));
    expect(findingsOf(results)[0]?.fix).toBe(
      `aws elbv2 modify-listener --listener-arn ${listener().arn} --alpn-policy None --region eu-west-1`,
    );
  });

  it('finds a listener that decrypts for a group in clear text', () => {
    const results = lbListener(situation({ group: read(groupWith({ protocol: 'TCP' })) }));
    expect(brief(results)[2]).toBe('crit TLS:443 → TCP');
    expect(findingsOf(results)[0]?.fix).toContain(`modify-listener --listener-arn ${listener().arn} --protocol TCP`);
  });

  it('leaves listeners alone that lead elsewhere', () => {
    const elsewhere = listener({ port: 8443, alpn: 'HTTP2Only', forwards: [{ groupArn: OTHER_GROUP, weight: 1 }] });
    expect(brief(lbListener(withListeners([listener(), elsewhere])))).toEqual(TLS_OK);
  });
});

describe('LB_LISTENER on certificates', () => {
  const days = (count: number): Date => new Date(situation().now.getTime() + count * 86_400_000);

  it.each<[string, EndpointAudit, string]>([
    ['covers the name', withCertificates(certificate()), 'ok'],
    ['covers it by a wildcard', withCertificates(certificate({ names: ['*.example.com'] })), 'ok'],
    ['is for another name', withCertificates(certificate({ names: ['www.example.com'] })), 'crit'],
    ['has 21 days left', withCertificates(certificate({ notAfter: days(21) })), 'ok'],
    ['has less than 21 days left', withCertificates(certificate({ notAfter: days(20.9) })), 'crit'],
    ['has expired', withCertificates(certificate({ notAfter: days(-1) })), 'crit'],
    ['is not issued', withCertificates(certificate({ status: 'REVOKED' })), 'crit'],
    ['was not read', withCertificates(failed()), 'unknown'],
    ['was not looked up', withCertificates(undefined), 'unknown'],
    ['is absent', withCertificates(), 'crit'],
    [
      'is for another name, beside one that covers it',
      withCertificates(certificate({ names: ['www.example.com'] }), certificate()),
      'ok',
    ],
    ['ends soon, beside one that does not', withCertificates(certificate({ notAfter: days(3) }), certificate()), 'ok'],
    ['covers it, beside one that was not read', withCertificates(failed(), certificate()), 'ok'],
    [
      'ends soon, beside one that was not read',
      withCertificates(certificate({ notAfter: days(3) }), failed()),
      'unknown',
    ],
  ])('where the certificate %s', (_, of, expected) => {
    expect(certificateVerdict(of)).toBe(`${expected} ${HOST} on TLS:443`);
  });

  it('asks for a new one where none covers the name, and else looks at what holds the renewal up', () => {
    const request = said(lbListener(withCertificates(certificate({ names: ['www.example.com'] }))));
    expect(request).toContain(
      `aws acm request-certificate --domain-name ${HOST} --validation-method DNS --region eu-west-1`,
    );
    const renew = said(lbListener(withCertificates(certificate({ notAfter: days(3) }))));
    expect(renew).toContain(`aws acm describe-certificate --certificate-arn ${CERTIFICATE_ARN}`);
  });

  it('has a result for each hostname', () => {
    const names = [nameWith(), nameWith({ name: 'two.example.com' })];
    expect(brief(lbListener(situation({ names }))).slice(3)).toEqual([
      `ok ${HOST} on TLS:443`,
      'crit two.example.com on TLS:443',
    ]);
  });

  it('is not configured without a hostname, and the rest is judged all the same', () => {
    expect(brief(lbListener(situation({ names: [] })))).toEqual([...TLS_OK.slice(0, 3), 'not-configured hostnames']);
  });
});
