import { describe, expect, it } from 'vitest';
import { tlsAnswer } from '../../../controller/checks/load-balancer/tls-answer.ts';
import { probeFailed } from '../../../controller/checks/probe/probe.ts';
import type { LoadBalancerAudit } from '../../../controller/model/audit.ts';
import { addressesToProbe } from '../../../controller/model/probe-addresses.ts';
import type { ProbeAttempt, ProbeReport } from '../../../controller/model/probe.ts';
import { read } from '../../../controller/model/reading.ts';
import {
  ALB_ACCOUNT,
  ALB_SG,
  albInterface,
  albSituation,
  albWith,
  appListener,
  farIp,
  farSituation,
} from './alb-situation.ts';
import { brief, findingsOf, ill, said } from './results.ts';
import { FIXED_IPS, failed, handshake, HOST, TARGET_IPS } from './situation.ts';

const CLEAR_TEXT = { appListeners: read([appListener({ protocol: 'HTTP' })]) };
const [firstIp] = TARGET_IPS;

function probing(over: Partial<ProbeReport>, base = albSituation()): LoadBalancerAudit {
  const report: ProbeReport = { resolution: { kind: 'resolved', ips: [...TARGET_IPS] }, attempts: [], ...over };
  return { ...base, probe: read(report) };
}

function answering(
  attempt: Pick<ProbeAttempt, 'kind'> & Record<string, unknown>,
  base = albSituation(),
): LoadBalancerAudit {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of each kind of attempt a test gives what matters to it
  return probing({ attempts: [{ of: 'target', ip: firstIp, port: 443, ...attempt } as ProbeAttempt] }, base);
}

describe('TLS_ANSWER before an ALB', () => {
  it('is the certificate of the ALB, where the load balancer passes TLS on', () => {
    expect(brief(tlsAnswer(albSituation()))).toEqual(FIXED_IPS.map((ip) => `ok ${HOST} at ${ip}`));
    const wrong = albSituation({ handshakes: FIXED_IPS.map((ip) => handshake(ip, { names: ['other.example.com'] })) });
    expect(brief(tlsAnswer(wrong))).toEqual(FIXED_IPS.map((ip) => `crit ${HOST} at ${ip}`));
    expect(said(tlsAnswer(wrong))).toContain('behind TCP the ALB’s');
    expect(ill(tlsAnswer(wrong))).toEqual([]);
  });

  it('is nothing to look at where clear text is passed on, and is again where the load balancer has TLS', () => {
    expect(brief(tlsAnswer(albSituation(CLEAR_TEXT)))).toEqual(['ok fixed IPs']);
    const { frontDoor, ...rest } = albSituation(CLEAR_TEXT);
    if (frontDoor?.listeners.kind !== 'read') throw new TypeError('the fixture has listeners');
    const listeners = read(frontDoor.listeners.value.map((each) => ({ ...each, protocol: 'TLS' })));
    expect(tlsAnswer({ ...rest, frontDoor: { ...frontDoor, listeners } })).toHaveLength(FIXED_IPS.length);
  });
});

describe('PROBE_FAILED before an ALB', () => {
  it('asks the ALB by its addresses, and the load balancer by its own', () => {
    expect(addressesToProbe(albSituation()).map(({ of, ip }) => `${of} ${ip}`)).toEqual([
      ...TARGET_IPS.map((ip) => `target ${ip}`),
      'load-balancer 10.0.1.5',
      'load-balancer 10.0.2.5',
    ]);
  });

  it.each<[string, LoadBalancerAudit, string]>([
    ['has the ALB’s addresses', probing({}), 'ok'],
    ['has one of them', probing({ resolution: { kind: 'resolved', ips: [firstIp] } }), 'ok'],
    ['has another', probing({ resolution: { kind: 'resolved', ips: ['10.9.9.9'] } }), 'crit'],
    ['has none', probing({ resolution: { kind: 'failed', code: 'ENOTFOUND', message: 'no' } }), 'crit'],
    ['was asked of an ALB that was not read', probing({}, albSituation({ source: failed() })), 'unknown'],
    [
      'has another, and the ALB shows too few',
      probing(
        { resolution: { kind: 'resolved', ips: ['10.9.9.9'] } },
        albSituation({ source: read(albWith({ subnetIds: ['s-1', 's-2'] }, [albInterface(1)])) }),
      ),
      'unknown',
    ],
  ])('where the name %s', (_, situation, expected) => {
    const results = probeFailed(situation).filter(({ subject }) => subject === `${HOST} in the VPC`);
    expect(brief(results)).toEqual([`${expected} ${HOST} in the VPC`]);
    expect(ill(results)).toEqual([]);
  });

  it.each<[string, Record<string, unknown> & Pick<ProbeAttempt, 'kind'>, string]>([
    ['503', { kind: 'answered', status: 503 }, 'no target registered'],
    ['502', { kind: 'answered', status: 502 }, 'closed the connection'],
    ['504', { kind: 'answered', status: 504 }, 'did not answer in time'],
    [
      '403, which here is no API Gateway’s',
      { kind: 'answered', status: 403, forbidden: 'no-such-api' },
      'the application’s own',
    ],
    ['no connection', { kind: 'failed', step: 'connect', code: 'ETIMEDOUT', message: 'no' }, 'ALB_STATE says why'],
    ['another certificate', { kind: 'failed', step: 'tls', code: 'ERR', message: 'no' }, 'ALB_LISTENER says why'],
  ])('explains %s', (_, attempt, expected) => {
    const results = probeFailed(answering(attempt)).filter(({ subject }) => subject === `target ${firstIp}:443`);
    expect(said(results)).toContain(expected);
    expect(brief(results)).toEqual([`crit target ${firstIp}:443`]);
    expect(ill(results)).toEqual([]);
  });

  it('shows the ALB’s groups in its account where there is no connection', () => {
    const failing = { kind: 'failed', step: 'connect', code: 'ETIMEDOUT', message: 'no' } as const;
    const far = probing({ attempts: [{ of: 'target', ip: farIp(1), port: 443, ...failing }] }, farSituation());
    const fixes = findingsOf(probeFailed(far)).map(({ fix }) => fix);
    expect(fixes).toContain(
      `With credentials of account ${ALB_ACCOUNT}, whose ALB it is:\naws ec2 describe-security-groups --group-ids ${ALB_SG} --region eu-west-1`,
    );
  });

  it('cannot tell of a target of clear text, and can of a load balancer that has TLS before it', () => {
    const { frontDoor, ...rest } = albSituation(CLEAR_TEXT);
    if (frontDoor?.listeners.kind !== 'read') throw new TypeError('the fixture has listeners');
    const listeners = read(frontDoor.listeners.value.map((each) => ({ ...each, protocol: 'TLS' })));
    const failing = { port: 443, kind: 'failed', step: 'tls', code: 'EPROTO', message: 'no' } as const;
    const attempts = [
      { of: 'target', ip: firstIp, ...failing },
      { of: 'load-balancer', ip: '10.0.1.5', ...failing },
    ] as const;
    const ended = probing({ attempts }, { ...rest, frontDoor: { ...frontDoor, listeners } });
    expect(brief(probeFailed(ended))).toEqual(
      expect.arrayContaining([`unknown target ${firstIp}:443`, 'crit load balancer 10.0.1.5:443']),
    );
  });

  it('cannot tell of clear text, which it does not speak', () => {
    const attempt = { kind: 'failed', step: 'tls', code: 'EPROTO', message: 'wrong version number' } as const;
    const clear = answering(attempt, albSituation(CLEAR_TEXT));
    expect(probeFailed(clear)).toContainEqual(
      expect.objectContaining({ subject: `target ${firstIp}:443`, kind: 'unknown', outOfReach: true }),
    );
  });
});
