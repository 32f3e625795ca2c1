import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiEndpoint } from '../constructs/api-endpoint.ts';
import { FrontDoor } from '../constructs/front-door.ts';
import { Hostname } from '../constructs/hostname.ts';
import { Monitoring } from '../constructs/monitoring.ts';
import { Network } from '../constructs/network.ts';
import { PrivateApi } from '../constructs/private-api.ts';
import { Probe } from '../constructs/probe.ts';
import { SplitHorizonDns } from '../constructs/split-horizon-dns.ts';
import { TargetSync } from '../constructs/target-sync.ts';
import type { Deployment } from '../settings.ts';
import { auditOf } from './audit.ts';
import { applyBoundary, logSettings, splitHorizon, stackProps } from './common.ts';
import { outputsOf } from './outputs.ts';

/**
 * partner → load balancer with fixed IPs → target group → VPC endpoint → private REST API, and what keeps it true.
 * Top-down, as a call goes; the order of the deployment is in the dependencies at the end.
 */
export class StaticIpPrivateApi extends Stack {
  /** Those of the settings, so that CDK asks no account which zones it has. Undefined: whatever zones CDK takes. */
  readonly #zones: string[] | undefined;

  constructor(scope: Construct, deployment: Deployment) {
    super(
      scope,
      deployment.stackName,
      stackProps(deployment, 'A private REST API behind fixed IPs, kept true by target-sync'),
    );
    const { stackName: name, frontDoor: door, hostname: wanted, protect, sync: syncSettings } = deployment;

    const { availabilityZones } = 'create' in deployment.vpc ? deployment.vpc.create : {};
    this.#zones = typeof availabilityZones === 'object' ? [...availabilityZones] : undefined;
    const network = new Network(this, 'Network', {
      vpc: deployment.vpc,
      internetFacing: door.scheme === 'internet-facing',
    });
    const hostname =
      wanted === undefined ? undefined : new Hostname(this, 'Hostname', { vpc: network.vpc, settings: wanted });
    const certificate = hostname?.certificate();
    const endpoint = new ApiEndpoint(this, 'ApiEndpoint', { network, endpoint: deployment.endpoint });
    const api = new PrivateApi(this, 'PrivateApi', {
      network,
      endpoint,
      settings: deployment.api,
      name,
      ...(wanted !== undefined && certificate !== undefined && { domain: { name: wanted.name, certificate } }),
    });
    const frontDoor = new FrontDoor(this, 'FrontDoor', {
      network,
      settings: door,
      name,
      targets: endpoint.targets,
      ...(certificate !== undefined && { certificate }),
      protect,
    });
    const logs = logSettings(deployment);
    const { probe: asked } = deployment.audit;
    const probe =
      asked === false
        ? undefined
        : new Probe(this, 'Probe', {
            vpc: network.vpc,
            // An endpoint that exists has subnets that are nobody’s to know; the front door’s are in the same VPC.
            subnets: network.endpointSubnets.length > 0 ? network.endpointSubnets : network.frontDoorSubnets,
            callees: [endpoint.securityGroup, frontDoor.loadBalancer],
            logs,
          });
    const sync = new TargetSync(this, 'TargetSync', {
      bindings: [
        {
          targetGroup: frontDoor.targetGroup,
          source: {
            vpcEndpointId: endpoint.endpointId,
            serviceName: endpoint.serviceName,
            previous: syncSettings.previous,
            addresses: endpoint.addresses,
          },
          mode: syncSettings.mode,
          minHealthy: syncSettings.minHealthy,
          keep: syncSettings.keep,
          ...(wanted !== undefined && { hostnames: [splitHorizon(wanted.name, hostname)] }),
          audit: auditOf(deployment, { network, frontDoor, api, probe }),
        },
      ],
      logs,
    });
    // A group that is attached to nothing can never get a healthy target.
    sync.node.addDependency(frontDoor.listener);

    if (wanted !== undefined && hostname !== undefined) {
      const dns = new SplitHorizonDns(this, 'Dns', {
        name: wanted.name,
        hostname,
        loadBalancer: frontDoor.loadBalancer,
        privateAlias: endpoint.alias,
      });
      // Last of the path: clients never follow a name to a load balancer that does not serve yet.
      dns.node.addDependency(sync.gate, api);
      sync.audit.schedule.node.addDependency(dns);
    }

    const monitoring = new Monitoring(this, 'Monitoring', {
      sync,
      name,
      frontDoor: {
        loadBalancer: frontDoor.loadBalancer,
        targetGroup: frontDoor.targetGroup,
        zones: network.endpointSubnets.map(({ availabilityZone }) => availabilityZone),
      },
      audiences: deployment.monitoring,
    });

    applyBoundary(this, deployment);
    const outputs = outputsOf({ deployment, frontDoor, api, sync, monitoring });
    for (const [id, output] of Object.entries(outputs)) new CfnOutput(this, id, output);
  }

  override get availabilityZones(): string[] {
    return this.#zones ?? super.availabilityZones;
  }
}
