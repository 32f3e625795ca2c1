import type { Refusal } from '../model/plan.ts';
import { sourceId, type Spec } from '../model/spec.ts';
import type { Tags, TargetGroup } from '../model/target-group.ts';

/** The tag by which a target group's owner consents to one binding, by its name. */
const BINDING_TAG = 'target-sync:binding';

/** The tag by which a target group's owner consents to one source, by its id. */
const SOURCE_TAG = 'target-sync:source';

/** Refuses a group whose seal is absent or names another binding or source: only the owner's consent lets a spec act. */
export function checkSeal(spec: Spec, group: TargetGroup, tags: Tags): Refusal | undefined {
  const wanted = { [BINDING_TAG]: spec.name, [SOURCE_TAG]: sourceId(spec.source) };
  const wrong = Object.entries(wanted).filter(([key, value]) => tags[key] !== value);
  if (wrong.length === 0) return undefined;

  const unsealed = wrong.every(([key]) => tags[key] === undefined);
  const found = wrong.map(([key, value]) =>
    tags[key] === undefined ? `${key} is absent, expected "${value}"` : `${key} is "${tags[key]}", expected "${value}"`,
  );
  return {
    code: unsealed ? 'unsealed' : 'other-seal',
    reason: `${unsealed ? 'The target group is not sealed' : 'The target group is sealed for something else'}: ${found.join('; ')}.`,
    remedy: `${unsealed ? 'To seal it' : `If this binding is to take the group over, stop the other one, ${nameIt(spec, tags)}then seal it`}: ${sealCommand(spec, group)}`,
  };
}

/** Endpoints of one service know each other; of a load balancer, what is not named passes for a stranger. */
function nameIt({ source }: Spec, tags: Tags): string {
  const replaced = tags[SOURCE_TAG];
  if (replaced === undefined || replaced === sourceId(source)) return '';
  const isLoadBalancer = replaced.startsWith('loadbalancer/');
  if (!isLoadBalancer && 'vpcEndpointId' in source) return '';
  return `name ${isLoadBalancer ? `the ARN of ${replaced}` : replaced} in source.previous if it is replaced, `;
}

/** The command that seals a group for a binding, ready to paste. */
function sealCommand(spec: Spec, group: TargetGroup): string {
  return (
    `aws elbv2 add-tags --region ${group.region} --resource-arns ${group.arn} ` +
    `--tags Key=${BINDING_TAG},Value=${spec.name} Key=${SOURCE_TAG},Value=${sourceId(spec.source)}`
  );
}
