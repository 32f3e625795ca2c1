import type { FrontDoor } from '../constructs/front-door.ts';
import type { AlbDeployment } from '../settings.ts';
import { smokeTest } from '../smoke-test.ts';
import { placeOfArn, type TargetChoice } from '../target-type.ts';
import { isOpened } from './alb-targets.ts';
import type { Output } from './outputs.ts';

type AlbOutputsProps = {
  readonly deployment: AlbDeployment;
  readonly frontDoor: FrontDoor;
  readonly choice: TargetChoice;
};

/** What a person needs after a deployment in front of an ALB, besides what a sync has to show. */
export function albOutputsOf({ deployment, frontDoor, choice }: AlbOutputsProps): Readonly<Record<string, Output>> {
  const { alb, hostname } = deployment;
  const { port, protocol } = alb.listener;
  const { addresses } = frontDoor;
  return {
    FixedIps: {
      description: `Give these to partners: allow all of them, on port ${port}`,
      value: addresses.join(' '),
    },
    TargetType: {
      description: 'The type of the target group, and why',
      value: `${choice.type}: ${choice.reason}`,
    },
    AdmitCommand: admitCommand(deployment, frontDoor, choice),
    ...(hostname !== undefined && {
      SmokeTest: {
        description: 'Calls the ALB at each fixed IP and says SUCCESS, or FAILED and why; from an allowed address',
        value: smokeTest({
          addresses,
          hostname: hostname.name,
          port,
          behind: 'alb',
          url: `${protocol.toLowerCase()}://${hostname.name}:${port}${alb.healthCheck.path ?? '/'}`,
        }),
      },
    }),
  };
}

/** What must be admitted before a deployment with addresses as targets, as a command; undefined where the stack does it. */
export function admitBefore({ alb, env, vpc }: AlbDeployment, { type }: TargetChoice): Output | undefined {
  const { region, account } = placeOfArn(alb.loadBalancerArn);
  if (type === 'alb' || isOpened({ alb, env, vpc })) return undefined;
  const subnets = vpc.existing.frontDoorSubnets.map(({ id }) => id).join(' ');
  return {
    description: `Prints the commands that account ${account} must run: the ALB sees addresses of the load balancer’s subnets`,
    value: `for cidr in $(aws ec2 describe-subnets --region ${env.region} --subnet-ids ${subnets} --query 'Subnets[].CidrBlock' --output text); do echo "aws ec2 authorize-security-group-ingress --region ${region} --group-id ${groupOf(alb, '\\')} --protocol tcp --port ${alb.listener.port} --cidr $cidr"; done`,
  };
}

/** What the ALB's owner has to admit. What the stack has admitted itself is not asked for again. */
function admitCommand(deployment: AlbDeployment, { securityGroup }: FrontDoor, choice: TargetChoice): Output {
  const before = admitBefore(deployment, choice);
  if (before !== undefined) return before;
  const { alb, frontDoor } = deployment;
  const { region } = placeOfArn(alb.loadBalancerArn);
  if (isOpened(deployment)) {
    return {
      description: 'Nothing has to be admitted by hand: this shows the rules of the ALB’s security group',
      value: `aws ec2 describe-security-group-rules --region ${region} --filters Name=group-id,Values=${alb.securityGroupId}`,
    };
  }
  return {
    description: `For the ALB’s owner: a rule that names the load balancer’s group lets its clients pass; one of blocks would have to name theirs, since the ALB sees them: ${frontDoor.allowedCidrs.join(' ')}`,
    value: `aws ec2 authorize-security-group-ingress --region ${region} --group-id ${groupOf(alb)} --protocol tcp --port ${alb.listener.port} --source-group ${securityGroup.securityGroupId}`,
  };
}

/** The ALB's group, or a command that finds it; `escape` stands before its dollar sign. */
function groupOf({ securityGroupId, loadBalancerArn }: AlbDeployment['alb'], escape = ''): string {
  const { region } = placeOfArn(loadBalancerArn);
  return (
    securityGroupId ??
    `${escape}$(aws elbv2 describe-load-balancers --region ${region} --load-balancer-arns ${loadBalancerArn} --query 'LoadBalancers[0].SecurityGroups[0]' --output text)`
  );
}
