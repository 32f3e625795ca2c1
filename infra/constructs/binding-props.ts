import { Stack } from 'aws-cdk-lib';
import type { INetworkTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { BindingDocument } from '../../controller/binding.ts';
import type { BindingPayload, SourcePayload } from './binding-payload.ts';
import { ownGroup } from './seal.ts';

type Binding = BindingDocument['bindings'][number];

/** A target group and the source whose addresses it must hold. */
export type BindingProps = Partial<Pick<Binding, 'port' | 'minHealthy' | 'keep' | 'hostnames' | 'audit'>> & {
  /** Unique in the account and Region. Default: `<stack>/<construct id>`, with a number from the second binding on. */
  readonly name?: string;
  /** A group of this stack is sealed here. An imported one must be sealed by hand: the outputs say how. */
  readonly targetGroup: INetworkTargetGroup;
  readonly source: SourcePayload & {
    /** Changes with the source's interfaces and subnets, so that the gate waits for them. */
    readonly addresses?: string;
  };
  /** Default: `enforce` for a group of this stack, `observe` for an imported one. */
  readonly mode?: Binding['mode'];
};

/** A binding as a sync pass gets it, with its defaults; `index` is its place among those of the construct. */
export function payloadFor(
  scope: Construct,
  { targetGroup, source, name, mode, ...rest }: Omit<BindingProps, 'audit'>,
  index: number,
): BindingPayload {
  const { addresses: _, ...identified } = source;
  const suffix = index === 0 ? '' : `-${index + 1}`;
  return {
    name: name ?? `${Stack.of(scope).stackName}/${scope.node.id}${suffix}`,
    targetGroupArn: targetGroup.targetGroupArn,
    source: { ...identified, previous: [...(identified.previous ?? [])] },
    mode: mode ?? (ownGroup(targetGroup) === undefined ? 'observe' : 'enforce'),
    ...rest,
  };
}
