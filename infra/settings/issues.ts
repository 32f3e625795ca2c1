import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** The issues that a reader can act on: inside a union or a record's key, those of the part that is meant. */
export function plainIssues(issues: readonly Issue[]): readonly Issue[] {
  return issues.flatMap((issue) => {
    const inner = innerIssues(issue);
    if (inner === undefined) return [issue];
    return plainIssues(inner).map((found) => ({ ...found, path: [...issue.path, ...found.path] }));
  });
}

function innerIssues(issue: Issue): readonly Issue[] | undefined {
  if (issue.code === 'invalid_key') return issue.issues;
  if (issue.code !== 'invalid_union') return undefined;
  // The member that a value went deepest into is the one that was meant; where none was entered, the union speaks.
  return issue.errors.find((member) => member.some(({ path }) => path.length > 0));
}
