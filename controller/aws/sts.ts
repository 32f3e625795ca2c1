import { AssumeRoleCommand, type Credentials, GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { callOptions } from './clients.ts';
import { doing, given } from './failure.ts';

type Sts = { readonly sts: STSClient; readonly signal?: AbortSignal };

/** A role to take, the name CloudTrail of the role's account shows for it, and what its trust policy may ask for. */
export type Role = { readonly roleArn: string; readonly session: string; readonly externalId?: string };

/** The shortest that STS gives: a pass takes less. */
const SESSION_SECONDS = 900;

/** The account of the credentials in use. */
export function callerAccount(aws: Sts): Promise<string> {
  return doing('asking whose the credentials are', async () => {
    const { Account } = await aws.sts.send(new GetCallerIdentityCommand({}), callOptions(aws));
    return given(Account, 'Account');
  });
}

/** Credentials of a role. */
export function assumeRole(aws: Sts, { roleArn, session, externalId }: Role): Promise<Credentials> {
  return doing(`assuming ${roleArn}`, async () => {
    const { Credentials } = await aws.sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: session,
        DurationSeconds: SESSION_SECONDS,
        ...(externalId !== undefined && { ExternalId: externalId }),
      }),
      callOptions(aws),
    );
    return given(Credentials, 'Credentials');
  });
}

/** A session name that names a binding: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function sessionName(binding: string): string {
  return `target-sync-${binding}`.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64);
}
