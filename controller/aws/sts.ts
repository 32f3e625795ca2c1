import { AssumeRoleCommand, type Credentials, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AuditAws } from './audit-clients.ts';
import { callOptions } from './clients.ts';
import { doing, given } from './failure.ts';

type Sts = Pick<AuditAws, 'sts' | 'signal'>;

/** The shortest that STS gives: a pass takes less. */
const SESSION_SECONDS = 900;

/** The account of the credentials in use. */
export function callerAccount(aws: Sts): Promise<string> {
  return doing('asking whose the credentials are', async () => {
    const { Account } = await aws.sts.send(new GetCallerIdentityCommand({}), callOptions(aws));
    return given(Account, 'Account');
  });
}

/** Credentials of a role. The session's name is what CloudTrail of the role's account shows. */
export function assumeRole(aws: Sts, { roleArn, session }: { roleArn: string; session: string }): Promise<Credentials> {
  return doing(`assuming ${roleArn}`, async () => {
    const { Credentials } = await aws.sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: session, DurationSeconds: SESSION_SECONDS }),
      callOptions(aws),
    );
    return given(Credentials, 'Credentials');
  });
}

/** A session name that names a binding: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function sessionName(binding: string): string {
  return `target-sync-${binding}`.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64);
}
