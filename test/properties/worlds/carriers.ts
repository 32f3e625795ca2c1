import type { NetworkInterface } from '../../../controller/model/network.ts';
import { endpointInterface, OURS, RETIRED, strangerInterface } from '../../controller/builders.ts';
import { ALB, node, OTHER_ALB, PREVIOUS_ALB } from '../../controller/builders-load-balancer.ts';
import type { Choice } from './choices.ts';
import type { Slot } from './slots.ts';

/** An endpoint of another service that the binding names in `previous`, and one that nothing names. */
export const PREVIOUS = 'vpce-0000000000000000c';
export const OTHER = 'vpce-0000000000000000d';

/** The interface at an IP, if there is one. What a binding names in `previous` is an endpoint or a load balancer. */
export function interfacesAt(
  { ip, carrier }: Slot,
  kind: Choice['kind'],
  ownerId: string,
): readonly NetworkInterface[] {
  const owned = { ownerId };
  const isEndpoint = kind === 'endpoint';
  const ofOtherKind = ip.endsWith('3') ? isEndpoint : !isEndpoint;
  switch (carrier) {
    case 'ours':
    case 'hidden':
      return [isEndpoint ? endpointInterface(ip, OURS, owned) : node(ip, ALB, owned)];
    case 'retired':
      return [isEndpoint ? endpointInterface(ip, RETIRED, owned) : node(ip, PREVIOUS_ALB, owned)];
    case 'previous':
      return [ofOtherKind ? node(ip, PREVIOUS_ALB, owned) : endpointInterface(ip, PREVIOUS, owned)];
    case 'other':
      return [isEndpoint ? endpointInterface(ip, OTHER, owned) : node(ip, OTHER_ALB, owned)];
    case 'instance':
      return [strangerInterface(ip, owned)];
    case 'nameless':
      return [endpointInterface(ip, '', { ...owned, type: 'interface', description: '', requesterManaged: false })];
    case 'nobody':
      break;
  }
  return [];
}
