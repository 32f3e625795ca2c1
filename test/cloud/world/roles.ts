import { AwsError } from './aws-error.ts';
import type { World } from './state.ts';

/** A role of IAM, as far as assuming it goes. */
export type Role = {
  readonly arn: string;
  /** Who may assume it: accounts (by id or root ARN), and roles by ARN. */
  readonly trusts: readonly string[];
  /** What a caller must say besides. */
  readonly externalId?: string;
};

/** Who is behind an access key that AssumeRole handed out. */
export type Session = { readonly arn: string; readonly roleArn: string };

/** Whoever wants to assume a role. */
export type Assumer = { readonly account: string; readonly accessKeyId: string };

/** The keys of a session; the account is spelled in them, as in all keys of this cloud. */
export type SessionKeys = { readonly accessKeyId: string; readonly arn: string; readonly account: string };

const ROLE_ARN = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

/** Opens a session of a role, whoever asks. The path of a role is not in the ARN of its session. */
export function openSession(world: World, roleArn: string, name: string): SessionKeys {
  const [, account, role] = ROLE_ARN.exec(roleArn) ?? [];
  if (account === undefined || role === undefined) throw new AwsError('ValidationError', `${roleArn} is invalid`);
  const arn = `arn:aws:sts::${account}:assumed-role/${role}/${name}`;
  const accessKeyId = `ASIA${account}${world.ids.next('session')}`;
  world.sessions.set(accessKeyId, { arn, roleArn });
  return { accessKeyId, arn, account };
}

/**
 * Refuses who is not trusted. A role that does not exist, one that does not trust the caller and one that wants another
 * external id are refused alike: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html; the wording
 * as in https://github.com/Netflix/security_monkey/issues/77. What the caller's own policies say is not looked at.
 */
export function assertTrusted(world: World, caller: Assumer, roleArn: string, externalId: string | undefined): void {
  const role = world.roles.get(roleArn);
  const isTrusted = role?.trusts.some((principal) => names(world, principal, caller)) === true;
  if (isTrusted && (role?.externalId === undefined || role.externalId === externalId)) return;
  throw new AwsError(
    'AccessDenied',
    `User: ${arnOf(world, caller)} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    403,
  );
}

/** The ARN of a caller: of a session, or of the one user that an account has here. */
export function arnOf(world: World, { account, accessKeyId }: Assumer): string {
  return world.sessions.get(accessKeyId)?.arn ?? `arn:aws:iam::${account}:user/caller`;
}

function names(world: World, principal: string, caller: Assumer): boolean {
  const account = /^(?:arn:aws[\w-]*:iam::)?(\d{12})(?::root)?$/.exec(principal)?.[1];
  return account === undefined
    ? principal === world.sessions.get(caller.accessKeyId)?.roleArn
    : account === caller.account;
}
