import { type CheckResult, finding, type FindingCode, ok, unknown } from '../../model/finding.ts';
import { statementText, type Verdict, whyUntold } from './policy.ts';
import { isOnAddress } from './policy-conditions.ts';
import type { PolicyDocument, Statement } from './policy-document.ts';
import { untold } from '../untold.ts';

type Place = { readonly code: FindingCode; readonly subject: string };

/** What a policy says of calls through the endpoint, and what to do where it does not let them in. */
type OwnAccess = Place & {
  readonly policy: PolicyDocument;
  readonly verdict: Verdict;
  /** Whose policy, at the beginning of a sentence: `The API’s`. */
  readonly whose: string;
  /** The endpoint and its VPC. */
  readonly through: string;
  readonly fix: string;
};

/** A policy of an API or of a private domain, which let nobody in by themselves, lets in calls through the endpoint. */
export function ownAccess({ code, subject, policy, verdict, whose, through, fix }: OwnAccess): CheckResult {
  const crit = (found: string): CheckResult =>
    finding(code, subject, {
      severity: 'crit',
      expected: `${whose} policy lets in calls through ${through}.`,
      found,
      fix,
    });
  if (verdict.kind === 'allowed') return ok(code, subject, `Its ${verdict.by.name} lets in calls through ${through}.`);
  if (verdict.kind === 'denied') return crit(`They are denied by ${statementText(verdict.by)}.`);
  const onAddress = addressDoubt(verdict);
  if (onAddress !== undefined) {
    return crit(
      `It hangs on ${statementText(onAddress)}: behind the load balancer that is the load balancer’s own address, whoever calls.`,
    );
  }
  const doubtful = doubt({ code, subject, verdict });
  if (doubtful !== undefined) return doubtful;
  if (policy.length === 0) return crit('There is no policy, or an empty one: then nobody is let in.');
  return crit('No statement of the policy allows them.');
}

/** The statement on the caller’s address that a verdict hangs on. */
export function addressDoubt(verdict: Verdict): Statement | undefined {
  if (verdict.kind !== 'undecidable') return undefined;
  return verdict.doubts.map(({ statement }) => statement).find(({ conditions }) => conditions.some(isOnAddress));
}

/**
 * What is said where it cannot be told whether a policy lets our own calls in. Undefined where it can. That nobody can
 * tell whom an Allow means is no alarm; a Deny on some callers that may be ours is one, for then the path may be broken.
 */
export function doubt({ code, subject, verdict }: Place & { readonly verdict: Verdict }): CheckResult | undefined {
  const why = whyUntold(verdict);
  if (why === undefined) return undefined;
  const mayDenyUs =
    verdict.kind === 'undecidable' &&
    verdict.doubts.some(({ statement }) => statement.effect === 'Deny' && statement.conditions.length > 0);
  return mayDenyUs ? unknown(code, subject, why) : untold(code, subject, why);
}
