import { type Aws, type AwsOptions, createAws } from './aws/clients.ts';
import { roleCredentials } from './aws/role-credentials.ts';
import type { Role } from './aws/sts.ts';

/** Gives the clients of a Region, with the caller's own credentials or with a role's. */
export type Connect<Clients = Aws> = (region: string, role?: Role) => Clients;

/** Makes a function that connects. Clients, and the credentials of a role with them, are kept for the next pass. */
export function createConnect(options: AwsOptions = {}): Connect {
  return connectBy(createAws, options);
}

/** The same for clients of any kind. */
export function connectBy<Clients extends Aws>(
  create: (region: string, options: AwsOptions) => Clients,
  options: AwsOptions,
): Connect<Clients> {
  const made = new Map<string, Clients>();
  const inRole = (region: string, role: Role): Clients => {
    const clients = create(region, { ...options, credentials: roleCredentials(region, role, options) });
    return { ...clients, takeRole: () => clients.ec2.config.credentials() };
  };
  return (region, role) => {
    const key = JSON.stringify([region, role]);
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = role === undefined ? create(region, options) : inRole(region, role);
    made.set(key, fresh);
    return fresh;
  };
}
