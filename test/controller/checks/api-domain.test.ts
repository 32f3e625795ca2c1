import { describe, expect, it } from 'vitest';
import { apiDomain } from '../../../controller/checks/api/api-domain.ts';
import type { AuditedDomain, AuditSituation, Certificate } from '../../../controller/model/audit.ts';
import type { CheckResult } from '../../../controller/model/finding.ts';
import { read } from '../../../controller/model/reading.ts';
import {
  CERTIFICATE_ARN,
  domainWith,
  ENDPOINT,
  failed,
  FAR_AWAY,
  HOST,
  nameWith,
  REGION,
  REST_API,
  situation,
  valueOf,
  withSettings,
} from './situation.ts';

type Domain = Extract<AuditedDomain['domain'], { kind: 'read' }>['value'];

const CERTIFICATE = `certificate of ${HOST}`;
const MAPPINGS = `mappings of ${HOST}`;
const DOMAIN_ARN = `arn:aws:apigateway:${REGION}:111122223333:/domainnames/${HOST}+abcd1234`;

function resultOn(subject: string, world: AuditSituation): CheckResult | undefined {
  return apiDomain(world).find((result) => result.subject === subject);
}

function fixOn(subject: string, world: AuditSituation): string | undefined {
  const result = resultOn(subject, world);
  return result?.kind === 'finding' ? result.fix : undefined;
}

function withDomain(over: Partial<Domain>, rest: Partial<AuditedDomain> = {}): AuditSituation {
  return situation({ domain: domainWith({ domain: read({ ...valueOf(domainWith().domain), ...over }), ...rest }) });
}

const asPrivate = { endpointTypes: ['PRIVATE'], id: 'abcd1234', arn: DOMAIN_ARN, accessMode: 'STRICT' };

function withCertificate(over: Partial<Certificate>, more: readonly Certificate[] = []): AuditSituation {
  const own = { arn: CERTIFICATE_ARN, names: [HOST], status: 'ISSUED', notAfter: FAR_AWAY, ...over };
  return situation({ certificates: new Map([own, ...more].map((one) => [one.arn, read(one)])) });
}

describe('API_DOMAIN', () => {
  it('is ok in the healthy situation', () => {
    expect(apiDomain(situation()).map(({ subject, kind }) => [subject, kind])).toEqual([
      [HOST, 'ok'],
      [CERTIFICATE, 'ok'],
      [MAPPINGS, 'ok'],
    ]);
  });

  it('is not configured without the domain’s name', () => {
    expect(apiDomain(withSettings({ customDomain: undefined }))).toEqual([
      { code: 'API_DOMAIN', subject: 'custom domain', kind: 'not-configured', key: 'audit.customDomain' },
    ]);
  });

  it('is found where there is no such domain, with the command that makes it with a certificate that fits', () => {
    const world = situation({ domain: domainWith({ domain: failed('not-found') }) });
    expect(apiDomain(world)).toMatchObject([{ subject: HOST, kind: 'finding', severity: 'crit' }]);
    expect(fixOn(HOST, world)).toContain(`--regional-certificate-arn ${CERTIFICATE_ARN}`);
    expect(fixOn(HOST, { ...world, certificates: new Map() })).toContain('--regional-certificate-arn CERTIFICATE-ARN');
  });

  it('is unknown where the domain could not be read', () => {
    const world = situation({ domain: domainWith({ domain: failed() }) });
    expect(apiDomain(world)).toMatchObject([{ subject: HOST, kind: 'unknown' }]);
  });
});

describe('the custom domain', () => {
  it.each([
    ['UPDATING', { status: 'UPDATING' }, 'It is UPDATING.'],
    ['Regional and STRICT', { accessMode: 'STRICT' }, 'The domain is REGIONAL, and its access mode is STRICT.'],
  ])('is found where it is %s', (_, over, found) => {
    expect(resultOn(HOST, withDomain(over))).toMatchObject({ kind: 'finding', severity: 'crit', found });
  });

  it('that is Regional and STRICT is mended by its access mode', () => {
    expect(fixOn(HOST, withDomain({ accessMode: 'STRICT' }))).toBe(
      `aws apigateway update-domain-name --domain-name ${HOST} --patch-operations op=replace,path=/endpointAccessMode,value=BASIC --region ${REGION}`,
    );
  });

  it.each([
    ['Regional and says nothing of its access mode', { accessMode: undefined }],
    ['private and STRICT', asPrivate],
  ])('is ok where it is %s', (_, { accessMode, ...over }) => {
    const { accessMode: _before, ...domain } = valueOf(domainWith().domain);
    const now = { ...domain, ...over, ...(accessMode !== undefined && { accessMode }) };
    expect(resultOn(HOST, situation({ domain: domainWith({ domain: read(now) }) }))?.kind).toBe('ok');
  });
});

describe('its certificate', () => {
  it.each([
    ['is for another name', { names: ['other.example.com'] }, `is for other.example.com, not for ${HOST}`],
    ['has expired', { notAfter: new Date('2026-11-19T12:00:00Z') }, 'expired on 2026-11-19'],
    ['expires in 29 days', { notAfter: new Date('2026-12-19T12:00:00Z') }, 'expires on 2026-12-19, in 29 days'],
  ])('is found where it %s', (_, over, problem) => {
    expect(resultOn(CERTIFICATE, withCertificate(over))).toMatchObject({
      kind: 'finding',
      severity: 'crit',
      found: `The certificate ${CERTIFICATE_ARN} ${problem}.`,
      fix: `aws acm describe-certificate --certificate-arn ${CERTIFICATE_ARN} --region ${REGION}`,
    });
  });

  it('is replaced by one that fits, where the audit saw one', () => {
    const better = { arn: `${CERTIFICATE_ARN}6`, names: ['*.example.com'], status: 'ISSUED', notAfter: FAR_AWAY };
    const world = withCertificate({ names: [] }, [better]);
    const patch = (path: string): string => `--patch-operations op=replace,path=${path},value=${better.arn} `;
    expect(fixOn(CERTIFICATE, world)).toContain(patch('/regionalCertificateArn'));
    const { domain } = withDomain(asPrivate);
    const fix = fixOn(CERTIFICATE, { ...world, ...(domain !== undefined && { domain }) });
    expect(fix).toContain(patch('/certificateArn'));
    expect(fix).toContain('--domain-name-id abcd1234 ');
  });

  it.each([
    ['expires in 30 days', { notAfter: new Date('2026-12-20T12:00:00Z') }],
    ['is for the wildcard', { names: ['*.example.com'] }],
  ])('is ok where it %s', (_, over) => {
    expect(resultOn(CERTIFICATE, withCertificate(over))?.kind).toBe('ok');
  });

  it.each([
    ['it could not be read', situation({ certificates: new Map([[CERTIFICATE_ARN, failed()]]) })],
    ['it was not looked at', situation({ certificates: new Map() })],
    [
      'AWS names none',
      situation({ domain: domainWith({ domain: read({ name: HOST, endpointTypes: ['EDGE'], status: 'AVAILABLE' }) }) }),
    ],
  ])('is unknown where %s', (_, world) => {
    expect(resultOn(CERTIFICATE, world)?.kind).toBe('unknown');
  });
});

describe('its mappings', () => {
  const mapped = (...mappings: readonly { path: string; restApiId: string; stage: string }[]): AuditSituation =>
    situation({ domain: domainWith({ mappings: read(mappings) }) });
  const other = { path: '', restApiId: 'z9y8x7w6v5', stage: 'live' };

  it.each([
    ['there is none', mapped(), 'There is no mapping.'],
    ['they lead to another API', mapped(other), '/ leads to z9y8x7w6v5/live.'],
    [
      'they lead to another stage',
      mapped({ path: 'v1', restApiId: REST_API, stage: 'test' }),
      `/v1 leads to ${REST_API}/test.`,
    ],
  ])('are found where %s', (_, world, found) => {
    expect(resultOn(MAPPINGS, world)).toMatchObject({ kind: 'finding', severity: 'crit', found });
  });

  it.each([
    ['the root leads to the API', situation()],
    ['the root leads to the API, and the caller names the stage', mapped({ path: '', restApiId: REST_API, stage: '' })],
    ['a path leads to it, beside another', mapped(other, { path: 'v1', restApiId: REST_API, stage: 'live' })],
    [
      'a path leads to some stage, and none is configured',
      withSettings({ stage: undefined }, mapped({ path: '', restApiId: REST_API, stage: 'test' })),
    ],
  ])('are ok where %s', (_, world) => {
    expect(resultOn(MAPPINGS, world)?.kind).toBe('ok');
  });

  it('say where a stage is left to the caller', () => {
    const world = mapped({ ...other, stage: '' });
    expect(resultOn(MAPPINGS, world)).toMatchObject({
      found: '/ leads to z9y8x7w6v5, whatever stage the caller names.',
    });
  });

  it('are mended by a new one, or by changing that of the root', () => {
    expect(fixOn(MAPPINGS, mapped())).toBe(
      `aws apigateway create-base-path-mapping --domain-name ${HOST} --rest-api-id ${REST_API} --stage live --region ${REGION}`,
    );
    expect(fixOn(MAPPINGS, mapped(other))).toBe(
      `aws apigateway update-base-path-mapping --domain-name ${HOST} --base-path '(none)' --patch-operations op=replace,path=/restapiId,value=${REST_API} op=replace,path=/stage,value=live --region ${REGION}`,
    );
  });

  it('are unknown where they could not be read, and not configured without the API’s id', () => {
    expect(resultOn(MAPPINGS, situation({ domain: domainWith({ mappings: failed() }) }))?.kind).toBe('unknown');
    expect(resultOn(MAPPINGS, withSettings({ restApiId: undefined }))).toMatchObject({
      kind: 'not-configured',
      key: 'audit.restApiId',
    });
  });
});

describe('the association of a private domain with the endpoint', () => {
  it.each([
    ['there is none', read([]), 'It has none.'],
    ['it is with another endpoint', read([{ endpointId: 'vpce-0f' }]), 'It has associations with vpce-0f.'],
  ])('is found where %s', (_, associations, found) => {
    expect(resultOn(ENDPOINT, withDomain(asPrivate, { associations }))).toMatchObject({
      kind: 'finding',
      severity: 'crit',
      found,
      fix: `aws apigateway create-domain-name-access-association --domain-name-arn ${DOMAIN_ARN} --access-association-source-type VPCE --access-association-source ${ENDPOINT} --region ${REGION}`,
    });
  });

  it('is ok where it is there, unknown where it was not read, and none of a Regional domain’s matters', () => {
    const own = read([{ endpointId: 'vpce-0f' }, { endpointId: ENDPOINT }]);
    expect(resultOn(ENDPOINT, withDomain(asPrivate, { associations: own }))?.kind).toBe('ok');
    expect(resultOn(ENDPOINT, withDomain(asPrivate, { associations: failed() }))?.kind).toBe('unknown');
    expect(resultOn(ENDPOINT, withDomain({}, { associations: failed() }))).toBeUndefined();
  });
});

describe('a hostname', () => {
  const called = (customDomain: string, ...names: readonly string[]): AuditSituation =>
    withSettings({ customDomain }, situation({ names: names.map((name) => nameWith({ name })) }));

  it('that the domain does not answer to is found', () => {
    expect(resultOn('api.x.com', called('api.y.com', 'api.x.com'))).toMatchObject({
      kind: 'finding',
      severity: 'err',
      found: 'audit.customDomain is api.y.com.',
    });
  });

  it.each([
    ['it is the domain, however it is written', called(`${HOST.toUpperCase()}.`, HOST)],
    ['it is in a wildcard domain', called('*.example.com', HOST)],
    ['there is none', called(HOST)],
  ])('is not found wanting where %s', (_, world) => {
    expect(apiDomain(world).filter((result) => result.kind === 'finding' && result.severity === 'err')).toEqual([]);
  });

  it('beside the domain’s may have a domain of its own', () => {
    expect(resultOn('other.x.com', called(HOST, HOST, 'other.x.com'))).toBeUndefined();
  });
});
