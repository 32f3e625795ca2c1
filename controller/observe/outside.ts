import type { Aws } from '../aws/clients.ts';
import { describeVpc } from '../aws/ec2.ts';
import { attempt } from '../aws/failure.ts';
import type { Situation } from '../model/situation.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { toCidrs } from './network.ts';
import { observeCrossZone } from './reach.ts';

/** Reads what registering outside the group's VPC rests on: cross-zone as it is in force, and the blocks of that VPC. */
export async function observeOutside(
  aws: Aws,
  group: TargetGroup,
): Promise<Required<Pick<Situation, 'crossZone' | 'groupBlocks'>>> {
  const [crossZone, groupBlocks] = await Promise.all([
    observeCrossZone(aws, group),
    attempt(async () => toCidrs(await describeVpc(aws, group.vpcId))),
  ]);
  return { crossZone, groupBlocks };
}
