import { makeHealthy, settleUse } from '../world/health.ts';
import { canonical } from '../world/ip.ts';
import { deregister, key, register } from '../world/registration.ts';
import type { Family, HealthCheck, TargetGroup, TargetType, World } from '../world/state.ts';
import { addTags, createTargetGroup, setCheck } from '../world/target-groups.ts';
import type { TargetRequest } from '../world/validation.ts';
import { lookUp, type TargetGroupView, type TargetView, viewTarget, viewTargetGroup } from './views.ts';

/** A target to register: an IP, or in an `alb` group the ARN of an ALB, with the group's port unless given. */
type TargetInput = string | { readonly ip: string; readonly port?: number; readonly zone?: string };

/** Target groups, their tags and their targets, without going over the wire (so without a trace in `calls`). */
export type TargetGroupVerbs = {
  readonly createTargetGroup: (options: {
    readonly arn?: string;
    readonly vpcId: string;
    readonly name?: string;
    readonly port?: number;
    readonly protocol?: string;
    readonly family?: Family;
    /** `alb`: one ALB of the VPC and the account, by its ARN. Default: addresses. */
    readonly targetType?: TargetType;
    readonly attributes?: Readonly<Record<string, string>>;
    readonly tags?: Readonly<Record<string, string>>;
    /** Default by TCP (of an ALB by HTTP), 10 s, 2 and 2: with the registration lag, 90 s to healthy. */
    readonly check?: Partial<HealthCheck>;
    readonly ownerId?: string;
  }) => TargetGroupView;
  readonly setTargetGroupAttributes: (arn: string, attributes: Readonly<Record<string, string>>) => void;
  /** Changes the health check; what is not named stays. */
  readonly setHealthCheck: (arn: string, change: Partial<HealthCheck>) => void;
  readonly setTags: (arn: string, tags: Readonly<Record<string, string>>) => void;
  /** The tags of a group, or of anything else that has some. */
  readonly tags: (arn: string) => Readonly<Record<string, string>>;
  readonly removeTags: (arn: string, keys: readonly string[]) => void;
  /** Sets the two tags by which an owner consents to a binding: its name and the id of its source. */
  readonly seal: (arn: string, binding: string, source: string) => void;
  /** Registers as AWS would, rejecting what AWS rejects: a prepared start, or another writer. */
  readonly register: (arn: string, targets: readonly TargetInput[]) => void;
  readonly deregister: (arn: string, targets: readonly TargetInput[]) => void;
  /** Makes targets (default: all that are not draining) healthy now, to start steady. */
  readonly setHealthy: (arn: string, targets?: readonly TargetInput[]) => void;
  /** Targets as they are, draining ones included, sorted; DescribeTargetHealth may lag behind. */
  readonly targets: (arn: string) => readonly TargetView[];
};

export function createTargetGroupVerbs(world: World): TargetGroupVerbs {
  const find = (arn: string): TargetGroup => lookUp(world.targetGroups, arn);
  return {
    createTargetGroup: ({ vpcId, tags = {}, check = {}, ...options }) => {
      const group = createTargetGroup(world, {
        name: 'api',
        port: 443,
        protocol: 'TCP',
        family: 'ipv4',
        ownerId: world.settings.account,
        ...options,
        vpc: lookUp(world.vpcs, vpcId),
        check: { intervalSeconds: 10, healthyThreshold: 2, unhealthyThreshold: 2, ...check },
      });
      addTags(world, group.arn, tags);
      return viewTargetGroup(group);
    },
    setTargetGroupAttributes: (arn, attributes) => {
      for (const [name, value] of Object.entries(attributes)) find(arn).attributes.set(name, value);
    },
    setHealthCheck: (arn, change) => {
      setCheck(find(arn), change);
    },
    setTags: (arn, tags) => {
      addTags(world, arn, tags);
    },
    tags: (arn) => Object.fromEntries(world.tags.get(arn) ?? []),
    removeTags: (arn, keys) => {
      for (const name of keys) world.tags.get(arn)?.delete(name);
    },
    seal: (arn, binding, source) => {
      addTags(world, arn, { 'target-sync:binding': binding, 'target-sync:source': source });
    },
    register: (arn, targets) => {
      register(world, find(arn), targets.map(toRequest));
    },
    deregister: (arn, targets) => {
      deregister(world, find(arn), targets.map(toRequest));
    },
    setHealthy: (arn, targets) => {
      const group = find(arn);
      const chosen = targets?.map((target) => {
        const { ip, port = group.port } = toRequest(target);
        return lookUp(group.targets, key({ ip: canonical(ip), port }));
      });
      for (const target of chosen ?? [...group.targets.values()]) {
        if (target.state !== 'draining') makeHealthy(world, group, target);
      }
    },
    targets: (arn) => {
      const group = find(arn);
      settleUse(world, group);
      return [...group.targets.values()].toSorted((a, b) => a.key.localeCompare(b.key)).map(viewTarget);
    },
  };
}

function toRequest(target: TargetInput): TargetRequest {
  return typeof target === 'string' ? { ip: target } : target;
}
