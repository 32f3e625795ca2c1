import { STSClient } from '@aws-sdk/client-sts';
import { type Aws, type AwsOptions, clientConfig } from './clients.ts';
import { AwsFailure, doing, given } from './failure.ts';
import { assumeRole, type Role } from './sts.ts';

/**
 * Credentials of a role, from the Region's own STS. A client asks for them when it needs them, keeps them until shortly
 * before they expire, and fails its call with the failure to get them.
 */
export function roleCredentials(
  region: string,
  role: Role,
  options: AwsOptions,
): NonNullable<AwsOptions['credentials']> {
  const sts = new STSClient(clientConfig(region, options));
  return async () => {
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = await assumeRole({ sts }, role).catch(asFinal);
    return {
      accessKeyId: given(AccessKeyId, 'AccessKeyId'),
      secretAccessKey: given(SecretAccessKey, 'SecretAccessKey'),
      sessionToken: given(SessionToken, 'SessionToken'),
      expiration: given(Expiration, 'Expiration'),
    };
  };
}

/** STS was asked three times. The client that wants the credentials would look into the cause, and ask three times more. */
function asFinal(failure: unknown): never {
  if (failure instanceof AwsFailure) failure.cause = undefined;
  throw failure;
}

/**
 * Takes the role of a connection before it is used: else each of its calls would try to, as often as a call is tried, and
 * the end of a pass would not end that. Throws what taking it met.
 */
export async function enter(aws: Aws): Promise<Aws> {
  const { takeRole, signal } = aws;
  if (takeRole === undefined) return aws;
  const ended = new Promise<never>((_, reject) => {
    const end = (): void => {
      reject(new DOMException('the pass ended', 'AbortError'));
    };
    if (signal?.aborted === true) end();
    signal?.addEventListener('abort', end, { once: true });
  });
  await doing('taking a role', () => Promise.race([takeRole(), ended]));
  return aws;
}
