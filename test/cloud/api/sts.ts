import { AwsError } from '../world/aws-error.ts';
import { arnOf, assertTrusted, openSession } from '../world/roles.ts';
import type { Operation } from './operation.ts';
import { integer, requiredText, text } from './params.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html; here no role lets sessions last longer. */
const DEFAULT_SECONDS = 3_600;
const MIN_SECONDS = 900;
const MAX_SECONDS = 3_600;

export const getCallerIdentity: Operation = (world, caller) => ({
  Account: caller.account,
  UserId: caller.accessKeyId,
  Arn: arnOf(world, caller),
});

/** Answers with credentials of the role's account, which is spelled in the access key, if the role trusts the caller. */
export const assumeRole: Operation = (world, caller, params) => {
  const roleArn = requiredText(params, 'RoleArn');
  const name = requiredText(params, 'RoleSessionName');
  const seconds = integer(params, 'DurationSeconds') ?? DEFAULT_SECONDS;
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    throw new AwsError(
      'ValidationError',
      seconds < MIN_SECONDS
        ? `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${MIN_SECONDS}`
        : 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  assertTrusted(world, caller, roleArn, text(params, 'ExternalId'));
  const { accessKeyId, arn, account } = openSession(world, roleArn, name);
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: 'secret',
      SessionToken: `session of ${roleArn}`,
      // Wall-clock time: the SDK compares it with its own clock, and would refresh virtual credentials for ever.
      Expiration: new Date(Date.now() + seconds * 1_000),
    },
    AssumedRoleUser: { AssumedRoleId: `AROA${account}:${name}`, Arn: arn },
  };
};
