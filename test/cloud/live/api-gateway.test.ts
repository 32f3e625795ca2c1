import { describe, expect, test } from 'vitest';
import { answerAsApiGateway, type Api, type ApiGatewayOptions } from './api-gateway.ts';

const OWN_NAME = 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com';
const DOMAIN = 'api.example.com';
const FOUND = { status: 200, body: 'orders' };
const api: Api = { id: 'a1b2c3d4e5', stage: 'prod', paths: { '/orders': FOUND } };

function ask(host: string, path: string, options: Partial<ApiGatewayOptions> & { method?: string } = {}) {
  const { method = 'GET', ...rest } = options;
  const apis = new Map<string, Api>([
    [OWN_NAME, { ...api, base: '/prod' }],
    [DOMAIN, api],
  ]);
  const {
    status,
    headers = {},
    body,
  } = answerAsApiGateway({
    region: 'eu-west-1',
    account: '123456789012',
    apis,
    ...rest,
  })({ host, path, method });
  return [status, headers['x-amzn-errortype'], body];
}

const FORBIDDEN = [403, 'ForbiddenException', '{"message":"Forbidden"}'];
const MISSING = [403, 'MissingAuthenticationTokenException', '{"message":"Missing Authentication Token"}'];

describe('API Gateway behind an endpoint', () => {
  test.each([
    { host: DOMAIN, path: '/orders', answer: [200, undefined, 'orders'] },
    { host: DOMAIN, path: '/orders?since=monday', answer: [200, undefined, 'orders'] },
    { host: OWN_NAME, path: '/prod/orders', answer: [200, undefined, 'orders'] },
    { host: OWN_NAME, path: '/orders', answer: MISSING },
    { host: DOMAIN, path: '/prod/orders', answer: MISSING },
    { host: DOMAIN, path: '/', answer: MISSING },
    { host: 'zzzzzzzzzz.execute-api.eu-west-1.amazonaws.com', path: '/prod/orders', answer: FORBIDDEN },
    { host: '10.0.1.10', path: '/', answer: FORBIDDEN },
  ])('answers $host$path with $answer', ({ host, path, answer }) => {
    expect(ask(host, path)).toEqual(answer);
  });

  test('is healthy whoever asks, by GET', () => {
    expect(ask('10.0.1.10', '/ping')).toEqual([200, undefined, 'healthy']);
    expect(ask(DOMAIN, '/sping')).toEqual([200, undefined, 'healthy']);
    expect(ask('10.0.1.10', '/ping', { method: 'POST' })).toEqual(FORBIDDEN);
  });

  const on = 'User: anonymous is not authorized to perform: execute-api:Invoke on resource:';
  const arn = 'arn:aws:execute-api:eu-west-1:********9012:a1b2c3d4e5/prod/GET/orders';

  test.each([
    { access: 'explicit-deny', wording: 'short', message: `${on} ${arn} with an explicit deny` },
    { access: 'implicit-deny', wording: 'short', message: `${on} ${arn}` },
    {
      access: 'explicit-deny',
      wording: 'reasoned',
      message: `${on} ${arn} with an explicit deny in a resource-based policy`,
    },
    {
      access: 'implicit-deny',
      wording: 'reasoned',
      message: `${on} ${arn} because no resource-based policy allows the execute-api:Invoke action`,
    },
  ] as const)('words an $access in the $wording way', ({ access, wording, message }) => {
    const apis = new Map<string, Api>([
      [OWN_NAME, { ...api, base: '/prod', access }],
      [DOMAIN, { ...api, access }],
    ]);
    const refused = [403, 'AccessDeniedException', JSON.stringify({ Message: message })];
    expect(ask(DOMAIN, '/orders', { apis, wording })).toEqual(refused);
    expect(ask(OWN_NAME, '/prod/orders', { apis, wording })).toEqual(refused);
    expect(ask(DOMAIN, '/ping', { apis, wording })).toEqual([200, undefined, 'healthy']);
  });
});
