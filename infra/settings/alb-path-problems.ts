import type { Known } from './known.ts';
import { valueOr } from './known.ts';
import { placeOfArn, type TargetChoice } from '../target-type.ts';

type Alb = NonNullable<Known['alb']>;

/** Problems of the way to an ALB: who lets whom through, what is asked there, and the alias of its private half. */
export function albPathProblems(known: Known, alb: Alb, choice: TargetChoice | undefined): readonly string[] {
  return [
    ...reachProblems(known, alb),
    ...clearTextProblems(known, alb),
    ...checkProblems(alb, choice),
    ...probeProblems(known, alb),
    ...(known.hostname === undefined || known.hostname.privateZone === false ? [] : aliasProblems(alb)),
  ];
}

/** In the same VPC and account a rule names the ALB's group; anywhere else it names blocks. */
function reachProblems({ account, vpc }: Known, alb: Alb): readonly string[] {
  const { loadBalancerArn, vpcId, cidrs, securityGroupId } = alb;
  const own = vpc?.existing?.id;
  if (account === undefined || own === undefined || loadBalancerArn === undefined || vpcId === undefined) return [];
  const near = own === vpcId && placeOfArn(loadBalancerArn).account === account;
  if (near && securityGroupId !== undefined) {
    return (cidrs?.length ?? 0) === 0
      ? []
      : ['alb.cidrs: are not used: the ALB’s security group is in the same VPC, and rules name it; remove them'];
  }
  // What is wrong with the blocks is said already, and with the group too.
  return ('cidrs' in alb && cidrs?.length !== 0) || (near && 'securityGroupId' in alb)
    ? []
    : [
        `alb.cidrs: is empty, so that the load balancer could connect to nothing; give the blocks of the ALB’s subnets${near ? ', or its securityGroupId' : ''}`,
      ];
}

function clearTextProblems({ frontDoor, accept }: Known, { listener }: Alb): readonly string[] {
  const scheme = valueOr(frontDoor, 'scheme', 'internet-facing');
  return listener?.protocol === 'HTTP' && scheme === 'internet-facing' && accept?.includes('clear-text') !== true
    ? [
        'alb.listener.protocol: HTTP is clear text to everybody between a partner and the ALB; give a listener that speaks HTTPS, or put "clear-text" into accept',
      ]
    : [];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html */
function checkProblems({ healthCheck }: Alb, choice: TargetChoice | undefined): readonly string[] {
  if (healthCheck === undefined) return [];
  if (healthCheck.protocol !== 'TCP') {
    return 'path' in healthCheck
      ? []
      : ['alb.healthCheck.path: is missing: give what the ALB answers, as in "/health"'];
  }
  return [
    ...(['path', 'matcher'] as const)
      .filter((key) => key in healthCheck)
      .map((key) => `alb.healthCheck.${key}: TCP asks for nothing; remove it, or the protocol`),
    ...(choice?.type === 'alb'
      ? [
          'alb.healthCheck.protocol: TCP cannot check an ALB that is the target itself; remove it and give a path, or set alb.targetType to "ip"',
        ]
      : []),
  ];
}

/** The probe speaks TLS, under a name. */
function probeProblems({ audit, hostname }: Known, { listener }: Alb): readonly string[] {
  if (typeof audit?.probe !== 'object') return [];
  return [
    ...(hostname === undefined
      ? ['audit.probe: calls the ALB by the hostname, and there is none; give hostname, or set it to false']
      : []),
    ...(listener?.protocol === 'HTTP'
      ? ['audit.probe: speaks TLS, and the ALB’s listener HTTP; set it to false, or give a listener that speaks HTTPS']
      : []),
  ];
}

/** The private half is an alias of the ALB's own name. */
function aliasProblems(alb: Alb): readonly string[] {
  const { loadBalancerArn, dnsName } = alb;
  const name = loadBalancerArn?.split('/')[2];
  const region = loadBalancerArn === undefined ? undefined : placeOfArn(loadBalancerArn).region;
  const wrong = (text: string): readonly string[] => [
    `alb.dnsName: "${dnsName}" ${text}; correct the one or the other`,
  ];
  return [
    ...(['dnsName', 'hostedZoneId'] as const)
      .filter((key) => !(key in alb))
      .map(
        (key) =>
          `alb.${key}: is missing: the private half of the hostname is an alias of it; give it ("aws elbv2 describe-load-balancers"), or set hostname.privateZone to false`,
      ),
    ...(dnsName !== undefined && name !== undefined && !dnsName.startsWith(`internal-${name}-`)
      ? wrong(`is not a name of ${name}`)
      : []),
    ...(dnsName !== undefined && region !== undefined && !dnsName.includes(`.${region}.`)
      ? wrong(`is not in ${region}`)
      : []),
  ];
}
