import {
  AssociateVPCWithHostedZoneCommand,
  type Change,
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  type CreateHostedZoneRequest,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import type { Route53 } from '../../controller/aws/route53.ts';
import { given } from './arrange.ts';

let zones = 0;

/** Makes a public zone. Returns its id, without `/hostedzone/`. */
export function createPublicZone(aws: Route53, name: string): Promise<string> {
  return createZone(aws, { Name: name });
}

/** Makes a private zone, associated with a VPC of eu-west-1. Returns its id, without `/hostedzone/`. */
export function createPrivateZone(aws: Route53, name: string, vpcId: string): Promise<string> {
  return createZone(aws, {
    Name: name,
    VPC: { VPCRegion: 'eu-west-1', VPCId: vpcId },
    HostedZoneConfig: { PrivateZone: true },
  });
}

/** Associates a private zone with one more VPC. */
export async function associateVpc({ route53 }: Route53, zoneId: string, vpcId: string): Promise<void> {
  const VPC = { VPCRegion: 'eu-west-1', VPCId: vpcId } as const;
  await route53.send(new AssociateVPCWithHostedZoneCommand({ HostedZoneId: zoneId, VPC }));
}

/** Changes record sets, all with one action. */
export async function change(
  { route53 }: Route53,
  zoneId: string,
  action: NonNullable<Change['Action']>,
  ...recordSets: readonly ResourceRecordSet[]
): Promise<void> {
  const Changes = recordSets.map((each) => ({ Action: action, ResourceRecordSet: each }));
  await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: { Changes } }));
}

/** An A record with values. */
export function record(name: string, ...values: readonly string[]): ResourceRecordSet {
  return { Name: name, Type: 'A', TTL: 60, ResourceRecords: values.map((Value) => ({ Value })) };
}

/** An A alias, as CDK and the console write it for a load balancer. */
export function alias(name: string, target: string): ResourceRecordSet {
  const AliasTarget = { HostedZoneId: 'Z2IFOLAFXWLO4F', DNSName: target, EvaluateTargetHealth: false };
  return { Name: name, Type: 'A', AliasTarget };
}

async function createZone(
  { route53 }: Route53,
  request: Omit<CreateHostedZoneRequest, 'CallerReference'>,
): Promise<string> {
  zones += 1;
  const { HostedZone } = await route53.send(
    new CreateHostedZoneCommand({ ...request, CallerReference: `zone ${zones}` }),
  );
  return given(HostedZone?.Id).replace('/hostedzone/', '');
}
