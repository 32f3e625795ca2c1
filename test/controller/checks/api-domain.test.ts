import { describe, expect, it } from 'vitest';
import { apiDomain } from '../../../controller/checks/api/api-domain.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { AuditedDomain } from '../../../controller/model/audit-api.ts';
import type { Certificate } from '../../../controller/model/audit-certificate.ts';
import type { CheckResult } from '../../../controller/model/finding.ts';
import { read } from '../../../controller/model/reading.ts';
import { allow, deny, DOMAIN_ARN, DOMAIN_CALLS, policyText, withPrivateDomain, withSharedDomain } from './policies.ts';
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
  VPC,
  withSettings,
} from './situation.ts';

type Domain = Extract<AuditedDomain['domain'], { kind: 'read' }>['value'];

const CERTIFICATE = `certificate of ${HOST}`;
const MAPPINGS = `mappings of ${HOST}`;

function resultOn(subject: string, world: EndpointAudit): CheckResult | undefined {
  return apiDomain(world).find((result) => result.subject === subject);
}

function fixOn(subject: string, world: EndpointAudit): string | undefined {
  const result = resultOn(subject, world);
  return result?.kind === 'finding' ? result.fix : undefined;
}

function withDomain(over: Partial<Domain>, rest: Partial<AuditedDomain> = {}): EndpointAudit {
  return situation({ domain: domainWith({ domain: read({ ...valueOf(domainWith().domain), ...over }), ...rest }) });
}

const asPrivate = { endpointTypes: ['PRIVATE'], id: 'abcd1234', arn: DOMAIN_ARN, accessMode: 'STRICT' };

function withCertificate(over: Partial<Certificate>, more: readonly Certificate[] = []): EndpointAudit {
  const own = { arn: CERTIFICATE_ARN, names: [HOST], status: 'ISSUED', notAfter: FAR_AWAY, ...over };
  return situation({ certificates: new Map([own, ...more].map((one) => [one.arn, read(one)])) });
}

describe('API_DOMAIN', () => {
  it('is ok in the healthy situation', () => {
    expect(apiDomain(situation()).map(({ subject, kind }) => [subject, kind])).toEqual([
      [HOST, 'ok'],
      [CERTIFICATE, 'ok'],
      [MAPPINGS, 'ok'],
      [ENDPOINT, 'ok'],
    ]);
  });

  it('is not configured without the domain’s name', () => {
    expect(apiDomain(withSettings({ customDomain: undefined }))).toEqual([
      { code: 'API_DOMAIN', subject: 'custom domain', kind: 'not-configured', key: 'audit.customDomain' },
    ]);
  });

  it('is found where there is no such domain, and none is made for it', () => {
    const world = situation({ domain: domainWith({ domain: failed('not-found') }) });
    expect(apiDomain(world)).toMatchObject([{ subject: HOST, kind: 'finding', severity: 'crit' }]);
    expect(fixOn(HOST, world)?.split('\n').slice(1)).toEqual([`aws apigateway get-domain-names --region ${REGION}`]);
  });

  it('is out of reach where another account shares the domain, but for the association with the endpoint', () => {
    const arn = DOMAIN_ARN.replace('111122223333', '999988887777');
    const associated = withSharedDomain({ associations: read([{ endpointId: ENDPOINT, domainArn: arn }]) });
    expect(apiDomain(associated)).toMatchObject([
      { subject: HOST, kind: 'unknown', outOfReach: true, why: expect.stringContaining('account 999988887777') },
      { subject: ENDPOINT, kind: 'ok' },
    ]);
    expect(fixOn(ENDPOINT, withSharedDomain())).toContain(`--domain-name-arn ${arn} `);
  });

  it('is unknown where the domain could not be read', () => {
    const world = situation({ domain: domainWith({ domain: failed() }) });
    expect(apiDomain(world)).toMatchObject([{ subject: HOST, kind: 'unknown' }]);
  });
});

describe('the custom domain', () => {
  it.each([
    ['UPDATING', { status: 'UPDATING' }, 'It is UPDATING.'],
    ['edge-optimised', { endpointTypes: ['EDGE'] }, 'It is EDGE.'],
    ['Regional and STRICT', { accessMode: 'STRICT' }, 'The domain is REGIONAL, and its access mode is STRICT.'],
  ])('is found where it is %s', (_, over, found) => {
    expect(resultOn(HOST, withDomain(over))).toMatchObject({ kind: 'finding', severity: 'crit', found });
  });

  it('that is Regional and STRICT is mended by its access mode', () => {
    expect(fixOn(HOST, withDomain({ accessMode: 'STRICT' }))).toBe(
      `aws apigateway update-domain-name --domain-name ${HOST} --patch-operations op=replace,path=/endpointAccessMode,value=BASIC --region ${REGION}`,
    );
  });

  it('that is edge-optimised is changed by no command: its public callers would go astray', () => {
    expect(
      fixOn(HOST, withDomain({ endpointTypes: ['EDGE'] }))
        ?.split('\n')
        .slice(1),
    ).toEqual([`aws apigateway get-domain-name --domain-name ${HOST} --region ${REGION}`]);
  });

  it.each([
    ['Regional and says nothing of its access mode', { accessMode: undefined }],
    ['private and STRICT', asPrivate],
    [
      'both edge-optimised and Regional, on its way from one to the other',
      { endpointTypes: ['EDGE', 'REGIONAL'], accessMode: 'BASIC' },
    ],
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
  const mapped = (...mappings: readonly { path: string; restApiId: string; stage: string }[]): EndpointAudit =>
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

  it.each(['ROUTING_RULE_ONLY', 'ROUTING_RULE_THEN_BASE_PATH_MAPPING'])(
    'are out of reach where the routing mode is %s, whatever they say',
    (routingMode) => {
      for (const mappings of [read([]), read([other])]) {
        expect(resultOn(MAPPINGS, withDomain({ routingMode }, { mappings }))).toMatchObject({
          kind: 'unknown',
          outOfReach: true,
          why: expect.stringContaining(routingMode),
        });
      }
      const byMappings = withDomain({ routingMode: 'BASE_PATH_MAPPING_ONLY' }, { mappings: read([]) });
      expect(resultOn(MAPPINGS, byMappings)).toMatchObject({ kind: 'finding', severity: 'crit' });
    },
  );

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
    [
      'it is with another endpoint',
      read([{ endpointId: 'vpce-0f', domainArn: DOMAIN_ARN }]),
      'It has associations with vpce-0f.',
    ],
    [
      'another domain is with the endpoint',
      read([{ endpointId: ENDPOINT, domainArn: DOMAIN_ARN.replace('abcd1234', 'ffff0000') }]),
      'It has none.',
    ],
  ])('is found where %s', (_, associations, found) => {
    expect(resultOn(ENDPOINT, withDomain(asPrivate, { associations }))).toMatchObject({
      kind: 'finding',
      severity: 'crit',
      found,
      fix: `aws apigateway create-domain-name-access-association --domain-name-arn ${DOMAIN_ARN} --access-association-source-type VPCE --access-association-source ${ENDPOINT} --region ${REGION}`,
    });
  });

  it('is ok where it is there, and unknown where it was not read', () => {
    const own = read(['vpce-0f', ENDPOINT].map((endpointId) => ({ endpointId, domainArn: DOMAIN_ARN })));
    expect(resultOn(ENDPOINT, withDomain(asPrivate, { associations: own }))?.kind).toBe('ok');
    expect(resultOn(ENDPOINT, withDomain(asPrivate, { associations: failed() }))?.kind).toBe('unknown');
  });
});

describe('an endpoint that a Regional domain is called through', () => {
  const associated = (endpointId: string): EndpointAudit =>
    withDomain({}, { associations: read([{ endpointId, domainArn: DOMAIN_ARN }]) });

  it('is found where a private domain is associated with it, too', () => {
    expect(resultOn(ENDPOINT, associated(ENDPOINT))).toMatchObject({
      kind: 'finding',
      severity: 'err',
      found: `It is associated with ${DOMAIN_ARN}.`,
    });
    expect(fixOn(ENDPOINT, associated(ENDPOINT))?.split('\n').slice(1)).toEqual([
      `aws apigateway get-domain-name-access-associations --region ${REGION}`,
    ]);
  });

  it('is ok where that is with another endpoint, and unknown where it was not read', () => {
    expect(resultOn(ENDPOINT, associated('vpce-0f'))?.kind).toBe('ok');
    expect(resultOn(ENDPOINT, withDomain({}, { associations: failed() }))?.kind).toBe('unknown');
  });
});

describe('the policy of a private domain', () => {
  const POLICY = `policy of ${HOST}`;
  const toDomain = { Resource: DOMAIN_CALLS };
  const mended = (world: EndpointAudit): string => {
    const operations = /--patch-operations '(?<json>.*?)' --region/.exec(fixOn(POLICY, world) ?? '')?.groups?.['json'];
    const [operation]: readonly { readonly value?: string }[] = JSON.parse(operations ?? '[]');
    return operation?.value ?? '';
  };

  it.each([
    ['none', {}, 'There is no policy, or an empty one: then nobody is let in.'],
    [
      'a deny of all but another endpoint, by the domain’s ARN',
      { policy: policyText(allow(toDomain), deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-0f' } }, toDomain)) },
      'They are denied by statement 2, with StringNotEquals aws:SourceVpce vpce-0f.',
    ],
    [
      'the same in short',
      { policy: policyText(allow(), deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-0b' } })) },
      'They are denied by statement 2, with StringNotEquals aws:SourceVpc vpc-0b.',
    ],
  ])('that is %s is found, and mended', (_, over, found) => {
    const world = withPrivateDomain(over);
    expect(resultOn(POLICY, world)).toMatchObject({ kind: 'finding', severity: 'crit', found });
    expect(fixOn(POLICY, world)?.split('\n')[1]).toMatch(
      new RegExp(
        `^aws apigateway update-domain-name --domain-name ${HOST} --domain-name-id abcd1234 --patch-operations `,
      ),
    );
    expect(resultOn(POLICY, withPrivateDomain({ policy: mended(world) }))?.kind).toBe('ok');
  });

  it('that is of another domain is found, and shown', () => {
    const world = withPrivateDomain({ policy: policyText(allow({ Resource: `${DOMAIN_CALLS}9` })) });
    expect(resultOn(POLICY, world)).toMatchObject({
      kind: 'finding',
      found: 'No statement of the policy allows them.',
    });
    expect(fixOn(POLICY, world)?.split('\n').slice(1)).toEqual([
      `aws apigateway get-domain-name --domain-name ${HOST} --domain-name-id abcd1234 --region ${REGION}`,
    ]);
  });

  it.each([
    ['by ARN', policyText(allow(toDomain), deny({ StringNotEquals: { 'aws:SourceVpce': ENDPOINT } }, toDomain))],
    ['in short', policyText(allow(), deny({ StringNotEquals: { 'aws:SourceVpc': VPC } }))],
  ])('that lets in the endpoint %s is ok', (_, policy) => {
    expect(resultOn(POLICY, withPrivateDomain({ policy }))?.kind).toBe('ok');
  });

  it('is unknown where it is none, or the endpoint could not be read; no other domain has one', () => {
    expect(resultOn(POLICY, withPrivateDomain({ policy: '{' }))?.kind).toBe('unknown');
    expect(resultOn(POLICY, { ...withPrivateDomain({}), source: failed() })?.kind).toBe('unknown');
    expect(resultOn(POLICY, situation())).toBeUndefined();
  });
});

describe('a hostname', () => {
  const called = (customDomain: string, ...names: readonly string[]): EndpointAudit =>
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
