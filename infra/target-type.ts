/** Where a load balancer stands. */
export type Place = { readonly account: string; readonly region: string; readonly vpcId: string };

export type TargetTypeQuestion = {
  /** `auto`: type alb wherever AWS allows it. */
  readonly asked: 'auto' | 'ip';
  /** Where the Network Load Balancer stands. */
  readonly own: Place;
  readonly alb: Place;
  /** Others that have the ALB as a target. */
  readonly networkLoadBalancers: number;
};

/** The type of the target group, and why. */
export type TargetChoice = { readonly type: 'alb' | 'ip'; readonly reason: string };

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html */
const MOST_NETWORK_LOAD_BALANCERS = 2;

/**
 * The type of a target group that leads to an ALB. A group of type alb has the ALB itself as its target, which AWS keeps
 * true; addresses are for where AWS allows none. The reason is the end of a sentence.
 */
export function chooseTargetType({ asked, own, alb, networkLoadBalancers }: TargetTypeQuestion): TargetChoice {
  if (asked === 'ip') return ip('the settings ask for it');
  if (alb.region !== own.region) return ip(`the ALB is in another Region, ${alb.region}`);
  if (alb.account !== own.account) {
    return alb.vpcId === own.vpcId
      ? ip(`the ALB is in a shared VPC, of another participant, account ${alb.account}`)
      : ip(`the ALB is of another account, ${alb.account}`);
  }
  if (alb.vpcId !== own.vpcId) return ip(`the ALB is in another VPC, ${alb.vpcId}`);
  if (networkLoadBalancers >= MOST_NETWORK_LOAD_BALANCERS) {
    return ip(
      `${networkLoadBalancers} other Network Load Balancers have the ALB as a target, and AWS allows ${MOST_NETWORK_LOAD_BALANCERS} in all`,
    );
  }
  return { type: 'alb', reason: 'the ALB is in the same VPC and account, so that AWS keeps the target true' };
}

/**
 * What to know of an ALB that another account has in the same VPC; undefined anywhere else. Whose the VPC is no setting says, and
 * its owner alone sees that an address is free.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
 */
export function sharedVpcWarning(own: Place, alb: Place): string | undefined {
  if (alb.vpcId !== own.vpcId || alb.account === own.account) return undefined;
  return `${own.vpcId} is a shared VPC: the ALB is of account ${alb.account}, the load balancer of ${own.account}. If neither owns the VPC, no pass can tell that an address is free: each that the ALB gives up when it scales in stays registered, "blocked", until it is deregistered by hand. Then name a role of the owner as alb.ownerRoleArn, or deploy the load balancer in the account that owns the VPC, or in ${alb.account}, where the ALB itself is the target.`;
}

function ip(reason: string): TargetChoice {
  return { type: 'ip', reason };
}

/** The account and the Region that an ARN names. */
export function placeOfArn(arn: string): Omit<Place, 'vpcId'> {
  const [, , , region = '', account = ''] = arn.split(':');
  return { account, region };
}
