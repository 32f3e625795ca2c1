import { createAlb } from '../cloud/world/albs.ts';
import { createInterface } from '../cloud/world/interfaces.ts';
import { defaultSettings } from '../cloud/world/settings.ts';
import type { LoadBalancer, Subnet, World } from '../cloud/world/state.ts';
import { subnetIn } from './subnets.ts';
import { IPS, PLACES, PORT, type Side, type TinyWorld, zoneOf } from './tiny-world.ts';

const SIDES = ['old', 'new'] as const;

/** The ids of the two ALBs, as seals have them. */
export const ALB_IDS = {
  old: 'loadbalancer/app/old/000000000000000a',
  new: 'loadbalancer/app/new/000000000000000b',
} as const;

/** The ARN of an ALB. */
export function albArn(side: Side): string {
  const { region, account } = defaultSettings;
  return `arn:aws:elasticloadbalancing:${region}:${account}:${ALB_IDS[side]}`;
}

/** The name of an ALB. */
export function albName(side: Side): string {
  return `internal-${side}.${defaultSettings.region}.elb.amazonaws.com`;
}

/** The two ALBs, in both zones. AWS knows one only while a node of it stays. */
export type Albs = Readonly<Record<Side, LoadBalancer>>;

/** Makes them once; `placeNodes` says which of them there are. */
export function makeAlbs(world: World, subnets: readonly Subnet[]): Albs {
  const made = (side: Side): LoadBalancer => {
    const alb = createAlb(world, {
      name: side,
      ownerId: defaultSettings.account,
      ipAddressType: 'ipv4',
      securityGroupIds: [],
      state: 'active',
      vpc: subnetIn(subnets, 1).vpc,
      subnets,
    });
    world.loadBalancers.delete(alb.arn);
    for (const { id, holder } of world.interfaces.values()) if (holder === alb.arn) world.interfaces.delete(id);
    return { ...alb, arn: albArn(side), dnsName: albName(side), listens: [PORT], nodes: new Map() };
  };
  return { old: made('old'), new: made('new') };
}

/** Makes the nodes anew. An interface's id follows from its IP and whose it is. */
export function placeNodes(
  world: World,
  subnets: readonly Subnet[],
  { albs, carriers }: { readonly albs: Albs; readonly carriers: TinyWorld['carriers'] },
): void {
  for (const side of SIDES) {
    const alb = albs[side];
    alb.nodes.clear();
    if (carriers.includes(side)) world.loadBalancers.set(alb.arn, alb);
    else world.loadBalancers.delete(alb.arn);
    for (const place of PLACES.filter((each) => carriers[each].startsWith(side))) {
      const stays = carriers[place] === side;
      const made = createInterface(world, {
        subnet: subnetIn(subnets, zoneOf(place)),
        ownerId: defaultSettings.account,
        description: `ELB ${ALB_IDS[side].slice('loadbalancer/'.length)}`,
        type: 'interface',
        requesterId: 'amazon-elb',
        holder: alb.arn,
        attached: stays,
        listens: stays ? [PORT] : [],
        ip: IPS[place],
      });
      world.interfaces.delete(made.id);
      const id = `eni-0${side}-${IPS[place]}`;
      world.interfaces.set(id, { ...made, id });
      if (stays) alb.nodes.set(id, { answersFrom: world.now, inDnsFrom: world.now });
    }
  }
}
