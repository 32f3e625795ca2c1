import { given } from '../aws/failure.ts';
import type * as route53 from '../aws/route53.ts';
import {
  canonicalAliasName,
  canonicalName,
  type HostedZone,
  type RecordSet,
  type RoutingPolicy,
} from '../model/dns.ts';
import { canonicalIp } from '../model/ip.ts';

/** A hosted zone in our words. A private zone has VPCs, a public one a delegation set. */
export function toHostedZone({ HostedZone, VPCs, DelegationSet }: route53.GetHostedZoneResponse): HostedZone {
  const isPrivate = given(HostedZone?.Config?.PrivateZone, 'PrivateZone');
  const vpcs = isPrivate ? given(VPCs, 'VPCs') : [];
  const nameServers = isPrivate ? [] : given(DelegationSet?.NameServers, 'NameServers');
  return {
    id: toZoneId(HostedZone?.Id),
    name: canonicalName(given(HostedZone?.Name, 'Name')),
    isPrivate,
    vpcIds: vpcs.map(({ VPCId }) => given(VPCId, 'VPCId')).toSorted(),
    nameServers: nameServers.map(canonicalName).toSorted(),
  };
}

/** A zone's id alone: an answer may have it as `/hostedzone/Z…`. */
export function toZoneId(id: string | undefined): string {
  return given(id, 'hosted zone id').replace(/^\/hostedzone\//, '');
}

/** A record set in our words. */
export function toRecordSet(raw: route53.ResourceRecordSet): RecordSet {
  const type = given(raw.Type, 'Type');
  const values = (raw.ResourceRecords ?? []).map(({ Value }) => given(Value, 'Value'));
  const alias = raw.AliasTarget;
  return {
    name: canonicalName(given(raw.Name, 'Name')),
    type,
    routing: routingOf(raw),
    ...(raw.SetIdentifier !== undefined && { setIdentifier: raw.SetIdentifier }),
    ...(raw.Weight !== undefined && { weight: raw.Weight }),
    ...(alias !== undefined && {
      alias: {
        name: canonicalAliasName(given(alias.DNSName, 'DNSName')),
        zoneId: given(alias.HostedZoneId, 'HostedZoneId'),
        evaluateTargetHealth: given(alias.EvaluateTargetHealth, 'EvaluateTargetHealth'),
      },
    }),
    values: type === 'A' || type === 'AAAA' ? values.map(canonicalIp) : values,
  };
}

/** Each policy has a field of its own, and a simple record set none of them. */
function routingOf(raw: route53.ResourceRecordSet): RoutingPolicy {
  if (raw.Weight !== undefined) return 'weighted';
  if (raw.Failover !== undefined) return 'failover';
  if (raw.Region !== undefined) return 'latency';
  if (raw.GeoLocation !== undefined) return 'geolocation';
  if (raw.GeoProximityLocation !== undefined) return 'geoproximity';
  if (raw.CidrRoutingConfig !== undefined) return 'ip-based';
  return raw.MultiValueAnswer === true ? 'multivalue' : 'simple';
}
