import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { FrontDoor, LoadBalancer } from '../../../controller/model/audit-load-balancer.ts';
import { read } from '../../../controller/model/reading.ts';
import { frontDoorWith, loadBalancerWith, situation } from './situation.ts';

/** The healthy situation with some parts of the front door changed. */
export function withFrontDoor(over: Partial<FrontDoor>, base: EndpointAudit = situation()): EndpointAudit {
  return { ...base, frontDoor: frontDoorWith({ ...base.frontDoor, ...over }) };
}

/** The healthy situation with some facts of the load balancer changed. */
export function withLoadBalancer(over: Partial<LoadBalancer>, base: EndpointAudit = situation()): EndpointAudit {
  return withFrontDoor({ loadBalancer: read(loadBalancerWith(over)) }, base);
}
