import { duplicates } from './duplicates.ts';
import type { Known } from './known.ts';

type Hostname = NonNullable<Known['hostname']>;
type Zone = Hostname['publicZone'];

/** Problems of the hostname: its certificate, its two zones, and the alias of its private half. */
export function hostnameProblems(known: Known): readonly string[] {
  const { hostname } = known;
  if (hostname === undefined) return [];
  const privateZone = hostname.privateZone === false ? undefined : hostname.privateZone;
  const publicId = hostname.publicZone?.existing?.id;
  return [
    // An ALB's listener has a certificate of its own.
    ...('alb' in known ? [] : certificateProblems(hostname)),
    ...foreignZone('hostname.publicZone', hostname.publicZone, hostname.name),
    ...foreignZone('hostname.privateZone', privateZone, hostname.name),
    ...(publicId === undefined || publicId !== privateZone?.existing?.id
      ? []
      : [`hostname.privateZone.existing.id: ${publicId} is already the public zone; a zone is one or the other`]),
    ...clientVpcProblems(hostname, known.vpc?.existing?.id),
    ...(hostname.privateZone === false ? [] : aliasProblems(known)),
  ];
}

function certificateProblems(hostname: Hostname): readonly string[] {
  if ('certificateArn' in hostname) return [];
  if (!('publicZone' in hostname)) {
    return [
      'hostname: needs certificateArn, or a publicZone in which a certificate is validated; without one clients would be shown API Gateway’s certificate, which is for another name',
    ];
  }
  return hostname.publicZone?.create === undefined
    ? []
    : [
        'hostname: needs certificateArn: nothing can be validated in a public zone that is only now created, as its parent does not delegate to it yet; give a certificate, or create the zone first and give it as { "existing": … }',
      ];
}

function foreignZone(path: string, zone: Zone, name: string | undefined): readonly string[] {
  if (zone === undefined || name === undefined) return [];
  const names = [
    { leaf: 'create', zoneName: zone.create },
    { leaf: 'find', zoneName: zone.find },
    { leaf: 'existing.name', zoneName: zone.existing?.name },
  ];
  return names.flatMap(({ leaf, zoneName }) =>
    zoneName === undefined || name === zoneName || name.endsWith(`.${zoneName}`)
      ? []
      : [`${path}.${leaf}: "${name}" does not lie in "${zoneName}"; give a zone of that name or of a domain above it`],
  );
}

function clientVpcProblems(hostname: Hostname, ownVpcId: string | undefined): readonly string[] {
  const clients = hostname.clientVpcIds ?? [];
  const zone = hostname.privateZone;
  const kept = zone === false || zone?.find !== undefined || zone?.existing !== undefined;
  return [
    ...(clients.length === 0 || !kept
      ? []
      : [
          'hostname.clientVpcIds: are only for a private zone that is created here; associate them with the existing zone where it is kept, and remove them',
        ]),
    ...duplicates('hostname.clientVpcIds', clients),
    ...(ownVpcId === undefined || !clients.includes(ownVpcId)
      ? []
      : [`hostname.clientVpcIds: ${ownVpcId} is the VPC itself, in which the zone answers anyway; remove it`]),
  ];
}

/** The private half is an alias of the endpoint's regional name. Of an endpoint that exists, it must be told. */
function aliasProblems({ endpoint, region }: Known): readonly string[] {
  const existing = endpoint?.existing;
  if (existing === undefined) return [];
  const { id, dnsName } = existing;
  const other = dnsName !== undefined && id !== undefined && !dnsName.startsWith(`${id}-`);
  const elsewhere = dnsName !== undefined && region !== undefined && !dnsName.includes(`.execute-api.${region}.`);
  return [
    ...(['dnsName', 'hostedZoneId'] as const)
      .filter((key) => !(key in existing))
      .map(
        (key) =>
          `endpoint.existing.${key}: is missing: the private half of the hostname is an alias of it; give the first of the endpoint’s DNS entries ("aws ec2 describe-vpc-endpoints"), or set hostname.privateZone to false`,
      ),
    ...(other ? [`endpoint.existing.dnsName: "${dnsName}" is not a name of ${id}; correct the one or the other`] : []),
    ...(elsewhere ? [`endpoint.existing.dnsName: "${dnsName}" is not in ${region}; correct the one or the other`] : []),
  ];
}
