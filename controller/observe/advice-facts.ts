import { listVpcLinks } from '../aws/api-gateway.ts';
import type { AuditAws } from '../aws/audit-clients.ts';
import type { Aws } from '../aws/clients.ts';
import { describeGroups, describeTargets, listGroups } from '../aws/elbv2.ts';
import { attempt, given } from '../aws/failure.ts';
import type { AdviceFacts, AdviceGround, AlbGroup, VpcLink } from '../model/advice.ts';
import type { Spec } from '../model/spec.ts';
import { parseArn } from '../model/target-group.ts';

type AdviceAws = Aws & Pick<AuditAws, 'apiGateway'>;
type Seen = Pick<AdviceGround, 'spec' | 'group' | 'source' | 'frontDoor'>;

/** Links that no call can use any more, or never could. */
const OUT_OF_USE: ReadonlySet<string> = new Set(['DELETING', 'FAILED']);

/**
 * Reads what an advice takes beside what is known of the binding, as the group's account. Nothing is asked whose answer
 * could not change the advice. `others` are the bindings of the same document.
 */
export async function observeAdviceFacts(aws: AdviceAws, seen: Seen, others: readonly Spec[]): Promise<AdviceFacts> {
  const { spec, group, source, frontDoor } = seen;
  const alb = spec.source.loadBalancerArn;
  const readSiblings = () => attempt(() => loadBalancersBefore(aws, siblingGroupArns(spec, others)));
  if (!isInSamePlace(alb, spec.targetGroupArn)) return { siblings: await readSiblings() };
  const vpcId = group.kind === 'read' ? group.value.vpcId : undefined;
  const sharesVpc = source.kind === 'read' && source.value.loadBalancer.vpcId === vpcId;
  const front = frontDoor?.loadBalancer.kind === 'read' ? frontDoor.loadBalancer.value : undefined;
  const [siblings, albGroups, vpcLinks] = await Promise.all([
    readSiblings(),
    sharesVpc ? attempt(() => albGroupsOf(aws, { alb, vpcId: source.value.loadBalancer.vpcId })) : undefined,
    front?.scheme === 'internal' ? attempt(() => vpcLinksTo(aws, front.arn)) : undefined,
  ]);
  return {
    siblings,
    ...(albGroups !== undefined && { albGroups }),
    ...(vpcLinks !== undefined && { vpcLinks }),
  };
}

/** The groups of other bindings to the same ALB that could be replaced as well. */
function siblingGroupArns({ name, source }: AdviceGround['spec'], others: readonly Spec[]): readonly string[] {
  const alb = source.loadBalancerArn;
  return others
    .filter((other) => other.name !== name && 'loadBalancerArn' in other.source && other.source.loadBalancerArn === alb)
    .map(({ targetGroupArn }) => targetGroupArn)
    .filter((arn) => isInSamePlace(alb, arn));
}

async function loadBalancersBefore(aws: Aws, groupArns: readonly string[]): Promise<readonly string[]> {
  if (groupArns.length === 0) return [];
  return (await describeGroups(aws, groupArns)).flatMap(({ LoadBalancerArns = [] }) => LoadBalancerArns);
}

/** A group of type `alb` lies in the VPC of its ALB, and tells what it holds by its targets alone. */
async function albGroupsOf(
  aws: Aws,
  { alb, vpcId }: { readonly alb: string; readonly vpcId: string },
): Promise<readonly AlbGroup[]> {
  const candidates = (await listGroups(aws)).filter((group) => group.TargetType === 'alb' && group.VpcId === vpcId);
  const found: AlbGroup[] = [];
  for (const { TargetGroupArn, LoadBalancerArns = [] } of candidates) {
    const arn = given(TargetGroupArn, 'TargetGroupArn');
    // oxlint-disable-next-line no-await-in-loop -- they share ELB's account-wide bucket of 10 calls a second
    const targets = await describeTargets(aws, arn);
    const [loadBalancerArn] = LoadBalancerArns;
    if (targets.some(({ Target }) => Target?.Id === alb)) {
      found.push({ arn, ...(loadBalancerArn !== undefined && { loadBalancerArn }) });
    }
  }
  return found;
}

async function vpcLinksTo(aws: AdviceAws, loadBalancerArn: string): Promise<readonly VpcLink[]> {
  const links = await listVpcLinks(aws);
  return links
    .filter(({ targetArns = [], status = '' }) => targetArns.includes(loadBalancerArn) && !OUT_OF_USE.has(status))
    .map(({ id, name = '' }) => ({ id: given(id, 'id'), name }));
}

function isInSamePlace(one: string, other: string): boolean {
  const [a, b] = [parseArn(one), parseArn(other)];
  return a.accountId === b.accountId && a.region === b.region;
}
