/** Partitions by the prefix of their Regions: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const PARTITIONS: readonly (readonly [regionPrefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

/** What is wrong with the partition an ARN names, if something is. */
export function wrongPartition(arn: string): string | undefined {
  const [, partition, service, region] = arn.split(':');
  if (partition === undefined || service !== 'elasticloadbalancing' || region === undefined) return undefined;
  const expected = PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
  if (partition === expected || !partition.startsWith('aws')) return undefined;
  return `the Region ${region} belongs to the partition ${expected}, not ${partition}; correct the one or the other`;
}

/** The account an ARN names, if it is one. */
export function accountOf(arn: string): string | undefined {
  const account = arn.split(':')[4];
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}
