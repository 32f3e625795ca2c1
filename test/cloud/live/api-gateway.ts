import type { HttpAnswer, HttpRequest } from './https.ts';

/** An API as a name leads to it. */
export type Api = {
  readonly id: string;
  readonly stage: string;
  /** What precedes the stage's paths in a request: `/prod` under the API's own name, nothing under a custom domain. */
  readonly base?: string;
  /** What its policy, as deployed, says of callers through this endpoint. Default: `allowed`. */
  readonly access?: 'allowed' | 'explicit-deny' | 'implicit-deny';
  /** The stage's paths, with what the backend answers. */
  readonly paths: Readonly<Record<string, HttpAnswer>>;
};

export type ApiGatewayOptions = {
  readonly region: string;
  readonly account: string;
  /** APIs by the names under which this endpoint has them. Read at every request, so a test may change them. */
  readonly apis: ReadonlyMap<string, Api>;
  /** AWS words a refusal in either way; `reasoned` says which kind of policy it comes from. Default: `short`. */
  readonly wording?: 'short' | 'reasoned';
};

/**
 * Answers as API Gateway behind an interface endpoint. The kinds of 403, their headers and messages:
 * https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden
 * A name without an API here gets the same answer as a public API that private DNS has led astray:
 * https://repost.aws/knowledge-center/api-gateway-vpc-connections
 */
export function answerAsApiGateway(options: ApiGatewayOptions): (request: HttpRequest) => HttpAnswer {
  return (request) => {
    const { host, path, method } = request;
    if (method === 'GET' && HEALTH_PATHS.has(path)) return { status: 200, body: 'healthy' };
    const api = options.apis.get(host);
    if (api === undefined) return forbidden('ForbiddenException', { message: 'Forbidden' });
    const { base = '', access = 'allowed', paths } = api;
    if (access !== 'allowed') {
      return forbidden('AccessDeniedException', { Message: refusal(options, api, { request, access }) });
    }
    // Whether AWS looks for the path or at the policy first is documented nowhere.
    const [bare = ''] = path.split('?');
    const answer = bare.startsWith(base) ? paths[bare.slice(base.length)] : undefined;
    return answer ?? forbidden('MissingAuthenticationTokenException', { message: 'Missing Authentication Token' });
  };
}

/** Reserved for health checks: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
const HEALTH_PATHS: ReadonlySet<string> = new Set(['/ping', '/sping']);

const REASONS = {
  short: { 'explicit-deny': ' with an explicit deny', 'implicit-deny': '' },
  reasoned: {
    'explicit-deny': ' with an explicit deny in a resource-based policy',
    'implicit-deny': ' because no resource-based policy allows the execute-api:Invoke action',
  },
} as const;

type Refused = { readonly request: HttpRequest; readonly access: 'explicit-deny' | 'implicit-deny' };

/** AWS shows the last four digits of the account. */
function refusal({ region, account, wording = 'short' }: ApiGatewayOptions, api: Api, { request, access }: Refused) {
  const { base = '', id, stage } = api;
  const [path = ''] = request.path.split('?');
  const resource = `${id}/${stage}/${request.method}${path.startsWith(base) ? path.slice(base.length) : path}`;
  const arn = `arn:aws:execute-api:${region}:********${account.slice(-4)}:${resource}`;
  return `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${arn}${REASONS[wording][access]}`;
}

function forbidden(errorType: string, body: Readonly<Record<string, string>>): HttpAnswer {
  return {
    status: 403,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': errorType },
    body: JSON.stringify(body),
  };
}
