import { AwsError } from './aws-error.ts';
import type { LoadBalancer, World } from './state.ts';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_VpcLink.html */
export type VpcLinkStatus = 'AVAILABLE' | 'PENDING' | 'DELETING' | 'FAILED';

/** What leads REST APIs to a Network Load Balancer of their account. */
export type VpcLink = {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly ownerId: string;
  readonly targetArn: string;
  readonly status: VpcLinkStatus;
};

export type NewVpcLink = Pick<VpcLink, 'name' | 'ownerId' | 'status'> & { readonly loadBalancer: LoadBalancer };

/** "Must be owned by the same AWS account of the API owner": API_VpcLink.html, as above. What AWS answers else is inferred. */
export function createVpcLink(world: World, { loadBalancer, ...options }: NewVpcLink): VpcLink {
  const { arn, type, ownerId, vpc } = loadBalancer;
  if (type !== 'network' || ownerId !== options.ownerId) {
    throw new AwsError('BadRequestException', `${arn} is no Network Load Balancer of ${options.ownerId}`);
  }
  const link: VpcLink = { id: world.ids.hash().slice(0, 10), ...options, region: vpc.region, targetArn: arn };
  world.vpcLinks.set(link.id, link);
  return link;
}
