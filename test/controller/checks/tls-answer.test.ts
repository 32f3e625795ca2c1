import { describe, expect, it } from 'vitest';
import { tlsAnswer } from '../../../controller/checks/load-balancer/tls-answer.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { Handshake } from '../../../controller/model/audit-certificate.ts';
import { withFrontDoor, withLoadBalancer } from './front-doors.ts';
import { brief, findingsOf, said } from './results.ts';
import { detached, failed, FIXED_IPS, handshake, healthySettings, HOST, situation, withSettings } from './situation.ts';

const [IP_1, IP_2] = FIXED_IPS;

function days(count: number): Date {
  return new Date(situation().now.getTime() + count * 86_400_000);
}

function failure(over: Partial<Extract<Handshake, { kind: 'failed' }>>, ip: string = IP_1): Handshake {
  const what = { kind: 'failed', step: 'connect', timedOut: false, code: 'ECONNREFUSED', message: 'refused' } as const;
  return { hostname: HOST, ip, port: 443, ...what, ...over };
}

function answers(...handshakes: readonly Handshake[]): EndpointAudit {
  return situation({ handshakes });
}

describe('TLS_ANSWER', () => {
  it('has a result for each fixed IP and hostname', () => {
    expect(brief(tlsAnswer(situation()))).toEqual([`ok ${HOST} at ${IP_1}`, `ok ${HOST} at ${IP_2}`]);
  });

  it.each<[string, Parameters<typeof handshake>[1], string]>([
    ['for the name', {}, 'ok'],
    ['for it by a wildcard', { names: ['*.example.com'] }, 'ok'],
    ['for another name', { names: ['www.example.com'] }, 'crit'],
    ['for no name', { names: [] }, 'crit'],
    ['with 21 days left', { notAfter: days(21) }, 'ok'],
    ['with less than 21 days left', { notAfter: days(20.9) }, 'err'],
    ['that expires today', { notAfter: days(0.1) }, 'err'],
    ['that has expired', { notAfter: days(-0.1) }, 'crit'],
    ['for another name, that expires too', { names: [], notAfter: days(3) }, 'crit'],
    ['that is not trusted', { untrusted: 'self-signed certificate' }, 'crit'],
    ['that is not trusted and expires', { untrusted: 'self-signed certificate', notAfter: days(3) }, 'crit'],
  ])('makes of a certificate %s: %s', (_, over, expected) => {
    expect(brief(tlsAnswer(answers(handshake(IP_1, over))))).toEqual([`${expected} ${HOST} at ${IP_1}`]);
  });

  it('says what is wrong, and how to look at it', () => {
    const [untrusted] = findingsOf(tlsAnswer(answers(handshake(IP_1, { untrusted: 'self-signed certificate' }))));
    expect(untrusted?.found).toBe('The certificate shown is not trusted: self-signed certificate.');
    expect(untrusted?.fix).toContain(`openssl s_client -connect ${IP_1}:443 -servername ${HOST} < /dev/null`);
    expect(said(tlsAnswer(answers(handshake('2001:db8::1', { names: [] }))))).toContain('-connect [2001:db8::1]:443');
  });

  it.each<[string, Partial<Extract<Handshake, { kind: 'failed' }>>, string]>([
    ['a refused connection', {}, 'crit'],
    ['a connection that is reset', { code: 'ECONNRESET' }, 'crit'],
    ['a handshake that fails', { step: 'tls', code: 'EPROTO' }, 'crit'],
    ['a handshake that gets no answer', { step: 'tls', timedOut: true, code: 'ETIMEDOUT' }, 'crit'],
    ['a connection that gets no answer', { timedOut: true, code: 'ETIMEDOUT' }, 'unknown'],
    ['an address that there is no route to', { code: 'ENETUNREACH' }, 'unknown'],
  ])('makes of %s: %s', (_, over, expected) => {
    expect(brief(tlsAnswer(answers(failure(over))))).toEqual([`${expected} ${HOST} at ${IP_1}`]);
  });

  it('says of silence that it cannot be told from here, since the front door may not admit the audit', () => {
    const [silent] = tlsAnswer(answers(failure({ timedOut: true, code: 'ETIMEDOUT' })));
    expect(silent).toMatchObject({ kind: 'unknown', outOfReach: true });
  });

  it('says of an internal load balancer that it cannot be told from here, whatever answers at its addresses', () => {
    const strange = { handshakes: [failure({}), handshake(IP_2, { names: ['printer.lan'] })] };
    for (const handshakes of [[], strange.handshakes]) {
      const results = tlsAnswer({ ...withLoadBalancer({ scheme: 'internal' }), handshakes });
      expect(results).toMatchObject([{ kind: 'unknown', subject: 'fixed IPs', outOfReach: true }]);
    }
    expect(brief(tlsAnswer({ ...withLoadBalancer({}), ...strange }))).toContain(`crit ${HOST} at ${IP_1}`);
  });

  it('judges each handshake by itself', () => {
    expect(brief(tlsAnswer(answers(handshake(IP_1), failure({}, IP_2))))).toEqual([
      `ok ${HOST} at ${IP_1}`,
      `crit ${HOST} at ${IP_2}`,
    ]);
  });

  it.each<[string, EndpointAudit]>([
    ['audit.publicPort', withSettings({ ...healthySettings, publicPort: undefined })],
    ['hostnames', situation({ names: [] })],
  ])('is not configured without %s', (key, untold) => {
    expect(brief(tlsAnswer({ ...untold, handshakes: [] }))).toEqual([`not-configured ${key}`]);
  });

  it.each<[string, EndpointAudit]>([
    ['the load balancer was not read', withFrontDoor({ loadBalancer: failed() })],
    ['the group is attached to nothing', detached()],
    ['no handshake was made', situation()],
  ])('is unknown, and not out of reach, where %s', (_, unclear) => {
    const results = tlsAnswer({ ...unclear, handshakes: [] });
    expect(brief(results)).toEqual(['unknown fixed IPs']);
    expect(results[0]).not.toHaveProperty('outOfReach');
  });
});
