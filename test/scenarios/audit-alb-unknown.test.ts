import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FindingCode, isAdvice, LOAD_BALANCER_CODES } from '../../controller/model/finding.ts';
import type { Call } from '../cloud/wire/calls.ts';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { ALB_ACCOUNT, type AlbStage, EXTERNAL_ID, NAME, setAlbStage } from './audit-alb-stage.ts';
import type { AuditPass } from './audit-stage.ts';

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await openSurroundings('eu-west-1', '123456789012');
});
afterAll(() => surroundings.close());

/** What an audit says but for advice, which has tests of its own. */
const CODES = LOAD_BALANCER_CODES.filter((code) => !isAdvice({ code })).toSorted();

function resultsOf({ reports }: AuditPass) {
  return reports.flatMap(({ results }) => results).filter((result) => !isAdvice(result));
}

function codesOf(pass: AuditPass, ...kinds: readonly string[]): readonly FindingCode[] {
  const chosen = resultsOf(pass).filter(({ kind }) => kinds.includes(kind));
  return [...new Set(chosen.map(({ code }) => code))].toSorted();
}

function nameOf({ service, operation }: Pick<Call, 'service' | 'operation'>): string {
  return `${service}:${operation}`;
}

/** Reads whose denial leaves nothing but advice unknown. */
const FOR_ADVICE: ReadonlySet<string> = new Set(['apigateway:GetVpcLinks']);

function readsOf({ calls }: AuditPass, account: string): readonly string[] {
  const made = new Set(calls.filter((call) => call.account === account).map(nameOf));
  return [...made].filter((name) => !name.startsWith('sts:') && !FOR_ADVICE.has(name)).toSorted();
}

type Read = readonly [read: string, unknown: FindingCode];

/** What is read in the account of the load balancer, with a code that cannot be told without it. */
const OF_THE_DOOR: readonly Read[] = [
  ['ec2:DescribeAddresses', 'LB_ADDRESSES'],
  ['ec2:DescribeNetworkInterfaces', 'PROBE_FAILED'],
  ['ec2:DescribeSecurityGroups', 'SG_PATH'],
  ['ec2:DescribeSubnets', 'ZONE_DARK'],
  ['ec2:DescribeVpcAttribute', 'VPC_DNS_OFF'],
  ['ec2:DescribeVpcs', 'SG_PATH'],
  ['elasticloadbalancing:DescribeListeners', 'LB_LISTENER'],
  ['elasticloadbalancing:DescribeLoadBalancerAttributes', 'LB_ADDRESSES'],
  ['elasticloadbalancing:DescribeLoadBalancers', 'PUB_ALIAS_NOT_NLB'],
  ['elasticloadbalancing:DescribeTargetGroupAttributes', 'TG_ATTR_FATAL'],
  ['elasticloadbalancing:DescribeTargetGroups', 'TG_HEALTH_CHECK'],
  ['elasticloadbalancing:DescribeTargetHealth', 'ZONE_DARK'],
  ['lambda:Invoke', 'PROBE_FAILED'],
  ['route53:GetHostedZone', 'PUB_ZONE_NOT_AUTHORITATIVE'],
  ['route53:ListHostedZonesByName', 'PUB_ZONE_NOT_AUTHORITATIVE'],
  ['route53:ListHostedZonesByVPC', 'PRIV_SHADOWED'],
  ['route53:ListResourceRecordSets', 'PRIV_RECORD_MISSING'],
  ['route53profiles:ListProfileAssociations', 'PRIV_SHADOWED'],
  ['route53resolver:ListResolverRuleAssociations', 'PRIV_FORWARDED'],
  ['route53resolver:ListResolverRules', 'PRIV_FORWARDED'],
];

/** What is read of the ALB: in the same account with the same credentials, in another with the role's. */
const OF_THE_ALB: readonly Read[] = [
  ['acm:DescribeCertificate', 'ALB_LISTENER'],
  ['ec2:DescribeNetworkInterfaces', 'ALB_STATE'],
  ['ec2:DescribeSecurityGroups', 'SG_PATH'],
  ['ec2:DescribeSubnets', 'SG_PATH'],
  ['ec2:DescribeVpcAttribute', 'VPC_DNS_OFF'],
  ['ec2:DescribeVpcs', 'SG_PATH'],
  ['elasticloadbalancing:DescribeListenerCertificates', 'ALB_LISTENER'],
  ['elasticloadbalancing:DescribeListeners', 'ALB_LISTENER'],
  ['elasticloadbalancing:DescribeLoadBalancers', 'ALB_STATE'],
  ['route53:ListHostedZonesByVPC', 'PRIV_SHADOWED'],
  ['route53profiles:ListProfileAssociations', 'PRIV_SHADOWED'],
  ['route53resolver:ListResolverRuleAssociations', 'PRIV_FORWARDED'],
  ['route53resolver:ListResolverRules', 'PRIV_FORWARDED'],
];

async function denied(stage: AlbStage, read: string, account?: string): Promise<AuditPass> {
  const [service = '', operation = ''] = read.split(':');
  stage.cloud.faults.add({
    fault: 'deny',
    service,
    operation,
    match: (_params, request) => account === undefined || request.account === account,
  });
  return stage.pass();
}

/** A pass in short, for a comparison. */
function briefly(pass: AuditPass) {
  const why = resultsOf(pass).flatMap((each) => (each.kind === 'unknown' ? [each.why] : []));
  return {
    fault: pass.fault,
    found: codesOf(pass, 'finding', 'not-configured'),
    unknown: codesOf(pass, 'unknown'),
    told: codesOf(pass, 'ok', 'unknown'),
    verdicts: pass.reports.map(({ verdict }) => verdict),
    why: why.join('\n'),
  };
}

/** Nothing is found for want of a read, and nothing is ok for want of it: what it takes says so, and fails a pipeline. */
function unknownFor(code: FindingCode) {
  return {
    fault: undefined,
    found: [],
    unknown: expect.arrayContaining([code]),
    told: CODES,
    verdicts: ['findings'],
    why: expect.stringMatching(/AccessDenied|UnauthorizedOperation/),
  };
}

describe('an audit of an ALB of the same account that may not read everything', () => {
  it('is tested with every read that it makes', async () => {
    const { cloud, pass } = await setAlbStage(surroundings, 'near');
    const both = [...new Set([...OF_THE_DOOR, ...OF_THE_ALB].map(([read]) => read))];
    expect(readsOf(await pass(), cloud.settings.account)).toEqual(both.toSorted());
  });

  // There the subnets are those of the load balancer, and security groups name each other.
  it.each([...OF_THE_DOOR, ...OF_THE_ALB.filter(([read]) => read !== 'ec2:DescribeSubnets')])(
    'without %s cannot tell %s, and finds nothing for want of it',
    async (read, code) => {
      const pass = await denied(await setAlbStage(surroundings, 'near'), read);
      expect(briefly(pass)).toEqual(unknownFor(code));
    },
  );
});

describe('an audit of an ALB of another account', () => {
  it('reads what is the ALB’s with the role, and what is the load balancer’s without', async () => {
    const { cloud, pass } = await setAlbStage(surroundings, 'far');
    const made = await pass();
    expect(readsOf(made, cloud.settings.account)).toEqual(OF_THE_DOOR.map(([read]) => read));
    expect(readsOf(made, ALB_ACCOUNT)).toEqual(OF_THE_ALB.map(([read]) => read));
  });

  it('assumes the role once a pass, by the name of the binding, with what its trust asks for', async () => {
    const { roleArn, pass } = await setAlbStage(surroundings, 'far');
    const { calls } = await pass();
    const assumed = calls.filter(({ operation }) => operation === 'AssumeRole').map(({ params }) => params);
    expect(assumed).toHaveLength(1);
    expect(assumed[0]).toMatchObject({
      RoleArn: roleArn,
      RoleSessionName: `target-sync-${NAME}`,
      ExternalId: EXTERNAL_ID,
    });
  });

  it.each(OF_THE_ALB)('without %s by the role cannot tell %s, and finds nothing for want of it', async (read, code) => {
    const pass = await denied(await setAlbStage(surroundings, 'far'), read, ALB_ACCOUNT);
    expect(briefly(pass)).toEqual(unknownFor(code));
  });

  it.each(OF_THE_DOOR)('without %s by itself cannot tell %s, and finds nothing for want of it', async (read, code) => {
    const stage = await setAlbStage(surroundings, 'far');
    const pass = await denied(stage, read, stage.cloud.settings.account);
    expect(briefly(pass)).toEqual(unknownFor(code));
  });

  it.each<[string, (stage: AlbStage) => void]>([
    ['that is gone', ({ cloud, roleArn = '' }) => cloud.deleteRole(roleArn)],
    ['that asks for something else', ({ see }) => see({ externalId: 'another-contract' })],
    ['that trusts nobody here', ({ cloud, roleArn = '' }) => void cloud.createRole({ arn: roleArn, trusts: [] })],
  ])('with a role %s tells of the load balancer, and nothing of the ALB', async (_, breaks) => {
    const stage = await setAlbStage(surroundings, 'far');
    breaks(stage);
    const pass = await stage.pass();
    expect(briefly(pass)).toEqual(unknownFor('ALB_STATE'));
    expect(codesOf(pass, 'ok')).toEqual(expect.arrayContaining(['LB_ADDRESSES', 'PUB_ALIAS_NOT_NLB', 'PUB_ANSWER']));
    expect(codesOf(pass, 'ok')).not.toContain('ALB_LISTENER');
  });
});

describe('an audit of an ALB that is told less', () => {
  it.each([
    ['audit.probe', 'probe', ['PROBE_FAILED', 'TG_HEALTH_CHECK']],
    ['audit.expectedAddresses', 'expectedAddresses', ['LB_ADDRESSES']],
    ['audit.allowedCidrs', 'allowedCidrs', ['SG_PATH']],
    ['audit.publicPort', 'publicPort', ['LB_LISTENER', 'SG_PATH', 'TLS_ANSWER']],
  ])('says that %s is not configured', async (key, setting, codes) => {
    const stage = await setAlbStage(surroundings, 'near');
    stage.configure({ [setting]: undefined });
    const pass = await stage.pass();
    expect(codesOf(pass, 'not-configured')).toEqual(codes);
    expect(codesOf(pass, 'finding', 'unknown')).toEqual([]);
    const keys = resultsOf(pass).flatMap((each) => (each.kind === 'not-configured' ? [each.key] : []));
    expect(new Set(keys)).toEqual(new Set([key]));
  });

  it('takes the ALB’s own VPC for that of the clients, and looks at it as at the ALB', async () => {
    const stage = await setAlbStage(surroundings, 'far');
    stage.configure({ clientVpcIds: undefined });
    const pass = await stage.pass();
    expect(codesOf(pass, 'finding', 'unknown', 'not-configured')).toEqual([]);
    const asked = pass.calls.filter(({ operation }) => operation === 'DescribeVpcAttribute');
    expect(new Set(asked.map(({ account }) => account))).toEqual(new Set([ALB_ACCOUNT]));
  });

  it('of settings of an API says that they are out of reach, which fails no pipeline', async () => {
    const stage = await setAlbStage(surroundings, 'far');
    stage.configure({ restApiId: 'a1b2c3d4e5', stage: 'live', customDomain: 'api.example.com' });
    const pass = await stage.pass();
    expect(codesOf(pass, 'unknown')).toEqual(['API_DOMAIN', 'API_POLICY']);
    expect(pass.reports.map(({ verdict }) => verdict)).toEqual(['clean']);
  });
});
