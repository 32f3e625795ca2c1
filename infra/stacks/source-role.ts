import { CfnOutput, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PrincipalWithConditions, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { PASSES, passRoleName } from '../constructs/role-names.ts';
import { sourceStatements, sourceWildcards } from '../constructs/source-permissions.ts';
import type { AlbDeployment } from '../settings.ts';
import { placeOfArn } from '../target-type.ts';

/** What the roles' names begin with that look at an ALB from another account: unique there, over all Regions. */
export function roleNamePrefix({ stackName, env }: AlbDeployment): string {
  return `${stackName}-${env.region}`;
}

/**
 * The role in the ALB's account, through which passes of the load balancer's see the ALB. It goes first: without it the
 * gate of the other stack refuses. It may read, and nothing else; it trusts three roles by name, which need not be there yet.
 */
export class SourceRole extends Stack {
  constructor(scope: Construct, deployment: AlbDeployment) {
    const { alb, env, protect, stackName, tags } = deployment;
    const place = placeOfArn(alb.loadBalancerArn);
    super(scope, `${stackName}-source-role`, {
      env: place,
      tags,
      terminationProtection: protect,
      description: `Lets ${stackName} in account ${env.account} see an ALB, and no more; for target-sync`,
    });
    const { partition, path, roleName } = partsOfRole(alb.roleArn);
    const prefix = roleNamePrefix(deployment);
    const trusted = PASSES.map((pass) => `arn:${partition}:iam::${env.account}:role/${passRoleName(prefix, pass)}`);
    const role = new Role(this, 'Role', {
      path,
      roleName,
      description: `Sees the ALB for ${stackName} in account ${env.account}`,
      // The account is trusted, as roles that are not there yet cannot be; and of it these alone.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
      assumedBy: new PrincipalWithConditions(new AccountPrincipal(env.account), {
        ArnEquals: { 'aws:PrincipalArn': trusted },
        ...(alb.externalId !== undefined && { StringEquals: { 'sts:ExternalId': alb.externalId } }),
      }),
    });
    const seen = { ...place, partition, privateHalf: hasPrivateHalf(deployment) };
    for (const statement of sourceStatements(seen)) role.addToPolicy(statement);
    for (const [resource, reason] of Object.entries(sourceWildcards(seen))) {
      acknowledge(role, { [`AwsSolutions-IAM5[Resource::${resource}]`]: reason });
    }
    new CfnOutput(this, 'RoleArn', {
      description: 'What alb.roleArn of the settings must name',
      value: role.roleArn,
    });
  }
}

/** True where clients of a hostname's private half are in the ALB's VPC: that VPC is audited with the role then. */
function hasPrivateHalf({ alb, hostname, vpc }: AlbDeployment): boolean {
  if (hostname === undefined || hostname.privateZone === false) return false;
  return [vpc.existing.id, ...hostname.clientVpcIds].includes(alb.vpcId);
}

/** A role's ARN may have a path before the name. */
function partsOfRole(arn = ''): { readonly partition: string; readonly path: string; readonly roleName: string } {
  const [, partition = '', , , , resource = ''] = arn.split(':');
  const parts = resource.split('/');
  return { partition, path: [...parts.slice(0, -1), ''].join('/').replace(/^role/, ''), roleName: parts.at(-1) ?? '' };
}
