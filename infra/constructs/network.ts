import { IpAddresses, type ISubnet, type IVpc, Subnet, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { Deployment } from '../settings.ts';
import { SUBNET_PREFIX_LENGTH } from '../subnet-layout.ts';
import { acknowledge } from './acknowledge.ts';

/** The VPC to make or to use, and whether the front door's subnets lead to the internet. */
export type NetworkProps = {
  readonly vpc: Deployment['vpc'];
  readonly internetFacing: boolean;
};

/** A VPC with the subnets of the front door and of the endpoint, one a zone each. Nothing in it goes out: no NAT. */
export class Network extends Construct {
  readonly vpc: IVpc;
  readonly frontDoorSubnets: readonly ISubnet[];
  readonly endpointSubnets: readonly ISubnet[];
  /** The CIDR of a VPC that is made here. */
  readonly cidr: string | undefined;

  constructor(scope: Construct, id: string, { vpc, internetFacing }: NetworkProps) {
    super(scope, id);
    if ('existing' in vpc) {
      const { id: vpcId, frontDoorSubnets, endpointSubnets } = vpc.existing;
      const subnetIds = frontDoorSubnets.map(({ id: subnetId }) => subnetId);
      const imported = Vpc.fromVpcAttributes(this, 'Vpc', {
        vpcId,
        availabilityZones: frontDoorSubnets.map(({ availabilityZone }) => availabilityZone),
        ...(internetFacing ? { publicSubnetIds: subnetIds } : { privateSubnetIds: subnetIds }),
      });
      this.vpc = imported;
      this.frontDoorSubnets = internetFacing ? imported.publicSubnets : imported.privateSubnets;
      this.endpointSubnets = endpointSubnets.map(({ id: subnetId, availabilityZone }, index) =>
        Subnet.fromSubnetAttributes(this, `EndpointSubnet${index + 1}`, { subnetId, availabilityZone }),
      );
      acknowledge(this, {
        'Annotation::@aws-cdk/aws-ec2:noSubnetRouteTableId':
          'Nothing here reads or changes the routes of an existing VPC.',
      });
      return;
    }

    const { cidr, availabilityZones } = vpc.create;
    const doorType = internetFacing ? SubnetType.PUBLIC : SubnetType.PRIVATE_ISOLATED;
    const made = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(cidr),
      ...(typeof availabilityZones === 'number'
        ? { maxAzs: availabilityZones }
        : { availabilityZones: [...availabilityZones] }),
      natGateways: 0,
      // In this order the subnets lie as subnet-layout.ts says, so that addresses can be pinned before the VPC exists.
      subnetConfiguration: [
        {
          name: 'FrontDoor',
          subnetType: doorType,
          cidrMask: SUBNET_PREFIX_LENGTH,
          // Its addresses are the elastic IPs; nothing else may get one by being put here.
          ...(internetFacing && { mapPublicIpOnLaunch: false }),
        },
        { name: 'Endpoint', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: SUBNET_PREFIX_LENGTH },
      ],
      // It would take a custom resource; no group of this stack is the default one.
      restrictDefaultSecurityGroup: false,
    });
    acknowledge(made, {
      'CloudFormation-Validate::W3010':
        'The zones are the settings’: fixed addresses stand in zones, and must stay there.',
      'AwsSolutions-VPC7':
        'Flow logs are billed by volume and belong to the network’s owner: nothing but the load balancer and the endpoint stands in this VPC, and both have metrics of their own.',
    });
    this.vpc = made;
    this.cidr = cidr;
    this.frontDoorSubnets = made.selectSubnets({ subnetGroupName: 'FrontDoor' }).subnets;
    this.endpointSubnets = made.selectSubnets({ subnetGroupName: 'Endpoint' }).subnets;
  }
}
