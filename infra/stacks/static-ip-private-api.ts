import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ApiEndpoint } from '../constructs/api-endpoint.ts';
import { FrontDoor } from '../constructs/front-door.ts';
import { Hostname } from '../constructs/hostname.ts';
import { Network } from '../constructs/network.ts';
import { PrivateApi } from '../constructs/private-api.ts';
import { SplitHorizonDns } from '../constructs/split-horizon-dns.ts';
import { TargetSync } from '../constructs/target-sync.ts';
import type { Deployment } from '../settings.ts';
import { smokeTest } from '../smoke-test.ts';

/**
 * partner → load balancer with fixed IPs → target group → VPC endpoint → private REST API, and what keeps it true.
 * Top-down, as a call goes; the order of the deployment is in the dependencies at the end.
 */
export class StaticIpPrivateApi extends Stack {
  /** Those of the settings, so that CDK asks no account which zones it has. Undefined: whatever zones CDK takes. */
  readonly #zones: string[] | undefined;

  constructor(scope: Construct, deployment: Deployment) {
    super(scope, deployment.stackName, stackProps(deployment));
    const { stackName: name, frontDoor: door, hostname: wanted, protect, sync: syncSettings } = deployment;

    const { availabilityZones } = 'create' in deployment.vpc ? deployment.vpc.create : {};
    this.#zones = typeof availabilityZones === 'object' ? [...availabilityZones] : undefined;
    const network = new Network(this, 'Network', {
      vpc: deployment.vpc,
      internetFacing: door.scheme === 'internet-facing',
    });
    const hostname =
      wanted === undefined ? undefined : new Hostname(this, 'Hostname', { vpc: network.vpc, settings: wanted });
    const endpoint = new ApiEndpoint(this, 'ApiEndpoint', { network, endpoint: deployment.endpoint });
    const api = new PrivateApi(this, 'PrivateApi', {
      network,
      endpoint,
      settings: deployment.api,
      name,
      ...(wanted !== undefined &&
        hostname !== undefined && { domain: { name: wanted.name, certificate: hostname.certificate } }),
    });
    const frontDoor = new FrontDoor(this, 'FrontDoor', {
      network,
      settings: door,
      name,
      targetSecurityGroup: endpoint.securityGroup,
      ...(hostname !== undefined && { certificate: hostname.certificate }),
      protect,
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
        },
      ],
      logs: {
        retention: deployment.logRetentionDays,
        removalPolicy: protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      },
    });
    // A group that is attached to nothing can never get a healthy target.
    sync.node.addDependency(frontDoor.listener);

    if (wanted !== undefined && hostname !== undefined) {
      const dns = new SplitHorizonDns(this, 'Dns', {
        name: wanted.name,
        hostname,
        loadBalancer: frontDoor.loadBalancer,
        endpointAlias: endpoint.alias,
      });
      // Last of the path: clients never follow a name to a load balancer that does not serve yet.
      dns.node.addDependency(sync.gate, api);
    }

    if (deployment.permissionsBoundaryArn !== undefined) {
      const boundary = ManagedPolicy.fromManagedPolicyArn(this, 'Boundary', deployment.permissionsBoundaryArn);
      PermissionsBoundary.of(this).apply(boundary);
    }
    this.tell(deployment, { frontDoor, api, sync });
  }

  override get availabilityZones(): string[] {
    return this.#zones ?? super.availabilityZones;
  }

  /** What a person needs after the deployment. */
  private tell(
    { frontDoor: { allowedCidrs }, env }: Deployment,
    { frontDoor, api, sync }: { frontDoor: FrontDoor; api: PrivateApi; sync: TargetSync },
  ): void {
    const { addresses } = frontDoor;
    const schedule = `aws scheduler get-schedule --region ${this.region} --group-name default --name ${sync.schedule.scheduleName}`;
    const outputs: Record<string, { description: string; value: string }> = {
      FixedIps: { description: 'Give these to partners: allow all of them, on port 443', value: addresses.join(' ') },
      ApiUrl: { description: 'The API, under the name that it answers to', value: api.url },
      SmokeTest: {
        description: 'Calls the API at each fixed IP and says SUCCESS, or FAILED and why; from an allowed address',
        value: smokeTest({ addresses, hostname: api.hostname, url: api.url }),
      },
      PlanCommand: {
        description: 'Shows what the next pass would do; writes nothing',
        value: `${schedule} --query Target.Input --output text | npx target-sync plan /dev/stdin`,
      },
      ScheduleCommand: { description: 'Shows the schedule and the binding document it carries', value: schedule },
      LogsCommand: {
        description: 'Shows what the passes of the last quarter of an hour did',
        value: `aws logs tail ${sync.function.logGroup.logGroupName} --region ${this.region} --since 15m`,
      },
    };
    if (allowedCidrs.length === 0 && env === undefined) {
      outputs['OpenCommand'] = {
        description: 'The front door is closed: nobody may connect. This opens it for one address; put yours in',
        value: 'npx cdk deploy -c allowedCidrs=203.0.113.7/32',
      };
    }
    for (const [id, output] of Object.entries(outputs)) new CfnOutput(this, id, output);
  }
}

function stackProps({ env, tags, protect, stackName }: Deployment): StackProps {
  return {
    ...(env !== undefined && { env }),
    stackName,
    tags,
    terminationProtection: protect,
    description: 'A private REST API behind fixed IPs, kept true by target-sync',
  };
}

function splitHorizon(
  name: string,
  hostname: Hostname | undefined,
): { name: string; publicZoneId?: string; privateZoneId?: string } {
  const { publicZone, privateZone } = hostname ?? {};
  return {
    name,
    ...(publicZone !== undefined && { publicZoneId: publicZone.hostedZoneId }),
    ...(privateZone !== undefined && { privateZoneId: privateZone.hostedZoneId }),
  };
}
