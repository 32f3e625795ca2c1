/** The family of an IP and of a target group: AWS's IpAddressType of a target group. */
export type Family = 'ipv4' | 'ipv6';

/** One IP of a source, with the network interface and the subnet that carry it. The subnet decides its zone. */
export type Address = {
  readonly ip: string;
  readonly family: Family;
  readonly interfaceId: string;
  readonly subnetId: string;
};

/** The family an IP is written in. */
export function familyOf(ip: string): Family {
  return ip.includes(':') ? 'ipv6' : 'ipv4';
}
