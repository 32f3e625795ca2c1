import { CfnEIP, type ISecurityGroup, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  AlpnPolicy,
  type IListenerCertificate,
  NetworkLoadBalancer,
  NetworkListener,
  type NetworkTargetGroup,
  Protocol,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { RemovalPolicy, Tags } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Deployment } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';
import { egressToBlocks } from './block-egress.ts';
import type { Network } from './network.ts';
import { targetGroup, type Targets } from './target-group.ts';

const HTTPS_PORT = 443;

export type FrontDoorProps = {
  readonly network: Network;
  readonly settings: Deployment['frontDoor'];
  /** Name of the load balancer; that of the target group begins with it. */
  readonly name: string;
  readonly targets: Targets;
  /** The port that partners connect to. Default: 443. */
  readonly port?: number;
  /** Default: on. A partner that pinned one address must be served when that zone has no target. */
  readonly crossZone?: boolean;
  /** With it the load balancer terminates TLS, and opens it again towards the targets. Without, it passes TLS on. */
  readonly certificate?: IListenerCertificate;
  readonly protect: boolean;
};

/** A Network Load Balancer with one fixed address a zone, and the group whose targets the sync pass keeps true. */
export class FrontDoor extends Construct {
  readonly loadBalancer: NetworkLoadBalancer;
  readonly targetGroup: NetworkTargetGroup;
  readonly securityGroup: ISecurityGroup;
  readonly listener: NetworkListener;
  /** The fixed addresses, in the order of the zones. */
  readonly addresses: readonly string[];
  /** The port that partners connect to. */
  readonly port: number;

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    const { network, settings, name, targets, certificate, protect } = props;
    const { port = HTTPS_PORT, crossZone = true } = props;
    this.port = port;
    const internetFacing = settings.scheme === 'internet-facing';
    const elasticIps = internetFacing ? this.elasticIps(network, settings, name) : [];

    // A load balancer born without a security group can never get one.
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      description: 'Static-IP load balancer: who may connect, and the way to its targets',
      allowAllOutbound: false,
    });
    this.securityGroup = securityGroup;
    for (const cidr of settings.allowedCidrs) securityGroup.addIngressRule(Peer.ipv4(cidr), Port.tcp(port), 'Partner');
    for (const target of targets.reach) {
      securityGroup.connections.allowTo(target, Port.tcp(targets.port), 'Load balancer to its targets');
    }
    const egress = egressToBlocks(this, securityGroup, targets.port, targets.blocks ?? []);

    this.loadBalancer = new NetworkLoadBalancer(this, 'LoadBalancer', {
      vpc: network.vpc,
      loadBalancerName: name,
      internetFacing,
      subnetMappings: network.frontDoorSubnets.map((subnet, index) => ({
        subnet,
        ...(internetFacing
          ? { allocationId: elasticIps[index]?.allocationId }
          : { privateIpv4Address: settings.privateIps?.[index] }),
      })),
      securityGroups: [securityGroup],
      crossZoneEnabled: crossZone,
      // Not with an ALB as the target of a cross-zone load balancer: AWS refuses it.
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-zonal-shift.html
      zonalShift: !(crossZone && targets.albArn !== undefined),
      deletionProtection: protect,
    });
    // An internet-facing load balancer cannot be made before the VPC has its internet gateway.
    for (const subnet of network.frontDoorSubnets) {
      this.loadBalancer.node.addDependency(subnet.internetConnectivityEstablished);
    }

    const protocol = certificate === undefined ? Protocol.TCP : Protocol.TLS;
    this.targetGroup = targetGroup(this, 'TargetGroup', { vpc: network.vpc, name, protocol, targets });
    this.listener = this.loadBalancer.addListener('Listener', {
      port,
      protocol,
      defaultTargetGroups: [this.targetGroup],
      ...(certificate !== undefined && {
        certificates: [certificate],
        sslPolicy: SslPolicy.RECOMMENDED_TLS,
        // API Gateway speaks HTTP/1.1 to private APIs: to offer HTTP/2 would be to promise what the target cannot keep.
        alpnPolicy: AlpnPolicy.NONE,
      }),
    });
    // Nobody is sent, and no target waited for, where the load balancer may not go.
    for (const rule of egress) this.listener.node.addDependency(rule);
    this.addresses = internetFacing ? elasticIps.map(({ publicIp }) => publicIp) : (settings.privateIps ?? []);
    acknowledge(this.loadBalancer, {
      'AwsSolutions-ELB2':
        'Access logs of a Network Load Balancer cover TLS listeners alone and need a bucket with a life of its own; who called is in the logs of what stands behind.',
    });
  }

  /** Brought ones, or new ones that outlive the stack: partners have them in their firewalls. */
  private elasticIps(
    network: Network,
    { elasticIps }: Deployment['frontDoor'],
    name: string,
  ): readonly { readonly allocationId: string; readonly publicIp: string }[] {
    if (elasticIps !== undefined) return elasticIps;
    return network.frontDoorSubnets.map((_, index) => {
      const eip = new CfnEIP(this, `ElasticIp${index + 1}`, { domain: 'vpc' });
      // But not a deployment that fails at once: each try would leak some, of five that an account may have.
      eip.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
      Tags.of(eip).add('Name', `${name}-${index + 1}`);
      // Says to whoever cleans up, and to the audit, that it is meant to stay.
      Tags.of(eip).add('target-sync:retained', 'true');
      return { allocationId: eip.attrAllocationId, publicIp: eip.attrPublicIp };
    });
  }
}
