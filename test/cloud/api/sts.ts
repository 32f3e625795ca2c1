import { AwsError } from '../world/aws-error.ts';
import type { Operation } from './operation.ts';
import { requiredText } from './params.ts';

/** How long made-up credentials are valid. */
const SESSION_MS = 3_600_000;

export const getCallerIdentity: Operation = (world, { account, accessKeyId }) => ({
  Account: account,
  UserId: accessKeyId,
  Arn: world.sessions.get(accessKeyId) ?? `arn:aws:iam::${account}:user/caller`,
});

/** Answers with credentials of the role's account, which is spelled in the access key. No trust policy is evaluated. */
export const assumeRole: Operation = (world, _caller, params) => {
  const roleArn = requiredText(params, 'RoleArn');
  const [, account, role] = /^arn:aws[\w-]*:iam::(\d{12}):role\/(.+)$/.exec(roleArn) ?? [];
  if (account === undefined || role === undefined) throw new AwsError('ValidationError', `${roleArn} is invalid`);
  const session = requiredText(params, 'RoleSessionName');
  const arn = `arn:aws:sts::${account}:assumed-role/${role}/${session}`;
  const accessKeyId = `ASIA${account}${world.ids.next('session')}`;
  world.sessions.set(accessKeyId, arn);
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: 'secret',
      SessionToken: `session of ${role}`,
      // Wall-clock time: the SDK compares it with its own clock, and would refresh virtual credentials for ever.
      Expiration: new Date(Date.now() + SESSION_MS),
    },
    AssumedRoleUser: { AssumedRoleId: `AROA${account}:${session}`, Arn: arn },
  };
};
