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

/** Where an ALB lies, as ARNs say it. */
export type SourcePlace = { readonly partition: string; readonly region: string; readonly account: string };

/** Why resources of {@link sourceStatements} stand for many, by resource as cdk-nag writes it. */
export function sourceWildcards(place: SourcePlace): Readonly<Record<string, string>> {
  return {
    '*': 'These describe calls know no resources. None writes, and all are of one Region.',
    [certificates(place)]:
      'The certificates are those that the ALB’s listener has, whichever they are. Nothing is written.',
  };
}

/** What a role of the ALB's account lends to passes of another: reads of one Region, and no write. */
export function sourceStatements(place: SourcePlace): readonly PolicyStatement[] {
  const conditions = { StringEquals: { 'aws:RequestedRegion': place.region } };
  return [
    new PolicyStatement({ actions: READS.toSorted(), resources: ['*'], conditions }),
    new PolicyStatement({ actions: ['acm:DescribeCertificate'], resources: [certificates(place)] }),
  ];
}

function certificates({ partition, region, account }: SourcePlace): string {
  return `arn:${partition}:acm:${region}:${account}:certificate/*`;
}
