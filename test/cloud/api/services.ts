import { ec2Query, query } from '../wire/query.ts';
import { acm } from './acm.ts';
import { apigateway } from './apigateway.ts';
import * as cloudformation from './cloudformation.ts';
import * as addresses from './ec2-addresses.ts';
import * as endpoints from './ec2-endpoints.ts';
import * as interfaces from './ec2-interfaces.ts';
import * as networks from './ec2-networks.ts';
import * as securityGroups from './ec2-security-groups.ts';
import * as vpcAttributes from './ec2-vpc-attributes.ts';
import { withElbCodes } from './elbv2-errors.ts';
import * as listenerCertificates from './elbv2-listener-certificates.ts';
import * as listeners from './elbv2-listeners.ts';
import * as loadBalancers from './elbv2-load-balancers.ts';
import * as tags from './elbv2-tags.ts';
import * as targetGroups from './elbv2-target-groups.ts';
import * as targets from './elbv2-targets.ts';
import { events } from './events.ts';
import type { Service } from './operation.ts';
import { route53profiles } from './profiles.ts';
import { route53resolver } from './resolver.ts';
import { route53 } from './route53.ts';
import * as sts from './sts.ts';

/** The services by their name in the scope of a signature. Lambda is beside them: `wire/invocation.ts`. */
export const SERVICES: Readonly<Record<string, Service>> = {
  ec2: {
    protocol: ec2Query('http://ec2.amazonaws.com/doc/2016-11-15/'),
    operations: {
      CreateVpc: networks.createVpc,
      CreateSubnet: networks.createSubnet,
      DescribeVpcs: networks.describeVpcs,
      DescribeSubnets: networks.describeSubnets,
      CreateVpcEndpoint: endpoints.createVpcEndpoint,
      DescribeVpcEndpoints: endpoints.describeVpcEndpoints,
      ModifyVpcEndpoint: endpoints.modifyVpcEndpoint,
      DeleteVpcEndpoints: endpoints.deleteVpcEndpoints,
      CreateNetworkInterface: interfaces.createNetworkInterface,
      DeleteNetworkInterface: interfaces.deleteNetworkInterface,
      DescribeNetworkInterfaces: interfaces.describeNetworkInterfaces,
      DescribeVpcAttribute: vpcAttributes.describeVpcAttribute,
      ModifyVpcAttribute: vpcAttributes.modifyVpcAttribute,
      CreateSecurityGroup: securityGroups.createSecurityGroup,
      AuthorizeSecurityGroupIngress: securityGroups.authorizeSecurityGroupIngress,
      AuthorizeSecurityGroupEgress: securityGroups.authorizeSecurityGroupEgress,
      RevokeSecurityGroupIngress: securityGroups.revokeSecurityGroupIngress,
      RevokeSecurityGroupEgress: securityGroups.revokeSecurityGroupEgress,
      DescribeSecurityGroups: securityGroups.describeSecurityGroups,
      DescribeAddresses: addresses.describeAddresses,
    },
  },
  elasticloadbalancing: {
    protocol: query('http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/'),
    operations: {
      CreateLoadBalancer: withElbCodes(loadBalancers.createLoadBalancer),
      DescribeLoadBalancers: loadBalancers.describeLoadBalancers,
      DescribeLoadBalancerAttributes: loadBalancers.describeLoadBalancerAttributes,
      ModifyLoadBalancerAttributes: loadBalancers.modifyLoadBalancerAttributes,
      CreateTargetGroup: withElbCodes(targetGroups.createTargetGroup),
      DescribeTargetGroups: targetGroups.describeTargetGroups,
      DeleteTargetGroup: targetGroups.deleteTargetGroup,
      DescribeTargetGroupAttributes: targetGroups.describeTargetGroupAttributes,
      ModifyTargetGroupAttributes: targetGroups.modifyTargetGroupAttributes,
      CreateListener: listeners.createListener,
      DescribeListeners: listeners.describeListeners,
      DescribeListenerCertificates: listenerCertificates.describeListenerCertificates,
      DeleteListener: listeners.deleteListener,
      AddTags: tags.addTags,
      RemoveTags: tags.removeTags,
      DescribeTags: tags.describeTags,
      RegisterTargets: targets.registerTargets,
      DeregisterTargets: targets.deregisterTargets,
      DescribeTargetHealth: targets.describeTargetHealth,
    },
  },
  cloudformation: {
    protocol: query('http://cloudformation.amazonaws.com/doc/2010-05-15/'),
    operations: { DescribeStacks: cloudformation.describeStacks },
  },
  sts: {
    protocol: query('https://sts.amazonaws.com/doc/2011-06-15/'),
    operations: { GetCallerIdentity: sts.getCallerIdentity, AssumeRole: sts.assumeRole },
  },
  route53,
  route53resolver,
  route53profiles,
  acm,
  apigateway,
  events,
};

/** True if an operation changes what can be read. A credential and an event cannot. */
export function isWrite(operation: string): boolean {
  return !/^(Describe|Get|List|AssumeRole|PutEvents)/.test(operation);
}
