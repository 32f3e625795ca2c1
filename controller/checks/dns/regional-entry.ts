/** A name that an endpoint answers to, with the zone that an alias to it needs. */
export type DnsEntry = { readonly name: string; readonly zoneId: string };

/** `vpce-<id>-<hash>.<service>.<region>.vpce.amazonaws.com`; a zonal one has its zone after the hash. */
const ENDPOINT_NAME = /^vpce-[0-9a-z]+-[0-9a-z]+(?<zone>-[0-9a-z-]+)?\..+\.vpce\.amazonaws\.com(?:\.cn)?$/;

/**
 * The entry that stands for an endpoint in all its zones. AWS lists it first by custom, not by promise:
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export function regionalEntry(entries: readonly DnsEntry[]): DnsEntry | undefined {
  return entries.find(({ name }) => {
    const match = ENDPOINT_NAME.exec(name);
    return match !== null && match.groups?.['zone'] === undefined;
  });
}

/** True for an entry that stands for one zone of an endpoint alone. */
export function isZonal({ name }: DnsEntry): boolean {
  return ENDPOINT_NAME.exec(name)?.groups?.['zone'] !== undefined;
}
