import type { Request } from '../cloud/wire/calls.ts';
import type { Param, Params } from '../cloud/wire/form.ts';
import { dependentActions } from './beyond-calls.ts';
import type { Demand } from './policy.ts';

/** What a call demands besides an action of its own name on `*`: an action of another name, a resource, condition keys. */
type Asking = Partial<Demand>;
type Row = (request: Request, tagsOf: TagsOf) => readonly Asking[];

/** The tags of a resource as it stands, by ARN. */
export type TagsOf = (arn: string) => Readonly<Record<string, string>>;

/** Operations by what IAM asks for; those that are not here know no resources. `reference.test.ts` holds it to AWS's. */
const ROWS: Readonly<Record<string, Row>> = {
  'acm:DescribeCertificate': ({ params }) => [{ resource: text(params, 'CertificateArn') }],
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
  'apigateway:GetBasePathMappings': (request) => [
    reading(request, `/domainnames/${domainOf(request)}/basepathmappings`),
  ],
  'apigateway:GetDomainName': (request) => [reading(request, `/domainnames/${domainOf(request)}`)],
  'apigateway:GetDomainNames': (request) => [reading(request, '/domainnames')],
  'apigateway:GetDomainNameAccessAssociations': (request) => [
    reading(request, '/domainnameaccessassociations', request.account),
  ],
  'apigateway:GetRestApi': (request) => [reading(request, `/restapis/${text(request.params, 'restapi_id')}`)],
  'apigateway:GetStage': (request) => [
    reading(request, `/restapis/${text(request.params, 'restapi_id')}/stages/${text(request.params, 'stage_name')}`),
  ],
  'apigateway:GetVpcLinks': (request) => [reading(request, '/vpclinks')],
  'cloudformation:DescribeStacks': ({ params }) => [{ resource: text(params, 'StackName') }],
  'ec2:DescribeVpcAttribute': ({ region, account, params }) => [
    { resource: `arn:aws:ec2:${region}:${account}:vpc/${text(params, 'VpcId')}` },
  ],
  'elasticloadbalancing:DeregisterTargets': onTargetGroup,
  'elasticloadbalancing:RegisterTargets': onTargetGroup,
  // Each entry is judged for itself: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
  'events:PutEvents': ({ region, account, params }) =>
    list(params['Entries']).map((entry) => ({
      resource: `arn:aws:events:${region}:${account}:event-bus/${entry['EventBusName'] === undefined ? 'default' : text(entry, 'EventBusName')}`,
      context: { 'events:source': text(entry, 'Source'), 'events:detail-type': text(entry, 'DetailType') },
    })),
  'lambda:Invoke': ({ params }) => [{ action: 'lambda:InvokeFunction', resource: text(params, 'FunctionName') }],
  'route53:GetHostedZone': onHostedZone,
  'route53:ListResourceRecordSets': onHostedZone,
  'sts:AssumeRole': ({ params }) => [{ resource: text(params, 'RoleArn') }],
  // Nobody needs a permission for it: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  'sts:GetCallerIdentity': () => [],
};

/** What IAM asks for a call, dependent actions included. */
export function demandsOf(request: Request, tagsOf: TagsOf): readonly Demand[] {
  const name = `${request.service}:${request.operation}`;
  const asked = ROWS[name]?.(request, tagsOf) ?? [{}];
  // Every request has a Region: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
  const everywhere = { 'aws:RequestedRegion': request.region };
  const own = asked.map(({ context, ...each }) => ({
    action: name,
    resource: '*',
    ...each,
    context: { ...everywhere, ...context },
  }));
  return [...own, ...dependentActions(name).map((action) => ({ action, resource: '*', context: everywhere }))];
}

function onTargetGroup({ params }: Request, tagsOf: TagsOf): readonly Asking[] {
  const resource = text(params, 'TargetGroupArn');
  const tags = Object.entries(tagsOf(resource));
  return [{ resource, context: Object.fromEntries(tags.map(([key, value]) => [`aws:ResourceTag/${key}`, value])) }];
}

function onHostedZone({ params }: Request): readonly Asking[] {
  return [{ resource: `arn:aws:route53:::hostedzone/${text(params, 'Id')}` }];
}

/** API Gateway's action is the method; its ARNs are the paths. */
function reading({ region }: Request, path: string, account = ''): Asking {
  return { action: 'apigateway:GET', resource: `arn:aws:apigateway:${region}:${account}:${path}` };
}

/** A private domain goes by its name and its id. */
function domainOf({ params }: Request): string {
  const id = params['domainNameId'];
  return `${text(params, 'domain_name')}${id === undefined ? '' : `+${text(params, 'domainNameId')}`}`;
}

function text(params: Params, name: string): string {
  const value = params[name];
  if (typeof value !== 'string') throw new TypeError(`${name} is ${JSON.stringify(value)}, not text`);
  return value;
}

function list(value: Param | undefined): readonly Params[] {
  return Array.isArray(value) ? value : [];
}
