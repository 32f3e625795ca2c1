import { AwsError } from '../world/aws-error.ts';
import { BadParameter } from './bad-parameter.ts';
import { findVpc } from './ec2-networks.ts';
import type { Operation } from './operation.ts';
import { flag, record, requiredText, text } from './params.ts';

/** One attribute a call: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcAttribute.html */
export const describeVpcAttribute: Operation = (world, caller, params) => {
  const vpc = findVpc(world, caller, requiredText(params, 'VpcId'));
  const attribute = requiredText(params, 'Attribute');
  switch (attribute) {
    case 'enableDnsSupport':
      return { vpcId: vpc.id, enableDnsSupport: { value: vpc.dnsSupport } };
    case 'enableDnsHostnames':
      return { vpcId: vpc.id, enableDnsHostnames: { value: vpc.dnsHostnames } };
    default:
      throw new BadParameter('invalid', `Value (${attribute}) for parameter attribute is invalid.`);
  }
};

/** "You can't modify the DNS resolution and DNS hostnames attributes in the same request": API_ModifyVpcAttribute. */
export const modifyVpcAttribute: Operation = (world, caller, params) => {
  const vpc = findVpc(world, caller, requiredText(params, 'VpcId'));
  const support = record(params, 'EnableDnsSupport');
  const hostnames = record(params, 'EnableDnsHostnames');
  const changesSupport = text(support, 'Value') !== undefined;
  const changesHostnames = text(hostnames, 'Value') !== undefined;
  if (changesSupport === changesHostnames) {
    throw new AwsError('InvalidParameterCombination', 'Exactly one attribute must be specified');
  }
  if (changesSupport) vpc.dnsSupport = flag(support, 'Value');
  else vpc.dnsHostnames = flag(hostnames, 'Value');
  return { return: true };
};
