import { createCloud, type Cloud } from '../cloud/cloud.ts';
import { invoke } from '../scenarios/stage.ts';
import { createGround } from './ground.ts';

/** Calls of one pass of ours in sync, as the cloud counted them, beside what `controller/README.md` says. */
export type CallsInSync = {
  readonly sources: Sources;
  readonly bindings: number;
  readonly measured: number;
  readonly documented: number;
  /** How many of them are AssumeRole: in a function's first pass, and then every ten minutes. */
  readonly assumed: number;
};

/** What the bindings name: each a source of its own, with a role or without. */
type Sources = 'endpoints' | 'ALBs' | 'ALBs, one role for all' | 'ALBs, a role each';

const SIZES = [1, 10, 50, 100];
const ZONES = 2;
const EVERY: readonly Sources[] = ['endpoints', 'ALBs', 'ALBs, one role for all', 'ALBs, a role each'];

/** Measures a pass over each number of bindings, each with a source and a group of its own, all in one VPC. */
export async function callsInSync(): Promise<readonly CallsInSync[]> {
  const rows: CallsInSync[] = [];
  for (const sources of EVERY) {
    for (const bindings of SIZES) {
      // oxlint-disable-next-line no-await-in-loop -- one cloud after the other
      rows.push({
        sources,
        bindings,
        ...(await measure(sources, bindings)),
        documented: documented(sources, bindings),
      });
    }
  }
  return rows;
}

async function measure(sources: Sources, count: number): Promise<Pick<CallsInSync, 'measured' | 'assumed'>> {
  const cloud = createCloud();
  const { vpcId, subnetIds } = createGround(cloud, '10.0');
  const shared = sources === 'ALBs, one role for all' ? cloud.createRole({ name: 'reader' }) : undefined;
  const bindings = Array.from({ length: count }, (_, index) => {
    const name = `api-${index + 1}`;
    const roleArn = sources === 'ALBs, a role each' ? cloud.createRole({ name: `reader-${index + 1}` }) : shared;
    const { id, ips, source } = createSource(cloud, sources, { subnetIds, vpcId, name });
    const group = cloud.createTargetGroup({ vpcId, name });
    cloud.seal(group.arn, name, id);
    cloud.register(group.arn, ips);
    return { name, targetGroupArn: group.arn, source: { ...source, ...(roleArn !== undefined && { roleArn }) } };
  });
  const { outcomes, calls } = await invoke(cloud, () => ({ asOf: cloud.clock.now().toISOString(), bindings }));
  const drifted = outcomes.filter(({ outcome }) => outcome !== 'in-sync');
  if (drifted.length > 0) throw new Error(`${drifted.length} of ${count} bindings are not in sync`);
  return { measured: calls.length, assumed: calls.filter(({ operation }) => operation === 'AssumeRole').length };
}

type Source = {
  readonly id: string;
  readonly ips: readonly string[];
  readonly source: Readonly<Record<string, string>>;
};

function createSource(
  cloud: Cloud,
  sources: Sources,
  { subnetIds, vpcId, name }: { readonly subnetIds: readonly string[]; readonly vpcId: string; readonly name: string },
): Source {
  if (sources === 'endpoints') {
    const { id, ips } = cloud.createEndpoint({ vpcId, subnetIds });
    return { id, ips, source: { vpcEndpointId: id } };
  }
  const { arn, ips } = cloud.createInternalAlb({ subnetIds, name });
  return { id: arn.split(':').slice(5).join(':'), ips, source: { loadBalancerArn: arn } };
}

/**
 * Five for the first; then one a binding, one for each further twenty (two, where their sources are ALBs), one for each
 * further 200 interfaces. A role is assumed by one call; two more look with each further role.
 */
function documented(sources: Sources, bindings: number): number {
  const further = (each: number, of: number): number => Math.ceil(of / each) - 1;
  const groups = 5 + (bindings - 1) + further(20, bindings);
  const interfaces = further(200, bindings * ZONES);
  const loadBalancers = further(20, bindings);
  const beside: Readonly<Record<Sources, number>> = {
    endpoints: interfaces,
    ALBs: interfaces + loadBalancers,
    'ALBs, one role for all': interfaces + loadBalancers + 1,
    'ALBs, a role each': 2 * (bindings - 1) + bindings,
  };
  return groups + beside[sources];
}
