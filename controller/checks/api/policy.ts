import { type Answer, type Caller, every, holds } from './policy-conditions.ts';
import type { Choice, PolicyDocument, Statement } from './policy-document.ts';
import { type Called, coverage, matches } from './policy-pattern.ts';

/** A call of an API, as a policy sees it. */
export type Call = {
  readonly caller: Caller;
  /** What is called: one spelling, or several of the same thing. */
  readonly resources: readonly Called[];
};

/** What a policy says of a call by somebody who signs nothing. */
export type Verdict =
  | { readonly kind: 'allowed'; readonly by: Statement }
  | { readonly kind: 'denied'; readonly by: Statement }
  /** Nothing allows it. `named`: what would, were it not for named principals alone. */
  | { readonly kind: 'not-allowed'; readonly named: readonly Statement[] }
  /** It hangs on these statements, each with why it cannot be told whether it applies. */
  | { readonly kind: 'undecidable'; readonly doubts: readonly Doubt[] };

/** A statement of which it cannot be told whether it applies, and why. */
export type Doubt = { readonly statement: Statement; readonly why: string };

/** Judges a call: an explicit deny wins, then what may be one, then an allow. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export function judge(policy: PolicyDocument, call: Call): Verdict {
  const judged = policy.map((statement) => ({ statement, answer: applies(statement, call) }));
  const denies = judged.filter(({ statement }) => statement.effect === 'Deny' && statement.forAnyone);
  const allows = judged.filter(({ statement }) => statement.effect === 'Allow' && statement.forAnyone);

  const denied = denies.find(({ answer }) => answer === true);
  if (denied !== undefined) return { kind: 'denied', by: denied.statement };
  const allowed = allows.find(({ answer }) => answer === true);
  const doubts = [...denies, ...(allowed === undefined ? allows : [])].flatMap(({ statement, answer }) =>
    typeof answer === 'object' ? [{ statement, why: answer.why }] : [],
  );
  const mayBeAllowed = allowed !== undefined || doubts.some(({ statement }) => statement.effect === 'Allow');
  if (doubts.length > 0 && mayBeAllowed) return { kind: 'undecidable', doubts };
  if (allowed !== undefined) return { kind: 'allowed', by: allowed.statement };
  const named = judged.filter(
    ({ statement, answer }) => statement.effect === 'Allow' && !statement.forAnyone && answer !== false,
  );
  return { kind: 'not-allowed', named: named.map(({ statement }) => statement) };
}

/** The statement with its conditions, as in `statement 2, with StringNotEquals aws:SourceVpc vpc-1`. */
export function statementText({ name, conditions }: Statement): string {
  if (conditions.length === 0) return name;
  const texts = conditions.map(({ operator, key, values }) => `${operator} ${key} ${values.join(' or ')}`);
  return `${name}, with ${texts.join(' and ')}`;
}

/** Why it cannot be told whether the clients of the path are let in, as a sentence. Undefined if it can. */
export function whyUntold(verdict: Verdict): string | undefined {
  if (verdict.kind === 'undecidable') {
    const texts = verdict.doubts.map(({ statement, why }) => `${statement.name} (${statement.effect}): ${why}`);
    return `The policy hangs on ${texts.join('; ')}.`;
  }
  if (verdict.kind !== 'not-allowed' || verdict.named.length === 0) return undefined;
  const names = verdict.named.map(({ name }) => name).join(', ');
  return `The policy allows named principals alone (${names}): whether clients sign as one of them cannot be told from here.`;
}

/** Whether a statement is about a call, whoever it is meant for. */
function applies({ actions, resources, conditions }: Statement, call: Call): Answer {
  return every([
    coversInvoke(actions),
    coversResource(resources, call.resources),
    ...conditions.map((condition) => holds(condition, call.caller)),
  ]);
}

function coversInvoke({ patterns, except }: Choice): boolean {
  // Actions know no case.
  return patterns.some((pattern) => matches(pattern.toLowerCase(), 'execute-api:invoke')) !== except;
}

function coversResource({ patterns, except }: Choice, spellings: readonly Called[]): Answer {
  const found = new Set(patterns.flatMap((pattern) => spellings.map((spelling) => coverage(pattern, spelling))));
  if (found.has('all')) return !except;
  return found.has('some') ? { why: `${patterns.join(', ')} is a part of the API` } : except;
}
