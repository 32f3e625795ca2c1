import { ALB_STACK_NAME } from './alb.ts';
import { albPathProblems } from './alb-path-problems.ts';
import { duplicates } from './duplicates.ts';
import { type Known, valueOr } from './known.ts';
import { chooseTargetType, placeOfArn, type TargetChoice } from '../target-type.ts';

type Alb = NonNullable<Known['alb']>;

/** Problems of a deployment in front of an ALB: what it takes the place of, where the ALB stands, and who may see it. */
export function albProblems(known: Known): readonly string[] {
  const { alb } = known;
  if (alb === undefined) return [];
  const choice = choiceOf(known);
  return [
    ...shapeProblems(known),
    ...placeProblems(known, alb),
    ...roleProblems(known, alb),
    ...albPathProblems(known, alb, choice),
    ...duplicates('alb.cidrs', alb.cidrs),
    ...duplicates('alb.previous', alb.previous),
    ...(alb.loadBalancerArn !== undefined && alb.previous?.includes(alb.loadBalancerArn) === true
      ? [`alb.previous: names the load balancer itself; remove ${alb.loadBalancerArn} from it`]
      : []),
    ...(choice?.type === 'alb' ? idleProblems(known, choice) : []),
  ];
}

/** The target type that comes of the settings. Undefined where what decides it is missing or wrong. */
function choiceOf({ account, region, vpc, alb }: Known): TargetChoice | undefined {
  const own = vpc?.existing?.id;
  const asked = valueOr(alb, 'targetType', 'auto');
  const networkLoadBalancers = valueOr(alb, 'networkLoadBalancers', 0);
  const { loadBalancerArn, vpcId } = alb ?? {};
  if (
    account === undefined ||
    region === undefined ||
    own === undefined ||
    loadBalancerArn === undefined ||
    vpcId === undefined ||
    asked === undefined ||
    networkLoadBalancers === undefined
  ) {
    return undefined;
  }
  return chooseTargetType({
    asked,
    own: { account, region, vpcId: own },
    alb: { ...placeOfArn(loadBalancerArn), vpcId },
    networkLoadBalancers,
  });
}

function shapeProblems(known: Known): readonly string[] {
  const { vpc, sync, hostname } = known;
  return [
    ...(['endpoint', 'api'] as const)
      .filter((key) => key in known)
      .map((key) => `${key}: stands beside alb, which takes its place; remove the one or the other`),
    ...(vpc?.create === undefined
      ? []
      : [
          'vpc: an ALB is reached from a VPC that exists, whose routes to it its network’s owner has made; give that one in vpc { "existing": … }',
        ]),
    ...((vpc?.existing?.endpointSubnets?.length ?? 0) === 0
      ? []
      : ['vpc.existing.endpointSubnets: are for an endpoint that is created, and an ALB takes its place; remove them']),
    ...(hostname !== undefined && 'certificateArn' in hostname
      ? [
          'hostname.certificateArn: is not used: the ALB’s listener has the certificate, and TLS is passed on; remove it',
        ]
      : []),
    ...((sync?.previous?.length ?? 0) === 0
      ? []
      : ['sync.previous: names endpoints; give the load balancers that this one replaces in alb.previous']),
  ];
}

function placeProblems({ region, vpc }: Known, { loadBalancerArn, vpcId, crossZone }: Alb): readonly string[] {
  const own = vpc?.existing?.id;
  if (own === undefined || vpcId === undefined) return [];
  const albRegion = loadBalancerArn === undefined ? region : placeOfArn(loadBalancerArn).region;
  if (own === vpcId) {
    return region === undefined || albRegion === region
      ? []
      : [`alb.vpcId: ${vpcId} is the front door’s VPC, in ${region}, and the ALB is in ${albRegion}; correct it`];
  }
  return crossZone === false
    ? [
        `alb.crossZone: must be on: the ALB is in another VPC, ${vpcId}, whose addresses AWS takes only for all zones at once; remove it`,
      ]
    : [];
}

function roleProblems({ account, region, stackName = ALB_STACK_NAME }: Known, alb: Alb): readonly string[] {
  const owner = alb.loadBalancerArn === undefined ? undefined : placeOfArn(alb.loadBalancerArn).account;
  const role = alb.roleArn?.split(':')[4];
  return [
    ...(owner === undefined || account === undefined || owner === account || 'roleArn' in alb
      ? []
      : [
          `alb.roleArn: is missing: the ALB is of account ${owner}, and ${account} is deployed to; name a role of ${owner}, as in arn:aws:iam::${owner}:role/${stackName}-${region ?? '<region>'}-source, which the second stack makes: one for each stack and Region`,
        ]),
    ...(owner === undefined || role === undefined || owner === role
      ? []
      : [`alb.roleArn: is a role of account ${role}, and the ALB is of ${owner}; give one of there`]),
    ...('externalId' in alb && !('roleArn' in alb) && !('ownerRoleArn' in alb)
      ? ['alb.externalId: goes with a role; give roleArn, or remove it']
      : []),
  ];
}

/** What has no effect where AWS itself keeps the target true, and would only seem to have one. */
function idleProblems({ alb, sync, audit, monitoring }: Known, { reason }: TargetChoice): readonly string[] {
  const idle = [
    ...(sync === undefined ? [] : ['sync']),
    ...(audit === undefined ? [] : ['audit']),
    ...(['tickets', 'changes'] as const)
      .filter((key) => monitoring?.[key] !== undefined)
      .map((key) => `monitoring.${key}`),
    ...(['roleArn', 'ownerRoleArn', 'previous'] as const)
      .filter((key) => alb !== undefined && key in alb)
      .map((key) => `alb.${key}`),
  ];
  return idle.map(
    (path) =>
      `${path}: has no effect: the target is the ALB itself, since ${reason}; remove it, or set alb.targetType to "ip"`,
  );
}
