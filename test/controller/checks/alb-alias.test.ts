import { describe, expect, it } from 'vitest';
import { privAliasNotEndpoint } from '../../../controller/checks/dns/private-alias.ts';
import { privRecordMissing } from '../../../controller/checks/dns/private-record.ts';
import type { LoadBalancerAudit } from '../../../controller/model/audit.ts';
import type { RecordSet } from '../../../controller/model/dns.ts';
import { read } from '../../../controller/model/reading.ts';
import {
  ALB_ACCOUNT,
  ALB_DNS,
  ALB_ZONE,
  albSituation,
  albInterface,
  albWith,
  farSituation,
  toAlb,
} from './alb-situation.ts';
import { brief, findingsOf, ill } from './results.ts';
import {
  aliasRecord,
  failed,
  HOST,
  nameWith,
  NLB_ZONE,
  PRIVATE_ZONE,
  privateHalf,
  toEndpoint,
  toLoadBalancer,
  valueRecord,
} from './situation.ts';

function withRecords(records: readonly RecordSet[], base = albSituation()): LoadBalancerAudit {
  return { ...base, names: [nameWith({ privateHalf: privateHalf({ records: read(records) }) })] };
}

describe('PRIV_ALIAS_NOT_ENDPOINT of an ALB', () => {
  it.each<[string, readonly RecordSet[], string]>([
    ['an alias of the ALB', [toAlb], 'ok'],
    [
      'an alias of the ALB with the zone id of Network Load Balancers',
      [aliasRecord({ to: ALB_DNS, zoneId: NLB_ZONE })],
      'crit',
    ],
    ['an alias of the load balancer in front', [toLoadBalancer], 'info'],
    ['an alias of an endpoint', [toEndpoint], 'crit'],
    [
      'an alias of another ALB',
      [aliasRecord({ to: 'internal-old-1.eu-west-1.elb.amazonaws.com', zoneId: ALB_ZONE })],
      'crit',
    ],
    ['an alias of a record of the same zone', [aliasRecord({ to: 'x.example.com', zoneId: PRIVATE_ZONE })], 'warn'],
    ['the addresses of today, written down', [valueRecord('A', ['10.0.1.17', '10.0.2.23'])], 'err'],
    ['an address that is none of its own', [valueRecord('A', ['10.0.1.17', '10.0.9.9'])], 'crit'],
    ['a CNAME to it', [valueRecord('CNAME', [ALB_DNS])], 'warn'],
    ['a CNAME to it as CDK spells it', [valueRecord('CNAME', [`dualstack.${ALB_DNS}.`])], 'warn'],
    ['a CNAME to what is not followed', [valueRecord('CNAME', ['x.example.com'])], 'warn'],
    ['nothing', [], 'unknown'],
  ])('finds %s', (_, records, expected) => {
    const results = privAliasNotEndpoint(withRecords(records));
    expect(brief(results)).toEqual([`${expected} ${HOST}`]);
    expect(ill(results)).toEqual([]);
  });

  it('is unknown where the ALB was not read, or where written addresses meet one that shows too few', () => {
    expect(brief(privAliasNotEndpoint(albSituation({ source: failed() })))).toEqual([`unknown ${HOST}`]);
    const half = read(albWith({ subnetIds: ['subnet-1', 'subnet-2'] }, [albInterface(1)]));
    const written = withRecords([valueRecord('A', ['10.0.1.17'])], albSituation({ source: half }));
    expect(brief(privAliasNotEndpoint(written))).toEqual([`unknown ${HOST}`]);
  });

  it('is unknown of an alias of some load balancer where the one in front was not read', () => {
    const { frontDoor: _, ...detached } = withRecords([toLoadBalancer]);
    expect(brief(privAliasNotEndpoint(detached))).toEqual([`unknown ${HOST}`]);
  });

  it('is mended by an alias of the ALB', () => {
    const [one] = findingsOf(privAliasNotEndpoint(withRecords([toEndpoint])));
    expect(one?.fix).toContain(`"HostedZoneId":"${ALB_ZONE}","DNSName":"${ALB_DNS}"`);
  });
});

it('a private record that is missing is mended by an alias of the ALB, or by a look at it in its own account', () => {
  const [known] = findingsOf(privRecordMissing(withRecords([])));
  expect(known?.fix).toContain(`"DNSName":"${ALB_DNS}"`);
  const unreadable = withRecords([], farSituation({ source: failed() }));
  const results = privRecordMissing(unreadable);
  expect(findingsOf(results)[0]?.fix).toMatch(
    new RegExp(`^With credentials of account ${ALB_ACCOUNT}, whose ALB it is:\nMake it an alias of the ALB,`),
  );
  expect(ill(results)).toEqual([]);
});
