import type { InterfaceView, LoadBalancerView } from '../../cloud/verbs/views.ts';
import type { Land } from '../land.ts';

/** An interface of an ALB: since when it is not in use any more, and since when not there, in milliseconds. */
export type Node = { readonly view: InterfaceView; readonly inUseUntil: number; readonly listedUntil: number };

/** An ALB with every node it has had. One that is deleted is known by its interfaces alone, until they vanish. */
export type Alb = {
  readonly arn: string;
  readonly dnsName: string;
  readonly nodes: Map<string, Node>;
  subnetIds: readonly string[];
  isDeleted: boolean;
};

/** How a node leaves, in seconds. */
export type Leaving = { readonly graceSeconds: number; readonly detachSeconds: number };

/** Makes an ALB with as many nodes as the opening says, in each zone that sources begin with. */
export function makeAlb(land: Land): string {
  const { cloud, opening, ground, sourceIds } = land;
  const subnetIds = ground.subnetIds.slice(0, opening.sourceZones);
  const view = cloud.createInternalAlb({
    name: `alb-${sourceIds.length + 1}`,
    subnetIds,
    ownerId: ground.accountId,
    ipAddressType: opening.family === 'ipv4' ? 'ipv4' : 'dualstack',
  });
  const id = view.arn.split(':').slice(5).join(':');
  const alb: Alb = { arn: view.arn, dnsName: view.dnsName, nodes: new Map(), subnetIds, isDeleted: false };
  land.albs.set(id, alb);
  note(alb, view);
  if (opening.nodesPerZone === 2) for (const subnetId of subnetIds) addNode(land, alb, subnetId);
  return id;
}

/** Adds a node in a subnet. */
export function addNode(land: Land, alb: Alb, subnetId: string): InterfaceView | undefined {
  const before = new Set(alb.nodes.keys());
  note(alb, land.cloud.scaleAlbOut(alb.arn, subnetId));
  silence(land);
  return [...alb.nodes.values()].map(({ view }) => view).find(({ id }) => !before.has(id));
}

/** Takes a node away, which the resolver has just been asked for: clients ask it all the time. */
export function removeNode(land: Land, alb: Alb, { id, ip }: InterfaceView, leaving: Leaving): void {
  for (const name of [alb.dnsName, `all.${alb.dnsName}`]) {
    for (const type of ['A', 'AAAA'] as const) land.resolver.ask(name, type);
  }
  land.cloud.scaleAlbIn(alb.arn, ip, {
    ...leaving,
    detachingAs: leaving.detachSeconds > 30 ? 'detaching' : 'available',
  });
  leave(land, alb, id, leaving);
}

/** Changes the subnets: nodes come in new ones, and those of the others leave at once. */
export function setZones(land: Land, alb: Alb, subnetIds: readonly string[]): void {
  const at = now(land);
  const leaving = { graceSeconds: 0, detachSeconds: 0 };
  for (const { view, inUseUntil } of alb.nodes.values()) {
    if (inUseUntil > at && !subnetIds.includes(view.subnetId)) leave(land, alb, view.id, leaving);
  }
  alb.subnetIds = subnetIds;
  note(alb, land.cloud.setAlbZones(alb.arn, subnetIds, leaving));
  silence(land);
}

/** Deletes it: its interfaces are in use until they vanish. */
export function deleteAlb(land: Land, alb: Alb): void {
  land.cloud.deleteAlb(alb.arn);
  alb.isDeleted = true;
  const until = now(land) + land.cloud.settings.interfaceRemovalSeconds * 1_000;
  for (const [id, node] of alb.nodes) {
    if (node.listedUntil > now(land)) {
      alb.nodes.set(id, { ...node, listedUntil: Math.min(node.listedUntil, until) });
    }
  }
}

function note(alb: Alb, { interfaces }: LoadBalancerView): void {
  const forever = Number.POSITIVE_INFINITY;
  for (const view of interfaces) {
    if (!alb.nodes.has(view.id)) alb.nodes.set(view.id, { view, inUseUntil: forever, listedUntil: forever });
  }
}

function leave(land: Land, alb: Alb, id: string, { graceSeconds, detachSeconds }: Leaving): void {
  const node = alb.nodes.get(id);
  const inUseUntil = now(land) + graceSeconds * 1_000;
  if (node !== undefined) alb.nodes.set(id, { ...node, inUseUntil, listedUntil: inUseUntil + detachSeconds * 1_000 });
}

/** A change of size opens every node; those that do not listen still do not. */
function silence({ cloud, albs, deaf }: Land): void {
  for (const { nodes } of albs.values()) {
    for (const { view, listedUntil } of nodes.values()) {
      if (deaf.has(view.id) && listedUntil > cloud.clock.now().getTime()) cloud.setListening(view.id, []);
    }
  }
}

function now({ cloud }: Land): number {
  return cloud.clock.now().getTime();
}
