import { contains } from '../model/ip.ts';
import type { NetworkInterface } from '../model/network.ts';

/** The descriptions AWS gives the interfaces of endpoints and of Application Load Balancers. */
const ENDPOINT_DESCRIPTION = /^VPC Endpoint Interface (vpce-[0-9a-f]+)$/;
const LOAD_BALANCER_DESCRIPTION = /^ELB (app\/[A-Za-z0-9-]+\/[0-9a-f]+)$/;

/** True if an interface itself says whose it is, and that is neither an endpoint's nor a load balancer's like a source. */
export function namesAnotherOwner(carrier: NetworkInterface): boolean {
  if (describedSource(carrier) !== undefined || ['vpc_endpoint', ''].includes(carrier.type)) return false;
  return carrier.instanceId !== undefined || carrier.type !== 'interface' || carrier.requesterManaged;
}

/**
 * The id of the source an interface says it is of. A description is free text, so it is believed of AWS's own interfaces
 * only.
 */
export function describedSource({ description, requesterManaged, type }: NetworkInterface): string | undefined {
  if (!requesterManaged && type !== 'vpc_endpoint') return undefined;
  const path = LOAD_BALANCER_DESCRIPTION.exec(description)?.[1];
  return path === undefined ? ENDPOINT_DESCRIPTION.exec(description)?.[1] : `loadbalancer/${path}`;
}

/** True for the id of an Application Load Balancer. */
export function isLoadBalancer(id: string | undefined): boolean {
  return id?.startsWith('loadbalancer/') === true;
}

/** True if an interface has an IP, by itself or in a prefix delegated to it. */
export function carries(networkInterface: NetworkInterface, ip: string): boolean {
  return networkInterface.ips.includes(ip) || networkInterface.prefixes.some((prefix) => contains(prefix, ip));
}

/** What an interface is, in a few words for a reader. */
export function whatItIs(carrier: NetworkInterface): string {
  if (carrier.instanceId !== undefined) return `instance ${carrier.instanceId}`;
  return carrier.description === '' ? carrier.type : carrier.description;
}
