import { TestRunner } from 'vitest';

/** A place where moto answers otherwise than AWS documents, so that a test expects something else of it. */
export type Deviation = {
  readonly operation: string;
  readonly moto: string;
  readonly aws: string;
  /** The page of AWS that says so. */
  readonly source: string;
};

const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference';
const ELB = 'https://docs.aws.amazon.com/elasticloadbalancing/latest';
const ROUTE53 = 'https://docs.aws.amazon.com/Route53/latest/APIReference';
const PRIVATELINK = 'https://docs.aws.amazon.com/vpc/latest/privatelink';

/** Every deviation of moto that a test meets, by id. The lane fails for one that no test meets any more. */
export const deviations = {
  'endpoint-address-outside-subnet': {
    operation: 'CreateVpcEndpoint',
    moto: 'gives its interfaces random addresses of 10.0.0.0/8',
    aws: 'gives them addresses of their subnets',
    source: `${PRIVATELINK}/create-interface-endpoint.html`,
  },
  'endpoint-interface-unnamed': {
    operation: 'CreateVpcEndpoint',
    moto: 'makes plain interfaces without a description',
    aws: 'makes requester-managed interfaces of type vpc_endpoint that name their endpoint',
    source: `${EC2}/API_NetworkInterface.html`,
  },
  'added-subnet-without-interface': {
    operation: 'ModifyVpcEndpoint',
    moto: 'adds the subnet to SubnetIds and makes no interface in it',
    aws: 'makes an interface in every subnet of the endpoint',
    source: `${EC2}/API_ModifyVpcEndpoint.html`,
  },
  'endpoint-deleted-at-once': {
    operation: 'DeleteVpcEndpoints',
    moto: 'calls the endpoint deleted at once and lists it for ever',
    aws: 'calls it deleting first',
    source: `${EC2}/API_VpcEndpoint.html`,
  },
  'endpoint-interface-deletable': {
    operation: 'DeleteNetworkInterface',
    moto: 'deletes an interface from under its endpoint',
    aws: 'refuses while the interface is in use',
    source: `${EC2}/errors-overview.html`,
  },
  'malformed-endpoint-id': {
    operation: 'DescribeVpcEndpoints',
    moto: 'does not find an id that is none',
    aws: 'calls it malformed',
    source: `${EC2}/errors-overview.html`,
  },
  'one-page': {
    operation: 'DescribeVpcEndpoints',
    moto: 'ignores MaxResults',
    aws: 'answers so many, with a token for the rest',
    source: `${EC2}/API_DescribeVpcEndpoints.html`,
  },
  'healthy-at-once': {
    operation: 'DescribeTargetHealth',
    moto: 'calls every target healthy, always',
    aws: 'calls it initial until its checks have passed, and unhealthy where they fail',
    source: `${ELB}/network/target-group-health-checks.html`,
  },
  'healthy-without-listener': {
    operation: 'DescribeTargetHealth',
    moto: 'calls a target healthy whose group no listener uses',
    aws: 'calls it unused',
    source: `${ELB}/network/target-group-health-checks.html`,
  },
  'target-without-zone': {
    operation: 'DescribeTargetHealth',
    moto: 'names no Availability Zone',
    aws: 'names the zone of the target',
    source: `${ELB}/APIReference/API_TargetDescription.html`,
  },
  'gone-without-draining': {
    operation: 'DeregisterTargets',
    moto: 'forgets the target at once',
    aws: 'lists it as draining until the deregistration delay has passed',
    source: `${ELB}/network/edit-target-group-attributes.html`,
  },
  'unregistered-target-rejected': {
    operation: 'DeregisterTargets',
    moto: 'answers InvalidTarget for a target that is not registered',
    aws: 'answers success',
    source: `${ELB}/APIReference/API_DeregisterTargets.html`,
  },
  'register-accepts-anything': {
    operation: 'RegisterTargets',
    moto: 'registers what is no IP, or none that the VPC can reach',
    aws: 'answers InvalidTarget, or ValidationError, and registers none of the call',
    source: `${ELB}/APIReference/API_RegisterTargets.html`,
  },
  'targets-keyed-by-ip': {
    operation: 'RegisterTargets',
    moto: 'replaces a target when its IP is registered on another port',
    aws: 'registers an IP on any number of ports',
    source: `${ELB}/network/load-balancer-target-groups.html`,
  },
  'malformed-group-arn': {
    operation: 'DescribeTargetGroups',
    moto: 'does not find an ARN that is none',
    aws: 'answers ValidationError',
    source: `${ELB}/APIReference/CommonErrors.html`,
  },
  'tags-of-unknown-group': {
    operation: 'DescribeTags',
    moto: 'answers with no tags for a group it does not know',
    aws: 'answers TargetGroupNotFound',
    source: `${ELB}/APIReference/API_DescribeTags.html`,
  },
  'network-load-balancer-named-app': {
    operation: 'CreateLoadBalancer',
    moto: 'makes ARNs with loadbalancer/app/ for load balancers of type network',
    aws: 'makes them with loadbalancer/net/',
    source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html',
  },
  'alias-without-dot': {
    operation: 'ListResourceRecordSets',
    moto: 'answers the name of an alias as it was written',
    aws: 'answers it with a trailing dot',
    source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html',
  },
  'wildcard-unescaped': {
    operation: 'ListResourceRecordSets',
    moto: 'answers a wildcard with its asterisk',
    aws: 'answers everything but a-z, 0-9, - and _ as an escape: \\052',
    source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html',
  },
  'created-twice': {
    operation: 'ChangeResourceRecordSets',
    moto: 'creates what exists a second time',
    aws: 'answers InvalidChangeBatch',
    source: `${ROUTE53}/API_ChangeResourceRecordSets.html`,
  },
  'name-in-capitals': {
    operation: 'ChangeResourceRecordSets',
    moto: 'keeps the case of a name, and finds it in that case only',
    aws: 'makes it lower case',
    source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html',
  },
  'zones-by-name-filtered': {
    operation: 'ListHostedZonesByName',
    moto: 'answers with the zones of exactly the name',
    aws: 'answers with those and all that follow',
    source: `${ROUTE53}/API_ListHostedZonesByName.html`,
  },
  'zones-by-name-without-end': {
    operation: 'ListHostedZonesByName',
    moto: 'does not say whether there are more',
    aws: 'always says IsTruncated',
    source: `${ROUTE53}/API_ListHostedZonesByName.html`,
  },
  'unknown-role-assumed': {
    operation: 'AssumeRole',
    moto: 'hands out credentials of a role that nobody made',
    aws: 'answers AccessDenied',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html',
  },
} as const satisfies Readonly<Record<string, Deviation>>;

/** The id of one of {@link deviations}. */
export type DeviationId = keyof typeof deviations;

declare module 'vitest' {
  interface TaskMeta {
    deviations?: DeviationId[];
  }
}

/** Notes that the running test met a deviation. */
export function meet(id: DeviationId): void {
  const meta = TestRunner.getCurrentTest()?.meta;
  if (meta === undefined) throw new Error(`${id} can only be met in a test`);
  meta.deviations = [...(meta.deviations ?? []), id];
}
