import type { Dialect } from '../wire/xml.ts';
import * as cloudformation from './cloudformation.ts';
import * as endpoints from './ec2-endpoints.ts';
import * as interfaces from './ec2-interfaces.ts';
import * as networks from './ec2-networks.ts';
import { withElbCodes } from './elbv2-errors.ts';
import * as listeners from './elbv2-listeners.ts';
import * as loadBalancers from './elbv2-load-balancers.ts';
import * as tags from './elbv2-tags.ts';
import * as targetGroups from './elbv2-target-groups.ts';
import * as targets from './elbv2-targets.ts';
import type { Operations } from './operation.ts';
import * as sts from './sts.ts';

/** A service: how it speaks, and what it can do. */
export type Service = { readonly dialect: Dialect; readonly operations: Operations };

/** The services that speak in forms, by their name in the scope of a signature. Lambda is beside them: `wire/invocation.ts`. */
export const SERVICES: Readonly<Record<string, Service>> = {
  ec2: {
    dialect: { name: 'ec2', namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/' },
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
    },
  },
  elasticloadbalancing: {
    dialect: { name: 'query', namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/' },
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
    dialect: { name: 'query', namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/' },
    operations: { DescribeStacks: cloudformation.describeStacks },
  },
  sts: {
    dialect: { name: 'query', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
    operations: { GetCallerIdentity: sts.getCallerIdentity, AssumeRole: sts.assumeRole },
  },
};

/** True unless an operation only reads. */
export function isWrite(operation: string): boolean {
  return !/^(Describe|Get|List|AssumeRole)/.test(operation);
}
