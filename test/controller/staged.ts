import { type Aws, createAws } from '../../controller/aws/clients.ts';
import { attempt } from '../../controller/aws/failure.ts';
import type { Desk } from '../../controller/apply.ts';
import type { Spec } from '../../controller/model/spec.ts';
import { observeTargets } from '../../controller/observe/targets.ts';
import { type Cloud, createCloud } from '../cloud/cloud.ts';
import type { Call } from '../cloud/wire/calls.ts';
import { type Pass, setStage, type Stage } from '../scenarios/stage.ts';
import { spec } from './builders.ts';

/** The outcome of a pass over one binding. */
export const outcome = ({ outcomes }: Pass): string | undefined => outcomes[0]?.outcome;

/** What was called, in order. */
export const operations = (calls: readonly Call[]): readonly string[] => calls.map((call) => call.operation);

/** The SDK's real clients on a simulated cloud. */
export function clientsOf(cloud: Cloud): Aws {
  return createAws(cloud.settings.region, { requestHandler: cloud.requestHandler, credentials: cloud.credentials });
}

/** What a pass writes with, for a stage's group. */
export function deskOf({ cloud, group }: Pick<Stage, 'cloud' | 'group'>, signal?: AbortSignal): Desk {
  const aws = { ...clientsOf(cloud), ...(signal !== undefined && { signal }) };
  const list = (): ReturnType<Desk['list']> => attempt(() => observeTargets(aws, group.arn));
  return { aws, clock: cloud.clock, groupArn: group.arn, list };
}

/** A stage whose endpoint was replaced and bound; the old one is kept, so that its targets are retired. */
export function replaced(options?: Parameters<typeof setStage>[0]): { stage: Stage; ips: readonly string[] } {
  const stage = setStage(options);
  const { created } = stage.cloud.replaceEndpoint(stage.endpoint.id, { deleteAfterSeconds: 'never' });
  stage.moveTo(created.id);
  return { stage, ips: created.ips };
}

/** An address that an instance took, on whose ports nothing listens. */
export function takeStrangerIp({ cloud, subnetIds }: Stage): string {
  return cloud.takeAddress({ subnetId: subnetIds[0] ?? '', listens: [] }).ip;
}

/** A cloud with `count` endpoints, each with its sealed group, in sync; the Regions take turns. */
export function manyBindings(
  count: number,
  regions: readonly string[] = ['eu-west-1'],
): { cloud: Cloud; bindings: readonly Spec[] } {
  const cloud = createCloud();
  const networks = regions.map((region) => {
    const vpcId = cloud.createVpc({ cidr: '10.0.0.0/16', region }).id;
    const subnetIds = [1, 2].map(
      (zone) => cloud.createSubnet({ vpcId, zone: `${region}${'ab'[zone - 1]}`, cidr: `10.0.${zone}.0/24` }).id,
    );
    return { vpcId, subnetIds };
  });
  const bindings = Array.from({ length: count }, (_, index) => {
    const { vpcId, subnetIds } = networks[index % networks.length] ?? { vpcId: '', subnetIds: [] };
    const group = cloud.createTargetGroup({ vpcId, name: `g${index}` });
    const endpoint = cloud.createEndpoint({ vpcId, subnetIds });
    const name = `binding-${index}`;
    cloud.seal(group.arn, name, endpoint.id);
    cloud.register(group.arn, endpoint.ips);
    return spec({ name, targetGroupArn: group.arn, source: { vpcEndpointId: endpoint.id, previous: [] } });
  });
  return { cloud, bindings };
}
