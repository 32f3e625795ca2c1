import { buildSampleWorld } from '../cloud/sample-world.ts';
import { createCloud } from '../cloud/cloud.ts';
import { invoke } from '../scenarios/stage.ts';

/** Calls of one pass of ours in sync, as the cloud counted them, beside what `controller/README.md` says. */
export type CallsInSync = {
  readonly bindings: number;
  readonly measured: number;
  readonly documented: number;
};

const SIZES = [1, 10, 50, 100];
const ZONES = 2;

/** Measures a pass over each number of bindings, each with an endpoint and a group of its own, all in one VPC. */
export async function callsInSync(): Promise<readonly CallsInSync[]> {
  const rows: CallsInSync[] = [];
  for (const bindings of SIZES) {
    // oxlint-disable-next-line no-await-in-loop -- one cloud after the other
    rows.push({ bindings, measured: await measure(bindings), documented: documentedCalls(bindings) });
  }
  return rows;
}

async function measure(count: number): Promise<number> {
  const cloud = createCloud();
  const { vpc, subnets, document } = buildSampleWorld(cloud, { steady: true });
  const subnetIds = subnets.map(({ id }) => id);
  const others = Array.from({ length: count - 1 }, (_, index) => {
    const name = `api-${index + 2}`;
    const endpoint = cloud.createEndpoint({ vpcId: vpc.id, subnetIds });
    const group = cloud.createTargetGroup({ vpcId: vpc.id, name });
    cloud.seal(group.arn, name, endpoint.id);
    cloud.register(group.arn, endpoint.ips);
    return { name, targetGroupArn: group.arn, source: { vpcEndpointId: endpoint.id } };
  });
  const bindings = [...document.bindings, ...others];
  const { outcomes, calls } = await invoke(cloud, () => ({ asOf: cloud.clock.now().toISOString(), bindings }));
  const drifted = outcomes.filter(({ outcome }) => outcome !== 'in-sync');
  if (drifted.length > 0) throw new Error(`${drifted.length} of ${count} bindings are not in sync`);
  return calls.length;
}

/** Five for the first; then one a binding, one for each further twenty, one for each further 200 interfaces. */
function documentedCalls(bindings: number): number {
  const interfaces = bindings * ZONES;
  return 5 + (bindings - 1) + (Math.ceil(bindings / 20) - 1) + (Math.ceil(interfaces / 200) - 1);
}
