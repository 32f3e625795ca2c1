import { deleteInterface } from './interfaces.ts';
import { addNode } from './load-balancers.ts';
import type { LoadBalancer, NetworkInterface, Subnet, World } from './state.ts';

/** How a node goes, in seconds: how long it serves after it left the name, and is listed after it stopped. */
export type Leave = {
  readonly graceSeconds?: number;
  readonly detachSeconds?: number;
  /** How EC2 lists it meanwhile. */
  readonly detachingAs?: 'available' | 'detaching';
};

/** True while its nodes answer and its name leads to them. */
export function isUp({ state }: LoadBalancer): boolean {
  return state === 'active' || state === 'active_impaired';
}

/** Adds a node. EC2 lists it at once, it answers after a while, and the name leads to it later still. */
export function scaleOut(world: World, alb: LoadBalancer, subnet: Subnet): void {
  const { albNodeStartSeconds, albDnsJoinSeconds } = world.settings;
  const { interfaceId } = addNode(world, alb, { subnet, elastic: false });
  alb.nodes.set(interfaceId, {
    answersFrom: world.now + albNodeStartSeconds * 1_000,
    inDnsFrom: world.now + albDnsJoinSeconds * 1_000,
  });
  after(world, albNodeStartSeconds, () => {
    openNode(world, alb, interfaceId);
  });
}

/** Takes a node away: out of the name at once, out of EC2 when it no longer serves; then its address is free. */
export function scaleIn(world: World, alb: LoadBalancer, node: NetworkInterface, leave: Leave = {}): void {
  const { albNodeGraceSeconds, albNodeDetachSeconds } = world.settings;
  const { graceSeconds = albNodeGraceSeconds, detachSeconds = albNodeDetachSeconds, detachingAs = 'available' } = leave;
  alb.nodes.delete(node.id);
  after(world, graceSeconds, () => {
    node.listens = [];
    node.attached = detachingAs === 'detaching' ? detachingAs : false;
    after(world, detachSeconds, () => {
      deleteInterface(world, node.id);
    });
  });
}

/** Its nodes answer on its ports once they have started, while it is up. Those on their way out stay as they are. */
export function openNodes(world: World, alb: LoadBalancer): void {
  for (const id of alb.nodes.keys()) openNode(world, alb, id);
}

function openNode(world: World, alb: LoadBalancer, id: string): void {
  const node = world.interfaces.get(id);
  const { answersFrom = Number.POSITIVE_INFINITY } = alb.nodes.get(id) ?? {};
  // It may have left before it started, or its ALB be gone.
  if (node === undefined || answersFrom > world.now || !world.loadBalancers.has(alb.arn)) return;
  node.listens = isUp(alb) ? alb.listens : [];
}

/** Does something after some seconds, or now. */
export function after(world: World, seconds: number, event: () => void): void {
  if (seconds === 0) event();
  else world.agenda.at(world.now + seconds * 1_000, event);
}
