import type { Aws } from '../aws/clients.ts';
import { describeEndpoints, findInterfaces, type VpcEndpoint } from '../aws/ec2.ts';
import { given } from '../aws/failure.ts';
import type { AuditedEndpoint } from '../model/audit-source.ts';
import { canonicalName } from '../model/dns.ts';
import { toEndpoint, toInterface } from './network.ts';

/** Reads an endpoint with what only an audit asks of it, and its interfaces. */
export async function observeAuditedEndpoint(aws: Aws, endpointId: string): Promise<AuditedEndpoint> {
  const endpoint = toAuditedEndpoint(given((await describeEndpoints(aws, [endpointId]))[0], 'endpoint'));
  const interfaces = await findInterfaces(aws, endpoint.interfaceIds);
  return { endpoint, interfaces: interfaces.map(toInterface) };
}

function toAuditedEndpoint(raw: VpcEndpoint): AuditedEndpoint['endpoint'] {
  return {
    ...toEndpoint(raw),
    dnsEntries: (raw.DnsEntries ?? []).map(({ DnsName, HostedZoneId }) => ({
      name: canonicalName(given(DnsName, 'DnsName')),
      zoneId: given(HostedZoneId, 'HostedZoneId'),
    })),
    privateDns: raw.PrivateDnsEnabled ?? false,
    // Without a document there is nothing that could be read as a permission.
    policy: raw.PolicyDocument ?? '',
    securityGroupIds: (raw.Groups ?? []).map(({ GroupId }) => given(GroupId, 'GroupId')),
  };
}
