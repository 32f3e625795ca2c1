import type { Caller } from '../api/operation.ts';
import { AwsError } from '../world/aws-error.ts';

/** Who calls which service where, as the scope of a request's signature says. */
export type Scope = { readonly service: string; readonly caller: Caller };

/** Reads a SigV4 Authorization header, or says what AWS answers without one; the signature is not checked. */
export function readScope(authorization: string | undefined, defaultAccount: string): Scope | AwsError {
  const [, accessKeyId = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization ?? '') ?? [];
  if (service === '') {
    return new AwsError('MissingAuthenticationToken', 'The request must contain an AWS Signature Version 4', 403);
  }
  return { service, caller: { accessKeyId, region, account: accountOf(accessKeyId) ?? defaultAccount } };
}

/** An access key of an account: the account is spelled in it. */
export function accessKeyOf(account: string): string {
  return `AKIA${account}`;
}

function accountOf(accessKeyId: string): string | undefined {
  return /^A[KS]IA(\d{12})/.exec(accessKeyId)?.[1];
}
