import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { HostedZone, type IHostedZone, PrivateHostedZone, PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { CfnOutput, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Deployment } from '../settings.ts';

type Settings = NonNullable<Deployment['hostname']>;

/** The hostname's two hosted zones, and its certificate: what must be there before the load balancer and the API. */
export class Hostname extends Construct {
  readonly publicZone: IHostedZone | undefined;
  readonly privateZone: IHostedZone | undefined;
  readonly #settings: Settings;

  constructor(scope: Construct, id: string, { vpc, settings }: { readonly vpc: IVpc; readonly settings: Settings }) {
    super(scope, id);
    this.#settings = settings;
    this.publicZone = this.findPublicZone(settings);
    this.privateZone = this.findPrivateZone(settings, vpc);
  }

  /** The certificate, found or requested: where TLS ends here. To be called once. */
  certificate(): ICertificate {
    const { name: domainName, certificateArn } = this.#settings;
    return certificateArn === undefined
      ? new Certificate(this, 'Certificate', { domainName, validation: CertificateValidation.fromDns(this.publicZone) })
      : Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
  }

  private findPublicZone({ publicZone }: Settings): IHostedZone | undefined {
    if (publicZone === undefined) return undefined;
    if ('existing' in publicZone) return this.existing('PublicZone', publicZone.existing);
    if ('find' in publicZone) return HostedZone.fromLookup(this, 'PublicZone', { domainName: publicZone.find });
    const made = new PublicHostedZone(this, 'PublicZone', { zoneName: publicZone.create });
    made.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    new CfnOutput(this, 'NameServers', {
      description: `Name servers that the zone above ${publicZone.create} must delegate to`,
      value: Fn.join(' ', made.hostedZoneNameServers ?? []),
    });
    return made;
  }

  /** A zone of the hostname alone, unless the settings say otherwise: a wider one would hide every other name under it. */
  private findPrivateZone(
    { name, privateZone = { create: name }, clientVpcIds }: Settings,
    vpc: IVpc,
  ): IHostedZone | undefined {
    if (privateZone === false) return undefined;
    if ('existing' in privateZone) return this.existing('PrivateZone', privateZone.existing);
    if ('find' in privateZone) {
      const query = { domainName: privateZone.find, privateZone: true, vpcId: vpc.vpcId };
      return HostedZone.fromLookup(this, 'PrivateZone', query);
    }
    const made = new PrivateHostedZone(this, 'PrivateZone', { vpc, zoneName: privateZone.create });
    for (const vpcId of clientVpcIds) {
      made.addVpc(Vpc.fromVpcAttributes(this, vpcId, { vpcId, availabilityZones: ['not-used'] }));
    }
    // It goes with its record: an empty zone would answer NXDOMAIN in its VPCs, and hide the public name.
    made.applyRemovalPolicy(RemovalPolicy.DESTROY);
    return made;
  }

  private existing(id: string, zone: { readonly id: string; readonly name: string }): IHostedZone {
    return HostedZone.fromHostedZoneAttributes(this, id, { hostedZoneId: zone.id, zoneName: zone.name });
  }
}
