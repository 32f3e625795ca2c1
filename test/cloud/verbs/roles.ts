import { openSession } from '../world/roles.ts';
import type { World } from '../world/state.ts';
import { lookUp } from './views.ts';

/** Keys of a session, as a function of Lambda has them. */
export type SessionCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
};

/** Roles of IAM. What they permit is not evaluated: faults can `match` the account or key of a caller. */
export type RoleVerbs = {
  /** Returns its ARN. Given by its ARN, or by its name in an account, by default this cloud's. */
  readonly createRole: (
    options: ({ readonly arn: string } | { readonly name: string; readonly account?: string }) & {
      /** Who may assume it: accounts (by id or root ARN), and roles by ARN. Default: its own account. */
      readonly trusts?: readonly string[];
      /** What callers must say besides. */
      readonly externalId?: string;
    },
  ) => string;
  readonly deleteRole: (arn: string) => void;
  /** Credentials of a session of a role that exists, for a caller that runs as it. */
  readonly credentialsOfRole: (arn: string, sessionName?: string) => SessionCredentials;
};

export function createRoleVerbs(world: World): RoleVerbs {
  return {
    createRole: ({ trusts, externalId, ...named }) => {
      const arn =
        'arn' in named ? named.arn : `arn:aws:iam::${named.account ?? world.settings.account}:role/${named.name}`;
      const account = /^arn:aws[\w-]*:iam::(\d{12}):role\/.+$/.exec(arn)?.[1];
      if (account === undefined) throw new Error(`creating ${arn}: it is no ARN of a role`);
      world.roles.set(arn, { arn, trusts: trusts ?? [account], ...(externalId !== undefined && { externalId }) });
      return arn;
    },
    deleteRole: (arn) => {
      world.roles.delete(lookUp(world.roles, arn).arn);
    },
    credentialsOfRole: (arn, sessionName = 'session') => {
      const { accessKeyId } = openSession(world, lookUp(world.roles, arn).arn, sessionName);
      return { accessKeyId, secretAccessKey: 'secret', sessionToken: `session of ${arn}` };
    },
  };
}
