import { addressDoubt } from './own-access.ts';
import { type Call, judge, statementText, type Verdict } from './policy.ts';
import { withException, withStatements } from './policy-change.ts';
import type { Caller } from './policy-conditions.ts';
import { type Json, readPolicy } from './policy-document.ts';

const EVERYBODY = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };

/**
 * The text of a policy that refuses the call no longer, and otherwise is the policy as it was read; where there was
 * none, it lets in the VPC. Undefined where more is to be changed than the exceptions of what denies.
 */
export function admitting(text: string | undefined, call: Call): string | undefined {
  if (text === undefined || readPolicy(text)?.length === 0) {
    return withStatements(text, [{ Effect: 'Allow', ...EVERYBODY }, denyAllBut([call.caller.vpcId])]);
  }
  const changed = withException(text, call);
  const verdict = judge((changed !== undefined && readPolicy(changed)) || [], call);
  const isRefused =
    verdict.kind === 'denied' ||
    (verdict.kind === 'not-allowed' && verdict.named.length === 0) ||
    addressDoubt(verdict) !== undefined;
  return isRefused ? undefined : changed;
}

/** A statement that denies every call but those from these VPCs and endpoints. */
export function denyAllBut(ids: readonly string[]): Json {
  const vpcIds = ids.filter((id) => id.startsWith('vpc-'));
  const endpointIds = ids.filter((id) => id.startsWith('vpce-'));
  return {
    Effect: 'Deny',
    ...EVERYBODY,
    Condition: {
      StringNotEquals: {
        ...(vpcIds.length > 0 && { 'aws:SourceVpc': vpcIds }),
        ...(endpointIds.length > 0 && { 'aws:SourceVpce': endpointIds }),
      },
    },
  };
}

/** What to change of a policy by hand, as a sentence that a command which shows the policy follows. */
export function whatToChange(verdict: Verdict, { endpointId, vpcId }: Caller): string {
  if (verdict.kind === 'denied') {
    return `Change ${statementText(verdict.by)} so that it does not deny ${endpointId} in ${vpcId}, and leave the rest of the policy as it is:`;
  }
  const onAddress = addressDoubt(verdict);
  return onAddress === undefined
    ? `Add a statement that allows execute-api:Invoke under StringEquals aws:SourceVpc ${vpcId}, and leave the rest of the policy as it is:`
    : `Put StringEquals or StringNotEquals aws:SourceVpc ${vpcId} in place of the address in ${onAddress.name}, and leave the rest of the policy as it is:`;
}
