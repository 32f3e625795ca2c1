import { describe, expect, it } from 'vitest';
import { albListener } from '../../../controller/checks/alb/listener.ts';
import { lbListener } from '../../../controller/checks/load-balancer/listener.ts';
import type { LoadBalancerAudit } from '../../../controller/model/audit.ts';
import type { Certificate } from '../../../controller/model/audit-certificate.ts';
import type { Listener } from '../../../controller/model/audit-load-balancer.ts';
import type { AppListener } from '../../../controller/model/audit-source.ts';
import { read } from '../../../controller/model/reading.ts';
import { ALB_ACCOUNT, albSituation, appListener, farSituation } from './alb-situation.ts';
import { brief, findingsOf, ill } from './results.ts';
import { CERTIFICATE_ARN, FAR_AWAY, failed, HOST, nameWith, publicHalf, valueOf } from './situation.ts';

const OF_TARGETS = 'port 443';
const OF_CERTIFICATE = `${HOST} on HTTPS:443`;

function withListeners(appListeners: readonly AppListener[], base = albSituation()): LoadBalancerAudit {
  return { ...base, appListeners: read(appListeners) };
}

function ofGroup(protocol: string, base = albSituation()): LoadBalancerAudit {
  return { ...base, group: read({ ...valueOf(base.group), protocol }) };
}

/** The listener in front of the group is of another protocol. */
function inFront(over: Partial<Listener>, base = albSituation()): LoadBalancerAudit {
  const { frontDoor } = base;
  if (frontDoor === undefined) throw new TypeError('the fixture is attached');
  const listeners = read(valueOf(frontDoor.listeners).map((each) => ({ ...each, ...over })));
  return { ...base, frontDoor: { ...frontDoor, listeners } };
}

function withCertificate(over: Partial<Certificate>, base = albSituation()): LoadBalancerAudit {
  const certificate = { arn: CERTIFICATE_ARN, names: [HOST], status: 'ISSUED', notAfter: FAR_AWAY, ...over };
  return { ...base, certificates: new Map([[CERTIFICATE_ARN, read(certificate)]]) };
}

/** Names without a private half: no VPC client meets the ALB. */
function partnersAlone(base = albSituation()): LoadBalancerAudit {
  return { ...base, names: [{ name: HOST, publicHalf: publicHalf() }] };
}

describe('ALB_LISTENER on the port of the targets', () => {
  it.each<[string, LoadBalancerAudit, string]>([
    ['HTTPS for a group of TCP', albSituation(), 'ok'],
    ['HTTPS for a group of TLS', ofGroup('TLS'), 'ok'],
    ['HTTP for a group of TCP', withListeners([appListener({ protocol: 'HTTP' })]), 'ok'],
    ['HTTP for a group of TLS', ofGroup('TLS', withListeners([appListener({ protocol: 'HTTP' })])), 'crit'],
    ['HTTPS for a group of QUIC', ofGroup('QUIC'), 'crit'],
    ['HTTPS for a group of UDP', ofGroup('UDP'), 'crit'],
    ['HTTPS for a group of TCP and UDP', ofGroup('TCP_UDP'), 'warn'],
    ['HTTPS for a group of TCP and QUIC', ofGroup('TCP_QUIC'), 'warn'],
    ['listeners on other ports alone', withListeners([appListener({ port: 8443 })]), 'crit'],
    ['no listener', withListeners([]), 'crit'],
  ])('with %s', (_, situation, expected) => {
    const results = albListener(situation).filter(({ subject }) => subject === OF_TARGETS);
    expect(brief(results)).toEqual([`${expected} ${OF_TARGETS}`]);
    expect(ill(results)).toEqual([]);
  });

  it('is the binding’s port before the group’s', () => {
    const base = albSituation();
    const bound = { ...base, spec: { ...base.spec, port: 8443 } };
    expect(brief(albListener(bound))).toContain('crit port 8443');
    expect(brief(albListener(withListeners([appListener({ port: 8443 }), appListener()], bound)))).toContain(
      'ok port 8443',
    );
  });

  it('is the group’s where the binding has none', () => {
    const { spec, ...rest } = albSituation();
    const { port: _, ...unbound } = spec;
    const moved = { ...rest, spec: unbound, group: read({ ...valueOf(rest.group), port: 8443 }) };
    expect(brief(albListener(moved))).toContain('crit port 8443');
  });

  it('is mended by a listener that is made in the ALB’s account', () => {
    const [one] = findingsOf(albListener(withListeners([appListener({ port: 8443 })], farSituation())));
    expect(one?.found).toBe('It listens on HTTPS:8443.');
    expect(one?.fix.split('\n')).toEqual([
      'Bind a port that it listens on, or make a listener:',
      `With credentials of account ${ALB_ACCOUNT}, whose ALB it is:`,
      expect.stringMatching(/^aws elbv2 create-listener .*--protocol HTTPS --port 443 .* --region eu-west-1$/),
    ]);
  });

  it('is unknown where the listeners or the group were not read', () => {
    expect(brief(albListener(albSituation({ appListeners: failed() })))).toEqual(['unknown listeners']);
    const { spec, ...rest } = albSituation({ group: failed() });
    expect(brief(albListener({ ...rest, spec }))).toContain(`unknown ${OF_TARGETS}`);
    const { port: _, ...unbound } = spec;
    expect(brief(albListener({ ...rest, spec: unbound }))).toContain('unknown port of the targets');
  });
});

describe('ALB_LISTENER on the port of VPC clients', () => {
  const onOwnPort = (listeners: readonly AppListener[], base = albSituation()): LoadBalancerAudit => {
    const { spec, ...rest } = base;
    return withListeners(listeners, { ...rest, spec: { ...spec, port: 8443 } });
  };
  const subject = 'port 443 for VPC clients';

  it.each<[string, LoadBalancerAudit, readonly string[]]>([
    ['the targets’ own', albSituation(), []],
    ['another, where it listens', onOwnPort([appListener({ port: 8443 }), appListener()]), [`ok ${subject}`]],
    ['another, where it does not', onOwnPort([appListener({ port: 8443 })]), [`crit ${subject}`]],
    ['another, without VPC clients', onOwnPort([appListener({ port: 8443 })], partnersAlone()), []],
    [
      'another, of clear text where partners meet TLS',
      inFront({ protocol: 'TLS' }, onOwnPort([appListener({ port: 8443 }), appListener({ protocol: 'HTTP' })])),
      [`crit ${subject}`],
    ],
    [
      'the targets’ own, of clear text where partners meet TLS',
      inFront({ protocol: 'TLS' }, withListeners([appListener({ protocol: 'HTTP' })])),
      [`crit ${subject}`],
    ],
  ])('is %s', (_, situation, expected) => {
    const results = albListener(situation).filter((result) => result.subject === subject);
    expect(brief(results)).toEqual(expected);
    expect(ill(results)).toEqual([]);
  });
});

describe('ALB_LISTENER of certificates', () => {
  const soon = new Date('2026-11-25T12:00:00Z');
  it.each<[string, LoadBalancerAudit, string]>([
    ['one that covers the name', albSituation(), 'ok'],
    ['one for another name', withCertificate({ names: ['other.example.com'] }), 'crit'],
    ['one that covers it by a wildcard', withCertificate({ names: ['*.example.com'] }), 'ok'],
    ['one that ends within days', withCertificate({ notAfter: soon }), 'crit'],
    ['one that is not issued', withCertificate({ status: 'PENDING_VALIDATION' }), 'crit'],
    ['none', withListeners([appListener({ certificateArns: [] })]), 'crit'],
    ['one that was not read', albSituation({ certificates: new Map([[CERTIFICATE_ARN, failed()]]) }), 'unknown'],
    [
      'a wrong one that only VPC clients meet',
      inFront({ protocol: 'TLS' }, ofGroup('TLS', withCertificate({ names: [] }))),
      'crit',
    ],
    [
      'a wrong one behind TLS that the load balancer ends, and no VPC client',
      inFront({ protocol: 'TLS' }, ofGroup('TLS', withCertificate({ names: [] }, partnersAlone()))),
      'ok',
    ],
    ['a wrong one that partners alone meet', withCertificate({ names: [] }, partnersAlone()), 'crit'],
  ])('with %s', (_, situation, expected) => {
    const results = albListener(situation).filter(({ subject }) => subject === OF_CERTIFICATE);
    expect(brief(results)).toEqual([`${expected} ${OF_CERTIFICATE}`]);
    expect(ill(results)).toEqual([]);
  });

  it('is unknown of a wrong one where nobody knows whether the load balancer passes TLS on', () => {
    const { frontDoor, ...rest } = withCertificate({ names: [] }, partnersAlone());
    if (frontDoor === undefined) throw new TypeError('the fixture is attached');
    const dark = { ...rest, frontDoor: { ...frontDoor, listeners: failed() } };
    expect(brief(albListener(dark))).toContain(`unknown ${OF_CERTIFICATE}`);
    const bright = { ...partnersAlone(), frontDoor: { ...frontDoor, listeners: failed() } };
    expect(brief(albListener(bright))).toContain(`ok ${OF_CERTIFICATE}`);
  });

  it('asks for one of each name, and for none of a listener of HTTP', () => {
    const two = albSituation({ names: [nameWith(), nameWith({ name: 'b.example.com' })] });
    expect(brief(albListener(two))).toEqual([
      `ok ${OF_TARGETS}`,
      `ok ${OF_CERTIFICATE}`,
      'crit b.example.com on HTTPS:443',
    ]);
    expect(brief(albListener(withListeners([appListener({ protocol: 'HTTP' })])))).toEqual([`ok ${OF_TARGETS}`]);
  });

  it('is not configured without hostnames', () => {
    expect(brief(albListener(albSituation({ names: [] })))).toEqual([`ok ${OF_TARGETS}`, 'not-configured hostnames']);
  });

  it('is mended in the ALB’s account', () => {
    const [one] = findingsOf(albListener(withCertificate({ names: [] }, farSituation())));
    expect(one?.fix).toContain(`With credentials of account ${ALB_ACCOUNT}, whose ALB it is:\nRequest one:`);
  });
});

describe('LB_LISTENER before an ALB', () => {
  const tlsTo = (protocol: string, alpn: string, base = albSituation()): readonly string[] =>
    brief(lbListener(inFront({ protocol: 'TLS', alpn, certificateArns: [CERTIFICATE_ARN] }, ofGroup(protocol, base))));
  const clearText = withListeners([appListener({ protocol: 'HTTP' })]);

  it.each<[string, string, string, LoadBalancerAudit, string]>([
    ['ends TLS before a listener of HTTP', 'TCP', 'None', clearText, 'ok TLS:443'],
    ['ends TLS before a listener of HTTPS', 'TCP', 'None', albSituation(), 'crit TLS:443 → TCP'],
    ['ends TLS and opens it again', 'TLS', 'None', albSituation(), 'ok TLS:443'],
    ['agrees on HTTP/2, which the ALB has within TLS', 'TLS', 'HTTP2Preferred', albSituation(), 'ok TLS:443'],
    ['agrees on HTTP/2, which the ALB has not in clear text', 'TCP', 'HTTP2Preferred', clearText, 'crit TLS:443 ALPN'],
    ['leads where nobody knows', 'TCP', 'None', albSituation({ appListeners: failed() }), 'unknown TLS:443'],
  ])('%s', (_, protocol, alpn, base, expected) => {
    expect(tlsTo(protocol, alpn, base)).toContain(expected);
  });
});
