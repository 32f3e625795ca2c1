import type { EndpointAudit } from '../../model/audit.ts';
import type { AuditedEndpoint } from '../../model/audit-source.ts';
import { type CheckResult, finding, ok, unread } from '../../model/finding.ts';
import { awsCommand } from '../command.ts';

type Endpoint = AuditedEndpoint['endpoint'];
type Mistake = { readonly expected: string; readonly found: string; readonly decide: string };

/** EP_STATE: the endpoint is there, of the expected kind and service, and in service. */
export function epState(situation: EndpointAudit): readonly CheckResult[] {
  const { spec, source, region, accountId } = situation;
  const id = spec.source.vpcEndpointId;
  if (source.kind === 'unread') {
    if (source.problem.kind !== 'not-found') return [unread('EP_STATE', id, source.problem)];
    return [
      mistaken(situation, {
        expected: `${id} exists in ${region}, and account ${accountId} sees it.`,
        found: `AWS knows none: ${source.problem.message}.`,
        decide: 'Create the endpoint again, or correct source.vpcEndpointId. Those of the account:',
      }),
    ];
  }
  const { endpoint } = source.value;
  const mistakes = [...mistakesOf(endpoint), ...serviceMistakes(endpoint, situation)];
  if (mistakes.length > 0) return mistakes.map((mistake) => mistaken(situation, mistake));
  return [ok('EP_STATE', id, `An interface endpoint of ${endpoint.serviceName}, ${endpoint.state}.`)];
}

/** EP_PRIVATE_DNS: private DNS of an endpoint of API Gateway takes the names of every API in Region and VPC. */
export function epPrivateDns({ spec, source, region }: EndpointAudit): readonly CheckResult[] {
  const id = spec.source.vpcEndpointId;
  if (source.kind === 'unread') return [unread('EP_PRIVATE_DNS', id, source.problem)];
  const { privateDns, serviceName, vpcId } = source.value.endpoint;
  if (!privateDns) return [ok('EP_PRIVATE_DNS', id, 'Private DNS is off.')];
  if (!serviceName.endsWith('.execute-api')) {
    return [ok('EP_PRIVATE_DNS', id, `Private DNS is on, and ${serviceName} is not API Gateway.`)];
  }
  return [
    finding('EP_PRIVATE_DNS', id, {
      severity: 'warn',
      expected: 'Private DNS is off: clients use the hostname, by an alias to the endpoint.',
      found: `Private DNS is on: public APIs answer 403 in ${vpcId}, and a second endpoint cannot stand beside this one to replace it.`,
      fix: awsCommand('ec2 modify-vpc-endpoint --no-private-dns-enabled', { 'vpc-endpoint-id': id }, region),
    }),
  ];
}

function mistakesOf({ id, type, state, lastError }: Endpoint): readonly Mistake[] {
  return [
    ...(type === 'Interface'
      ? []
      : [
          {
            expected: `${id} is of type Interface, which has addresses.`,
            found: `It is of type ${type}.`,
            decide: 'Correct source.vpcEndpointId. What it names:',
          },
        ]),
    // The SDK's type says Available, the wire available.
    ...(state.toLowerCase() === 'available'
      ? []
      : [
          {
            expected: `${id} is available.`,
            found: `It is ${state}.`,
            decide: 'Wait if it is pending, accept it if it waits for that, else create it again:',
          },
        ]),
    ...(lastError === undefined
      ? []
      : [
          {
            expected: `AWS reports no error of ${id}.`,
            found: `AWS reports: ${lastError}.`,
            decide: 'Mend what AWS reports, or create the endpoint again:',
          },
        ]),
  ];
}

function serviceMistakes({ id, serviceName }: Endpoint, situation: EndpointAudit): readonly Mistake[] {
  const expected = expectedService(situation);
  if (expected === undefined || serviceName === expected) return [];
  return [
    {
      expected: `${id} is an endpoint of ${expected}.`,
      found: `It is one of ${serviceName}.`,
      decide: 'Correct source.vpcEndpointId, or source.serviceName. What it names:',
    },
  ];
}

/** What the binding says, or else the service of the API that it names. */
function expectedService({ spec, region }: EndpointAudit): string | undefined {
  if (spec.source.serviceName !== undefined) return spec.source.serviceName;
  if (spec.audit?.restApiId === undefined) return undefined;
  const partition = region.startsWith('cn-') ? 'cn.com' : 'com';
  return `${partition}.amazonaws.${region}.execute-api`;
}

function mistaken({ spec, region }: EndpointAudit, { expected, found, decide }: Mistake): CheckResult {
  const id = spec.source.vpcEndpointId;
  const look = awsCommand('ec2 describe-vpc-endpoints', { 'vpc-endpoint-ids': id }, region);
  return finding('EP_STATE', id, { severity: 'crit', expected, found, fix: `${decide}\n${look}` });
}
