import type { World } from '../world/state.ts';
import { createVpcLink, type VpcLinkStatus } from '../world/vpc-links.ts';
import { lookUp } from './views.ts';

/** VPC links of REST APIs: others who lead to a load balancer. */
export type VpcLinkVerbs = {
  /** Returns its id. It lies where its load balancer does, and is `AVAILABLE` unless its status is given. */
  readonly createVpcLink: (options: {
    readonly name: string;
    readonly loadBalancerArn: string;
    readonly status?: VpcLinkStatus;
    readonly ownerId?: string;
  }) => string;
  readonly deleteVpcLink: (id: string) => void;
};

export function createVpcLinkVerbs(world: World): VpcLinkVerbs {
  const { account } = world.settings;
  return {
    createVpcLink: ({ loadBalancerArn, ...options }) => {
      const loadBalancer = lookUp(world.loadBalancers, loadBalancerArn);
      return createVpcLink(world, { ownerId: account, status: 'AVAILABLE', ...options, loadBalancer }).id;
    },
    deleteVpcLink: (id) => {
      world.vpcLinks.delete(lookUp(world.vpcLinks, id).id);
    },
  };
}
