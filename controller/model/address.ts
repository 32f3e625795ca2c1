import type { Family } from './ip.ts';

/** One IP of a source, with the network interface and the subnet that carry it. The subnet decides its zone. */
export type Address = {
  readonly ip: string;
  readonly family: Family;
  readonly interfaceId: string;
  readonly subnetId: string;
};
