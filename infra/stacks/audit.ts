import type { FrontDoor } from '../constructs/front-door.ts';
import type { Network } from '../constructs/network.ts';
import type { PrivateApi } from '../constructs/private-api.ts';
import type { Probe } from '../constructs/probe.ts';
import type { BindingProps } from '../constructs/target-sync.ts';
import type { Deployment } from '../settings.ts';

export type AuditedPath = {
  readonly network: Network;
  readonly frontDoor: FrontDoor;
  readonly api: PrivateApi;
  readonly probe: Probe | undefined;
};

/** What the audit is told of the path: all that is known here, so that every check has what it needs. */
export function auditOf(
  { api: { stageName }, audit, frontDoor: { allowedCidrs }, hostname }: Deployment,
  { network, frontDoor, api, probe }: AuditedPath,
): NonNullable<BindingProps['audit']> {
  return {
    clientVpcIds: [network.vpc.vpcId, ...(hostname?.clientVpcIds ?? [])],
    publicPort: frontDoor.port,
    expectedAddresses: [...frontDoor.addresses],
    allowedCidrs,
    restApiId: api.restApiId,
    stage: stageName,
    ...(hostname !== undefined && { customDomain: hostname.name }),
    ...(probe !== undefined &&
      audit.probe !== false && {
        probe: {
          functionArn: probe.function.function.functionArn,
          path: audit.probe.path ?? api.root,
          expectStatus: audit.probe.expectStatus,
        },
      }),
  };
}
