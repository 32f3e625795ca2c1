import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** What passes read of an ALB in its own account: first what sync passes do, then what audits do besides. */
const READS = [
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'elasticloadbalancing:DescribeLoadBalancers',
  'ec2:DescribeSecurityGroups',
  'elasticloadbalancing:DescribeListenerCertificates',
  'elasticloadbalancing:DescribeListeners',
];

/** What audits read besides of a VPC whose clients use the private half of a hostname. */
const READS_OF_PRIVATE_HALF = [
  'ec2:DescribeVpcAttribute',
  'ec2:DescribeVpcs',
  'route53profiles:ListProfileAssociations',
  'route53profiles:ListProfileResourceAssociations',
  'route53resolver:ListResolverRuleAssociations',
  'route53resolver:ListResolverRules',
];

/** Where an ALB lies, as ARNs say it, and whether its VPC has the private half of a hostname. */
export type SourcePlace = {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly privateHalf?: boolean;
};

/** Why resources of {@link sourceStatements} stand for many, by resource as cdk-nag writes it. */
export function sourceWildcards(place: SourcePlace): Readonly<Record<string, string>> {
  return {
    '*': 'These calls know no resources. None writes, and but for Route 53, which knows no Region, all are of one.',
    [certificates(place)]:
      'The certificates are those that the ALB’s listener has, whichever they are. Nothing is written.',
  };
}

/** What a role of the ALB's account lends to passes of another: reads of one Region, and no write. */
export function sourceStatements(place: SourcePlace): readonly PolicyStatement[] {
  const conditions = { StringEquals: { 'aws:RequestedRegion': place.region } };
  return [
    new PolicyStatement({
      actions: [...READS, ...(place.privateHalf === true ? READS_OF_PRIVATE_HALF : [])].toSorted(),
      resources: ['*'],
      conditions,
    }),
    ...(place.privateHalf === true
      ? [new PolicyStatement({ actions: ['route53:ListHostedZonesByVPC'], resources: ['*'] })]
      : []),
    new PolicyStatement({ actions: ['acm:DescribeCertificate'], resources: [certificates(place)] }),
  ];
}

function certificates({ partition, region, account }: SourcePlace): string {
  return `arn:${partition}:acm:${region}:${account}:certificate/*`;
}
