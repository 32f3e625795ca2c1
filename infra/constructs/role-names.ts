/** The passes that look at a source, each under a role of its own. */
export const PASSES = ['sync', 'gate', 'audit'] as const;

export type Pass = (typeof PASSES)[number];

/** The name of a pass's role, where it must be known before the role is there: a role of another account trusts it by name. */
export function passRoleName(prefix: string, pass: Pass): string {
  return `${prefix}-${pass}`;
}
