import { CfnSecurityGroupEgress, type ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/**
 * Lets a security group send to blocks, by a resource for each. In the group itself they would change in place, and the way to
 * old targets would end before the new ones serve: what is a resource is made early, and deleted after all else.
 */
export function egressToBlocks(
  scope: Construct,
  securityGroup: ISecurityGroup,
  port: number,
  blocks: readonly string[],
): readonly CfnSecurityGroupEgress[] {
  return blocks.map(
    // By its block, not by its number: a list in another order changes nothing.
    (block) =>
      new CfnSecurityGroupEgress(scope, `EgressTo${block}`, {
        groupId: securityGroup.securityGroupId,
        description: 'Load balancer to its targets',
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        cidrIp: block,
      }),
  );
}
