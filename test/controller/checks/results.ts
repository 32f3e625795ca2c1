import type { CheckResult, Finding } from '../../../controller/model/finding.ts';

/** Results in short, for a table to compare: `crit sg-1`, `unknown euw1-az1`, `not-configured audit.publicPort`. */
export function brief(results: readonly CheckResult[]): readonly string[] {
  return results.map((result) => {
    if (result.kind === 'finding') return `${result.severity} ${result.subject}`;
    return `${result.kind} ${result.kind === 'not-configured' ? result.key : result.subject}`;
  });
}

/** The findings among results. */
export function findingsOf(results: readonly CheckResult[]): readonly Finding[] {
  return results.filter((result) => result.kind === 'finding');
}

const COMMAND = /^(?:aws [a-z0-9]+ [a-z-]+|openssl s_client|curl) /;
const SENTENCE = /^[A-Z](?!.*: (?:aws|openssl|curl) ).*[.:]$/;
const QUOTED = /'[^']*'|\\./g;

/** The findings among results whose fix is not made of commands and sentences, each on a line of its own. */
export function ill(results: readonly CheckResult[]): readonly Finding[] {
  return findingsOf(results).filter(({ fix }) => {
    const lines = fix.split('\n');
    // In an interactive zsh, macOS's own, `#` begins no comment.
    const commands = lines.filter((line) => COMMAND.test(line) && !line.replaceAll(QUOTED, '').includes('#'));
    return commands.length === 0 || !lines.every((line) => commands.includes(line) || SENTENCE.test(line));
  });
}

/** All that results say in sentences. */
export function said(results: readonly CheckResult[]): string {
  return results
    .map((result) => {
      if (result.kind === 'finding') return `${result.expected} ${result.found} ${result.fix}`;
      if (result.kind === 'unknown') return result.why;
      return result.kind === 'ok' ? result.found : result.key;
    })
    .join('\n');
}
