import { Annotations, CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { FrontDoor } from '../constructs/front-door.ts';
import { FrontDoorMonitoring } from '../constructs/front-door-monitoring.ts';
import { Hostname } from '../constructs/hostname.ts';
import { Monitoring } from '../constructs/monitoring.ts';
import { Network } from '../constructs/network.ts';
import { Probe } from '../constructs/probe.ts';
import { SplitHorizonDns } from '../constructs/split-horizon-dns.ts';
import { TargetSync } from '../constructs/target-sync.ts';
import type { AlbDeployment } from '../settings.ts';
import { albAuditOf } from './audit.ts';
import { admitBefore, albOutputsOf } from './alb-outputs.ts';
import { albTargets, aliasOf, calleesOf, choiceOf, placesOf } from './alb-targets.ts';
import { applyBoundary, logSettings, splitHorizon, stackProps } from './common.ts';
import { syncOutputsOf } from './outputs.ts';
import { roleNamePrefix } from './source-role.ts';
import { sharedVpcWarning } from '../target-type.ts';

/**
 * partner → load balancer with fixed IPs → target group → internal ALB, and what keeps it true. Where AWS takes the ALB itself
 * as the target, there is nothing to keep true, and nothing is deployed for it.
 */
export class StaticIpAlb extends Stack {
  readonly #zones: string[];

  constructor(scope: Construct, deployment: AlbDeployment) {
    super(scope, deployment.stackName, stackProps(deployment, 'An internal ALB behind fixed IPs, by target-sync'));
    const { stackName: name, frontDoor: door, hostname: wanted, alb, vpc } = deployment;
    this.#zones = vpc.existing.frontDoorSubnets.map(({ availabilityZone }) => availabilityZone);
    const choice = choiceOf(deployment);
    Annotations.of(this).addInfoV2('target-sync:targetType', `The target type is ${choice.type}: ${choice.reason}.`);
    const places = placesOf(deployment);
    const warning = alb.ownerRoleArn === undefined ? sharedVpcWarning(places.own, places.alb) : undefined;
    if (warning !== undefined) Annotations.of(this).addWarningV2('target-sync:sharedVpc', warning);

    const network = new Network(this, 'Network', { vpc, internetFacing: door.scheme === 'internet-facing' });
    const hostname =
      wanted === undefined ? undefined : new Hostname(this, 'Hostname', { vpc: network.vpc, settings: wanted });
    const targets = albTargets(this, deployment, choice);
    const frontDoor = new FrontDoor(this, 'FrontDoor', {
      network,
      settings: door,
      name,
      targets,
      port: alb.listener.port,
      crossZone: alb.crossZone,
      protect: deployment.protect,
    });
    const dns =
      wanted === undefined || hostname === undefined
        ? undefined
        : new SplitHorizonDns(this, 'Dns', {
            name: wanted.name,
            hostname,
            loadBalancer: frontDoor.loadBalancer,
            privateAlias: aliasOf(alb),
          });
    const monitored = {
      loadBalancer: frontDoor.loadBalancer,
      targetGroup: frontDoor.targetGroup,
      // An ALB's zones are its owner's, and of another VPC its addresses have none.
      zones: [],
    };
    const outputs = albOutputsOf({ deployment, frontDoor, choice });
    const toAdmit = admitBefore(deployment, choice);
    if (toAdmit !== undefined) {
      // The gate waits for healthy targets: an output would come too late.
      Annotations.of(this).addInfoV2(
        'target-sync:admit',
        `Before the deployment. ${toAdmit.description}: ${toAdmit.value}`,
      );
    }
    if (choice.type === 'alb') {
      // Clients never follow a name to a load balancer that nothing listens on.
      dns?.node.addDependency(frontDoor.listener);
      new FrontDoorMonitoring(this, 'Monitoring', {
        frontDoor: monitored,
        listener: frontDoor.listener,
        name,
        pages: deployment.monitoring.pages,
      });
      this.finish(deployment, outputs);
      return;
    }

    const logs = logSettings(deployment);
    const probe =
      deployment.audit.probe === false
        ? undefined
        : new Probe(this, 'Probe', {
            vpc: network.vpc,
            subnets: network.frontDoorSubnets,
            callees: [...calleesOf(targets), frontDoor.loadBalancer],
            port: targets.port,
            logs,
          });
    const { mode, minHealthy, keep } = deployment.sync;
    const { loadBalancerArn, roleArn, ownerRoleArn, externalId, previous } = alb;
    const sync = new TargetSync(this, 'TargetSync', {
      bindings: [
        {
          targetGroup: frontDoor.targetGroup,
          source: {
            loadBalancerArn,
            ...(roleArn !== undefined && { roleArn }),
            ...(ownerRoleArn !== undefined && { ownerRoleArn }),
            ...(externalId !== undefined && { externalId }),
            previous,
          },
          mode,
          minHealthy,
          keep,
          ...(wanted !== undefined && { hostnames: [splitHorizon(wanted.name, hostname)] }),
          audit: albAuditOf(deployment, { network, frontDoor, probe }),
        },
      ],
      roleNamePrefix: roleNamePrefix(deployment),
      logs,
    });
    // A group that is attached to nothing can never get a healthy target.
    sync.node.addDependency(frontDoor.listener);
    if (dns !== undefined) {
      // Last of the path: clients never follow a name to a load balancer that does not serve yet.
      dns.node.addDependency(sync.gate);
      sync.audit.schedule.node.addDependency(dns);
    }
    const monitoring = new Monitoring(this, 'Monitoring', {
      sync,
      name,
      frontDoor: monitored,
      audiences: deployment.monitoring,
    });
    this.finish(deployment, { ...outputs, ...syncOutputsOf({ sync, monitoring }) });
  }

  override get availabilityZones(): string[] {
    return this.#zones;
  }

  private finish(deployment: AlbDeployment, outputs: ReturnType<typeof albOutputsOf>): void {
    applyBoundary(this, deployment);
    for (const [id, output] of Object.entries(outputs)) new CfnOutput(this, id, output);
  }
}
