import { describe, expect, it } from 'vitest';
import type { AuditedName } from '../../../controller/model/audit-dns.ts';
import { CODES } from '../../../controller/model/finding.ts';
import { DNS_CHECKS, PRIVATE_CHECKS, PUBLIC_CHECKS, VPC_CHECKS } from './dns-checks.ts';
import { clientVpc, failed, HOST, nameWith, situation, VPC } from './situation.ts';
import { verdicts } from './verdicts.ts';

const { publicHalf, privateHalf, ...nameAlone } = nameWith();
const privateOnly: AuditedName = { ...nameAlone, ...(privateHalf && { privateHalf }) };
const publicOnly: AuditedName = { ...nameAlone, ...(publicHalf && { publicHalf }) };

describe('on a healthy path', () => {
  it.each(DNS_CHECKS)('%s is ok', (code, check) => {
    const results = check(situation());
    expect(new Set(verdicts(results))).toEqual(new Set(['ok']));
    expect(new Set(results.map((result) => result.code))).toEqual(new Set([code]));
  });
});

describe('every code of DNS', () => {
  it('has a check', () => {
    const ofDns = Object.keys(CODES).filter((code) => /^(?:PUB_|AAAA_|PRIV_|VPC_DNS_)/.test(code));
    expect(DNS_CHECKS.map(([code]) => code).toSorted()).toEqual(ofDns.toSorted());
  });
});

describe('without what a check is about', () => {
  it.each(DNS_CHECKS)('%s is not configured, once, if the binding has no hostname', (code, check) => {
    expect(check(situation({ names: [] }))).toEqual([
      { code, subject: 'public-api', kind: 'not-configured', key: 'hostnames' },
    ]);
  });

  it.each(PUBLIC_CHECKS)('%s is not configured for a name without a public zone', (code, check) => {
    expect(check(situation({ names: [privateOnly] }))).toEqual([
      { code, subject: HOST, kind: 'not-configured', key: 'hostnames.publicZoneId' },
    ]);
  });

  it.each(PRIVATE_CHECKS)('%s is not configured for a name without a private zone', (code, check) => {
    expect(check(situation({ names: [publicOnly] }))).toEqual([
      { code, subject: HOST, kind: 'not-configured', key: 'hostnames.privateZoneId' },
    ]);
  });
});

describe('where no client VPC is known', () => {
  it.each(VPC_CHECKS)('%s is unknown, and says that the endpoint could not be read', (code, check) => {
    expect(check(situation({ clientVpcs: [], source: failed('denied', 'UnauthorizedOperation') }))).toEqual([
      { code, subject: HOST, kind: 'unknown', why: 'reading something failed: UnauthorizedOperation: no.' },
    ]);
  });

  it.each(VPC_CHECKS)('%s is unknown, and names the setting, if the endpoint was read', (_, check) => {
    expect(check(situation({ clientVpcs: [] }))).toMatchObject([
      { kind: 'unknown', why: expect.stringContaining('audit.clientVpcIds') },
    ]);
  });
});

describe('of two client VPCs', () => {
  const vpcs = [clientVpc(), clientVpc({ id: 'vpc-0000000000000000b' })];

  it.each(VPC_CHECKS.filter(([code]) => code !== 'VPC_DNS_OFF'))('%s speaks of the name in each', (_, check) => {
    const subjects = check(situation({ clientVpcs: vpcs })).map(({ subject }) => subject);
    expect(subjects).toEqual([`${HOST} in ${VPC}`, `${HOST} in vpc-0000000000000000b`]);
  });
});

describe('of two names', () => {
  const names = [nameWith(), nameWith({ name: 'other.example.com' })];

  it.each(DNS_CHECKS.filter(([code]) => code !== 'VPC_DNS_OFF'))('%s speaks of each, beginning with it', (_, check) => {
    const subjects = check(situation({ names })).map(({ subject }) => subject.split(' ')[0]);
    expect(new Set(subjects)).toEqual(new Set([HOST, 'other.example.com']));
  });
});
