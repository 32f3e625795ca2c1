import type { FrontDoor } from '../constructs/front-door.ts';
import type { Network } from '../constructs/network.ts';
import type { PrivateApi } from '../constructs/private-api.ts';
import type { Probe } from '../constructs/probe.ts';
import type { BindingProps } from '../constructs/target-sync.ts';
import type { AlbDeployment, Deployment } from '../settings.ts';

type Told = NonNullable<BindingProps['audit']>;

/** What both stacks have. */
type AuditedDoor = {
  readonly network: Network;
  readonly frontDoor: FrontDoor;
  readonly probe: Probe | undefined;
};

export type AuditedPath = AuditedDoor & { readonly api: PrivateApi };

/** What the audit is told of the path: all that is known here, so that every check has what it needs. */
export function auditOf(deployment: Deployment, { api, ...door }: AuditedPath): Told {
  const {
    api: { stageName },
    hostname,
  } = deployment;
  return {
    ...doorOf(deployment, door),
    restApiId: api.restApiId,
    stage: stageName,
    ...(hostname !== undefined && { customDomain: hostname.name }),
    ...probeOf(deployment, door, api.root),
  };
}

/** The same in front of an ALB, which has no API behind it that this project knows. */
export function albAuditOf(deployment: AlbDeployment, door: AuditedDoor): Told {
  return { ...doorOf(deployment, door), ...probeOf(deployment, door, deployment.alb.healthCheck.path ?? '/') };
}

function doorOf(
  { frontDoor: { allowedCidrs }, hostname }: Deployment | AlbDeployment,
  { network, frontDoor }: AuditedDoor,
): Told {
  return {
    clientVpcIds: [network.vpc.vpcId, ...(hostname?.clientVpcIds ?? [])],
    publicPort: frontDoor.port,
    expectedAddresses: [...frontDoor.addresses],
    allowedCidrs,
  };
}

function probeOf({ audit }: Deployment | AlbDeployment, { probe }: AuditedDoor, path: string): Told {
  if (probe === undefined || audit.probe === false) return {};
  return {
    probe: {
      functionArn: probe.function.function.functionArn,
      path: audit.probe.path ?? path,
      expectStatus: audit.probe.expectStatus,
    },
  };
}
