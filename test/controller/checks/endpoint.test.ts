import { describe, expect, it } from 'vitest';
import { epPrivateDns, epState } from '../../../controller/checks/api/endpoint.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import { read } from '../../../controller/model/reading.ts';
import { brief, findingsOf } from './results.ts';
import { ENDPOINT, failed, situation, sourceWith } from './situation.ts';

type EndpointFacts = Parameters<typeof sourceWith>[0];

function endpoint(over: EndpointFacts, base: EndpointAudit = situation()): EndpointAudit {
  return { ...base, source: read(sourceWith(over)) };
}

/** The binding names no service; where it names no API either, none is expected. */
function withoutService(over: EndpointFacts, audit: EndpointAudit['spec']['audit']): EndpointAudit {
  const base = situation();
  const source = { vpcEndpointId: ENDPOINT, previous: [] };
  return endpoint(over, { ...base, spec: { ...base.spec, source, audit } });
}

describe('EP_STATE', () => {
  it.each<[string, EndpointFacts]>([
    ['available', {}],
    ['Available, as the SDK’s type has it', { state: 'Available' }],
    ['of another owner', { ownerId: '999999999999' }],
  ])('is content with an endpoint that is %s', (_, over) => {
    expect(brief(epState(endpoint(over)))).toEqual([`ok ${ENDPOINT}`]);
  });

  it.each<[string, EndpointFacts, string]>([
    ['of another type', { type: 'Gateway' }, 'It is of type Gateway.'],
    ['not yet available', { state: 'pending' }, 'It is pending.'],
    ['being deleted', { state: 'deleting' }, 'It is deleting.'],
    ['of another service', { serviceName: 'com.amazonaws.eu-west-1.s3' }, 'It is one of com.amazonaws.eu-west-1.s3.'],
    ['in error', { lastError: 'no free address' }, 'AWS reports: no free address.'],
  ])('finds an endpoint that is %s', (_, over, found) => {
    const results = epState(endpoint(over));
    expect(brief(results)).toEqual([`crit ${ENDPOINT}`]);
    expect(findingsOf(results)[0]?.found).toBe(found);
    expect(findingsOf(results)[0]?.fix).toMatch(/^\p{Lu}[^\n]*:\n/u);
    expect(findingsOf(results)[0]?.fix.split('\n').slice(1)).toEqual([
      `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${ENDPOINT} --region eu-west-1`,
    ]);
  });

  it('says each thing that is wrong', () => {
    expect(brief(epState(endpoint({ state: 'failed', lastError: 'quota' })))).toHaveLength(2);
  });

  it.each([
    ['without the service in the binding, the API’s is expected', { restApiId: 'a1b2c3d4e5' }, 'crit'],
    ['without service and API, any service will do', {}, 'ok'],
    ['without any setting, any service will do', undefined, 'ok'],
  ])('%s', (_, audit, expected) => {
    const other = withoutService({ serviceName: 'com.amazonaws.eu-west-1.s3' }, audit);
    expect(brief(epState(other))).toEqual([`${expected} ${ENDPOINT}`]);
    expect(brief(epState(withoutService({}, audit)))).toEqual([`ok ${ENDPOINT}`]);
  });

  it('knows the service’s name in China', () => {
    const serviceName = 'cn.com.amazonaws.cn-north-1.execute-api';
    const beijing = { ...withoutService({ serviceName }, { restApiId: 'a1b2c3d4e5' }), region: 'cn-north-1' };
    expect(brief(epState(beijing))).toEqual([`ok ${ENDPOINT}`]);
    expect(brief(epState({ ...beijing, region: 'eu-west-1' }))).toEqual([`crit ${ENDPOINT}`]);
  });

  it.each([
    ['not-found', 'crit'],
    ['denied', 'unknown'],
    ['transient', 'unknown'],
    ['credentials', 'unknown'],
  ] as const)('makes of a read that ended in %s: %s', (kind, expected) => {
    expect(brief(epState(situation({ source: failed(kind) })))).toEqual([`${expected} ${ENDPOINT}`]);
  });
});

describe('EP_PRIVATE_DNS', () => {
  it.each<[string, EndpointFacts, string]>([
    ['off', {}, 'ok'],
    ['on, of API Gateway', { privateDns: true }, 'warn'],
    [
      'on, of API Gateway in China',
      { privateDns: true, serviceName: 'cn.com.amazonaws.cn-north-1.execute-api' },
      'warn',
    ],
    ['on, of another service', { privateDns: true, serviceName: 'com.amazonaws.eu-west-1.kms' }, 'ok'],
  ])('makes of private DNS that is %s: %s', (_, over, expected) => {
    expect(brief(epPrivateDns(endpoint(over)))).toEqual([`${expected} ${ENDPOINT}`]);
  });

  it('names the command that turns it off', () => {
    expect(findingsOf(epPrivateDns(endpoint({ privateDns: true })))[0]?.fix).toBe(
      `aws ec2 modify-vpc-endpoint --no-private-dns-enabled --vpc-endpoint-id ${ENDPOINT} --region eu-west-1`,
    );
  });

  it('is unknown where the endpoint was not read', () => {
    expect(brief(epPrivateDns(situation({ source: failed() })))).toEqual([`unknown ${ENDPOINT}`]);
  });
});
