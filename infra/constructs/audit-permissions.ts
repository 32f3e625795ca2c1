import { Aws, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { AuditPayload } from './binding-payload.ts';

/** What an audit reads that knows no resources, or only such as nobody knows before it runs. */
const READS = [
  'ec2:DescribeAddresses',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcAttribute',
  'ec2:DescribeVpcs',
  'elasticloadbalancing:DescribeListenerCertificates',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeLoadBalancerAttributes',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  'route53:ListHostedZonesByName',
  'route53:ListHostedZonesByVPC',
  'route53profiles:ListProfileAssociations',
  'route53profiles:ListProfileResourceAssociations',
  'route53resolver:ListResolverRuleAssociations',
  'route53resolver:ListResolverRules',
];

/** What it reads besides of endpoints: of a source that it sees without a role, and of those that an API names. */
const READS_OF_ENDPOINTS = ['ec2:DescribeVpcEndpoints'];

type AuditSettings = NonNullable<AuditPayload['audit']>;

/** Why resources of {@link auditStatements} stand for many, by resource as cdk-nag writes it. */
const AUDIT_WILDCARDS: Readonly<Record<string, string>> = {
  '*': 'These describe and list calls know no resources, or such as only the answer to another call names. None writes.',
  'arn:<AWS::Partition>:route53:::hostedzone/*':
    'A zone that shadows the hostname’s own, or has its name, is found by asking. Nothing is written.',
  'arn:<AWS::Partition>:acm:<AWS::Region>:<AWS::AccountId>:certificate/*':
    'The certificates are those that listener and custom domain have, whichever they are. Nothing is written.',
  'arn:<AWS::Partition>:apigateway:<AWS::Region>::/domainnames/*':
    'A custom domain and its mappings; a private one is known by an id that is found by asking. Nothing is written.',
  'arn:<AWS::Partition>:apigateway:<AWS::Region>:<AWS::AccountId>:/domainnames/*':
    'A private custom domain is known by an id that is found by asking. Nothing is written.',
};

/** {@link AUDIT_WILDCARDS}, and the certificates of ALBs in other Regions than the stack's. */
export function auditWildcards(bindings: readonly AuditPayload[], region: string): Readonly<Record<string, string>> {
  const more = otherRegions(bindings, region).map((other) => [
    `arn:<AWS::Partition>:acm:${other}:<AWS::AccountId>:certificate/*`,
    'The certificates are those that the ALB’s listener has, whichever they are. Nothing is written.',
  ]);
  return { ...AUDIT_WILDCARDS, ...Object.fromEntries(more) };
}

/** What a role needs to audit these bindings from a Region: reads, and the roles and the probe that they name. */
export function auditStatements(bindings: readonly AuditPayload[], region: string): readonly PolicyStatement[] {
  const audits = bindings.flatMap(({ audit }) => audit ?? []);
  const roles = [
    ...bindings.flatMap(({ source }) => source.roleArn ?? []),
    ...audits.flatMap(({ zoneRoleArns = {} }) => Object.values(zoneRoleArns)),
  ];
  const probes = audits.flatMap(({ probe }) => probe?.functionArn ?? []);
  const endpoints = bindings.some(readsEndpoints) ? READS_OF_ENDPOINTS : [];
  return [
    may([...READS, ...endpoints].toSorted(), ['*']),
    may(['route53:GetHostedZone', 'route53:ListResourceRecordSets'], [`arn:${Aws.PARTITION}:route53:::hostedzone/*`]),
    may(
      ['acm:DescribeCertificate'],
      [Aws.REGION, ...otherRegions(bindings, region)].map(
        (each) => `arn:${Aws.PARTITION}:acm:${each}:${Aws.ACCOUNT_ID}:certificate/*`,
      ),
    ),
    may(['apigateway:GET'], [...audits.flatMap(apiResources), ...linkResources(bindings)]),
    may(['sts:AssumeRole'], roles),
    may(['lambda:InvokeFunction'], probes),
  ].filter(({ resources }) => resources.length > 0);
}

function readsEndpoints({ source, audit }: AuditPayload): boolean {
  return 'vpcEndpointId' in source && (source.roleArn === undefined || audit?.restApiId !== undefined);
}

/**
 * VPC links, to tell where a REST API could reach an ALB without the load balancer in front: one of the same account, which
 * needs no role.
 */
function linkResources(bindings: readonly AuditPayload[]): readonly string[] {
  const isAsked = bindings.some(({ source }) => 'loadBalancerArn' in source && source.roleArn === undefined);
  return isAsked ? [`arn:${Aws.PARTITION}:apigateway:${Aws.REGION}::/vpclinks`] : [];
}

/** Regions of ALBs that are looked at without a role of their account. */
function otherRegions(bindings: readonly AuditPayload[], own: string): readonly string[] {
  const regions = bindings.flatMap(({ source }) =>
    'vpcEndpointId' in source || source.roleArn !== undefined || Token.isUnresolved(source.loadBalancerArn)
      ? []
      : (source.loadBalancerArn.split(':')[3] ?? []),
  );
  return [...new Set(regions)].filter((region) => region !== own);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html */
function apiResources({ restApiId, stage, customDomain }: AuditSettings): readonly string[] {
  const shared = `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}::`;
  // Private domains are of an account, in IAM as elsewhere.
  const own = `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:${Aws.ACCOUNT_ID}:`;
  return [
    ...(restApiId === undefined ? [] : [`${shared}/restapis/${restApiId}`]),
    ...(restApiId === undefined || stage === undefined ? [] : [`${shared}/restapis/${restApiId}/stages/${stage}`]),
    ...(customDomain === undefined
      ? []
      : [
          `${shared}/domainnames`,
          `${shared}/domainnames/*`,
          `${own}/domainnames/*`,
          `${own}/domainnameaccessassociations`,
        ]),
  ];
}

function may(actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [...new Set(resources)] });
}
