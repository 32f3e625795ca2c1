import type { Step } from '../../model/advice.ts';
import type { AuditedGroup } from '../../model/audit-group.ts';
import type { Attributes, Listener, LoadBalancer } from '../../model/audit-load-balancer.ts';
import type { AppListener, AuditedLoadBalancer } from '../../model/audit-source.ts';
import { awsCommand } from '../command.ts';
import { leavingSteps } from './leave-group.ts';
import { isZonalShiftInTheWay, zonalShiftChange, zonalShiftOff } from './zonal-shift-off.ts';

/** What a migration to a target group of type `alb` is made of. */
export type AlbTargetGroupParts = {
  readonly group: AuditedGroup;
  readonly alb: AuditedLoadBalancer['loadBalancer'];
  /** The ALB's, on the port of the targets. */
  readonly listener: Pick<AppListener, 'port' | 'protocol'>;
  readonly frontDoor: LoadBalancer;
  readonly attributes: Attributes;
  /** The load balancer's that forward to the group. */
  readonly forwarding: readonly Listener[];
};

type Forwards = Listener['forwards'];

/** Stands for the ARN that the first command answers with. */
const NEW_GROUP = '<alb-target-group-arn>';
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
const NAME_LENGTH = 32;

/** From a group of addresses to one of type `alb`, with something healthy behind the listener at every moment. */
export function albTargetGroupSteps(parts: AlbTargetGroupParts): readonly Step[] {
  const { group, alb, listener, frontDoor, attributes, forwarding } = parts;
  const command = (name: string, options: Parameters<typeof awsCommand>[1]): string =>
    awsCommand(name, options, group.region);
  const forward = (to: (own: Forwards[number]) => Forwards, listeners = forwarding): readonly string[] =>
    listeners.map(({ arn, forwards }) => {
      const changed = forwards.flatMap((each) => (each.groupArn === group.arn ? to(each) : [each]));
      return command('elbv2 modify-listener', { 'listener-arn': arn, 'default-actions': actionOf(changed) });
    });
  // Beside other groups a share of this one's clients would change the others' share.
  const alone = forwarding.filter(({ forwards: [own, ...others] }) => others.length === 0 && own?.weight !== 0);
  return [
    ...(isZonalShiftInTheWay(attributes) ? [zonalShiftOff(frontDoor, group.region)] : []),
    {
      words: `Create a target group of type alb, whose check asks the ALB’s listener ${listener.protocol}:${listener.port}.`,
      commands: [command('elbv2 create-target-group', creationOf(parts))],
    },
    {
      words: 'Register the ALB in it.',
      commands: [
        command('elbv2 register-targets', {
          'target-group-arn': NEW_GROUP,
          targets: `Id=${alb.arn},Port=${listener.port}`,
        }),
      ],
    },
    admissionStep(parts),
    {
      words: `Put it beside ${group.name} with weight 0: it is checked, and no client goes there. Should AWS not take the two together, let a second listener on a free port lead to it meanwhile.`,
      commands: forward((own) => [own, { groupArn: NEW_GROUP, weight: 0 }]),
    },
    {
      words: 'Wait until it is healthy.',
      commands: [command('elbv2 wait target-in-service', { 'target-group-arn': NEW_GROUP })],
    },
    ...(alone.length === 0
      ? []
      : [
          {
            words: `Send it one new connection in ten of those that go to ${group.name}, and look at what clients get. Open ones stay where they are, for up to an hour.`,
            commands: forward(
              (own) => [
                { ...own, weight: 9 },
                { groupArn: NEW_GROUP, weight: 1 },
              ],
              alone,
            ),
          },
        ]),
    {
      words: `Send it all that goes to ${group.name}. A change of a listener holds for new connections at once.`,
      commands: forward((own) => [{ ...own, groupArn: NEW_GROUP }]),
    },
    ...leavingSteps(group, frontDoor),
  ];
}

/** What is otherwise with a target group of type `alb`. */
export function albTargetGroupChanges({ alb, frontDoor, attributes }: AlbTargetGroupParts): readonly string[] {
  return [
    ...(isZonalShiftInTheWay(attributes) ? [zonalShiftChange(frontDoor)] : []),
    `Clients keep their IP addresses, so the security groups of ${alb.name} decide about theirs and not about the load balancer’s.`,
    'The group has no attributes to set: how targets are drained and whether client addresses are kept are fixed.',
    `The ALB counts as 50 of the 500 targets that ${frontDoor.name} may have in a zone.`,
    `Where ${frontDoor.name} and ${alb.name} differ in cross-zone load balancing, a zone without a healthy target may answer 503: let them agree, and have both in the same zones.`,
    'Between the two all traffic is IPv4.',
  ];
}

/**
 * A security group that is named as a source admits what comes through its load balancer, whoever's address it has:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function admissionStep({ alb, frontDoor, group, listener }: AlbTargetGroupParts): Step {
  const [own] = frontDoor.securityGroupIds;
  const [theirs = '<security-group-id>'] = alb.securityGroupIds;
  const source: Readonly<Record<string, string>> =
    own === undefined ? { cidr: '<client-cidr>' } : { 'source-group': own };
  const whom = own === undefined ? 'your clients’ CIDRs' : `${frontDoor.name}’s security group`;
  return {
    words: `Have ${alb.name} admit ${whom} on port ${listener.port}, unless it does: from now on it sees clients’ own addresses.`,
    commands: [
      awsCommand(
        'ec2 authorize-security-group-ingress',
        { 'group-id': theirs, protocol: 'tcp', port: String(listener.port), ...source },
        group.region,
      ),
    ],
  };
}

function creationOf({ group, listener }: AlbTargetGroupParts): Readonly<Record<string, string>> {
  const { protocol, path = '/', matcher = '200-399' } = group.healthCheck;
  // A check by TCP has neither path nor statuses to carry over.
  const carried = protocol === 'TCP' ? { path: '/', matcher: '200-399' } : { path, matcher };
  return {
    name: `${group.name.slice(0, NAME_LENGTH - '-alb'.length).replace(/-+$/, '')}-alb`,
    'target-type': 'alb',
    protocol: 'TCP',
    port: String(listener.port),
    'vpc-id': group.vpcId,
    'health-check-protocol': listener.protocol,
    'health-check-path': carried.path,
    matcher: `HttpCode=${carried.matcher}`,
  };
}

function actionOf(forwards: Forwards): string {
  const groups = forwards.map(({ groupArn, weight }) => `{TargetGroupArn=${groupArn},Weight=${weight}}`);
  return `Type=forward,ForwardConfig={TargetGroups=[${groups.join(',')}]}`;
}
