import { describe, expect, it } from 'vitest';
import { privForwarded, vpcDnsOff } from '../../../controller/checks/dns/private-resolution.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { ClientVpc, ResolverRule } from '../../../controller/model/audit-client-vpc.ts';
import type { PrivateHalf } from '../../../controller/model/audit-dns.ts';
import { read } from '../../../controller/model/reading.ts';
import { said } from './results.ts';
import { clientVpc, failed, HOST, nameWith, privateHalf, REGION, situation, valueOf, VPC } from './situation.ts';
import { verdicts } from './verdicts.ts';

const hosted = valueOf(privateHalf().zone);
const wide: Partial<PrivateHalf> = { zone: read({ ...hosted, name: 'example.com' }) };

function inVpc(vpc: Partial<ClientVpc>, half: Partial<PrivateHalf> = {}): EndpointAudit {
  return situation({ names: [nameWith({ privateHalf: privateHalf(half) })], clientVpcs: [clientVpc(vpc)] });
}

function rule(type: string, domainName: string): ResolverRule {
  return { id: `rslvr-rr-${type.toLowerCase()}`, type, domainName };
}

function rules(...direct: readonly ResolverRule[]): Partial<ClientVpc> {
  return { rules: read(direct) };
}

function profile(...own: readonly ResolverRule[]): Partial<ClientVpc> {
  return { profiles: read({ zones: [], rules: read(own) }) };
}

const forwardHost = rule('FORWARD', HOST);
const systemHost = rule('SYSTEM', HOST);

describe('PRIV_FORWARDED', () => {
  it.each<[string, EndpointAudit, string]>([
    ['none', inVpc({}), 'ok'],
    ['the one that AWS defines for every name', inVpc(rules(rule('RECURSIVE', ''))), 'ok'],
    ['one that forwards the name', inVpc(rules(forwardHost)), 'err'],
    ['one of a Profile that forwards the name', inVpc(profile(forwardHost)), 'err'],
    ['one that forwards a wider name than the zone’s', inVpc(rules(rule('FORWARD', 'example.com'))), 'ok'],
    ['one that forwards every name', inVpc(rules(rule('FORWARD', ''))), 'ok'],
    ['one that forwards the very zone', inVpc(rules(rule('FORWARD', 'example.com')), wide), 'err'],
    ['one that forwards the name out of a wider zone', inVpc(rules(forwardHost), wide), 'err'],
    ['one that forwards a neighbour', inVpc(rules(rule('FORWARD', 'www.example.com')), wide), 'ok'],
    ['one that forwards a name that only ends alike', inVpc(rules(rule('FORWARD', 'i.example.com')), wide), 'ok'],
    ['one that delegates the name', inVpc(rules(rule('DELEGATE', HOST))), 'ok'],
    ['one that takes the name back', inVpc(rules(rule('FORWARD', 'example.com'), systemHost), wide), 'ok'],
    ['one that takes back too much to win', inVpc(rules(forwardHost, rule('SYSTEM', 'example.com')), wide), 'err'],
    ['one that takes the name back from a Profile', inVpc({ ...rules(systemHost), ...profile(forwardHost) }), 'ok'],
    ['one of its own against a Profile’s', inVpc({ ...rules(forwardHost), ...profile(systemHost) }), 'err'],
    ['none that can be read', inVpc({ rules: failed() }), 'unknown'],
    ['none of a Profile that can be read', inVpc({ ...rules(), profiles: failed() }), 'unknown'],
    ['a Profile whose rules are unread', inVpc({ profiles: read({ zones: [], rules: failed() }) }), 'unknown'],
    [
      'a Profile with a zone whose name is unread, and no rule',
      inVpc({ profiles: read({ zones: [{ id: 'Z1', name: failed() }], rules: read([]) }) }),
      'ok',
    ],
    [
      'one that forwards, for a zone whose name is not known',
      inVpc({ ...rules(forwardHost), zones: failed() }, { zone: failed() }),
      'unknown',
    ],
    ['one that forwards, for a zone whose name the VPC lists', inVpc(rules(forwardHost), { zone: failed() }), 'err'],
  ])('where a VPC has %s', (_, given, expected) => {
    expect(verdicts(privForwarded(given))).toEqual([expected]);
  });

  it('takes the name back by a more specific SYSTEM rule', () => {
    const [result] = privForwarded(inVpc(rules(rule('FORWARD', 'example.com')), wide));
    expect(result).toMatchObject({
      subject: `${HOST} in ${VPC}`,
      fix: `aws route53resolver associate-resolver-rule --vpc-id ${VPC} --region ${REGION} --resolver-rule-id "$(aws route53resolver create-resolver-rule --creator-request-id ${HOST}-in-${VPC} --rule-type SYSTEM --domain-name ${HOST} --query ResolverRule.Id --output text --region ${REGION})"`,
    });
  });

  it('takes the rule away where none can be more specific, unless a Profile brings it', () => {
    expect(privForwarded(inVpc(rules(forwardHost)))).toMatchObject([
      {
        fix: `aws route53resolver disassociate-resolver-rule --vpc-id ${VPC} --resolver-rule-id ${forwardHost.id} --region ${REGION}`,
      },
    ]);
    expect(said(privForwarded(inVpc(profile(forwardHost))))).toContain('--rule-type SYSTEM');
  });
});

describe('VPC_DNS_OFF', () => {
  it.each<[string, Partial<ClientVpc>, string]>([
    ['both are on', {}, 'ok'],
    ['enableDnsSupport is off', { dnsSupport: read(false) }, 'crit'],
    ['enableDnsHostnames is off', { dnsHostnames: read(false) }, 'crit'],
    ['one is off and the other unread', { dnsSupport: failed(), dnsHostnames: read(false) }, 'crit'],
    ['enableDnsSupport is unread', { dnsSupport: failed() }, 'unknown'],
    ['enableDnsHostnames is unread', { dnsHostnames: failed() }, 'unknown'],
  ])('where %s', (_, vpc, expected) => {
    expect(verdicts(vpcDnsOff(inVpc(vpc)))).toEqual([expected]);
  });

  it('speaks of each VPC once, however many names there are', () => {
    const names = [nameWith(), nameWith({ name: 'other.example.com' })];
    const clientVpcs = [clientVpc(), clientVpc({ id: 'vpc-0000000000000000b' })];
    const subjects = vpcDnsOff(situation({ names, clientVpcs })).map(({ subject }) => subject);
    expect(subjects).toEqual([VPC, 'vpc-0000000000000000b']);
  });

  it('speaks of the VPCs if but one of two names has a private half', () => {
    const { privateHalf: _, ...publicOnly } = nameWith({ name: 'other.example.com' });
    expect(vpcDnsOff(situation({ names: [publicOnly, nameWith()] }))).toMatchObject([{ kind: 'ok', subject: VPC }]);
  });

  it('turns on what is off, and that alone', () => {
    const on = (attribute: string): string =>
      `aws ec2 modify-vpc-attribute --vpc-id ${VPC} --${attribute} '{"Value":true}' --region ${REGION}`;
    expect(vpcDnsOff(inVpc({ dnsHostnames: read(false) }))).toMatchObject([{ fix: on('enable-dns-hostnames') }]);
    expect(vpcDnsOff(inVpc({ dnsSupport: read(false), dnsHostnames: read(false) }))).toMatchObject([
      { fix: `${on('enable-dns-support')} && ${on('enable-dns-hostnames')}` },
    ]);
  });
});
