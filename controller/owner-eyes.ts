import type { Aws } from './aws/clients.ts';
import { attempt } from './aws/failure.ts';
import { enter } from './aws/role-credentials.ts';
import { sessionName } from './aws/sts.ts';
import type { Connect } from './connect.ts';
import type { Spec } from './model/spec.ts';
import { parseArn } from './model/target-group.ts';
import type { Witnesses } from './observe/evidence.ts';
import { sightOf } from './sight.ts';

/**
 * The eyes of the owner of a source's VPC, where the binding names a role of his. They open when they are asked to: a pass
 * in sync has nothing to look at with them.
 */
export function ownerEyesOf(
  spec: Spec,
  { aws, connect }: { readonly aws: Aws; readonly connect: Connect },
): Pick<Witnesses, 'ownerEyes'> {
  const { ownerRoleArn, externalId } = spec.source;
  if (ownerRoleArn === undefined) return {};
  const { region } = sightOf([spec]);
  const role = {
    roleArn: ownerRoleArn,
    session: sessionName(spec.name),
    ...(externalId !== undefined && { externalId }),
  };
  const open = () => attempt(() => enter({ ...aws, ...connect(region, role) }));
  return { ownerEyes: { accountId: parseArn(ownerRoleArn).accountId, open } };
}
