import { resolve } from 'node:path';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { pathText, unusable } from '../../controller/schema-text.ts';
import { ALB_STACK_NAME } from './alb.ts';
import { plainIssues } from './issues.ts';
import { type Known, knownOf } from './known.ts';
import { crossFieldProblems } from './problems.ts';
import { type Settings, settingsDocument } from '../settings.ts';

/** Thrown for settings that cannot be used. Its message lists every problem with its path and the remedy. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
  readonly problems: readonly string[];

  constructor(title: string, problems: readonly string[]) {
    super(unusable(title, 'usable', problems));
    this.problems = problems;
  }
}

/**
 * Reads settings from their text: JSON, with comments and trailing commas. `directory` is what paths in it are relative
 * to, and they come out absolute. Throws {@link InvalidSettings}.
 */
export function parseSettings(text: string, title: string, directory: string): Settings {
  const value = parseJson(text, title);
  const parsed = settingsDocument.safeParse(value);
  const issues = parsed.success ? [] : plainIssues(parsed.error.issues);
  // A key too many takes nothing from the others.
  const wrong = issues.filter(({ code }) => code !== 'unrecognized_keys').map(({ path }) => path);
  const problems = [
    ...issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`),
    ...crossFieldProblems(knownOf(value, wrong), directory),
  ];
  if (!parsed.success || problems.length > 0) throw new InvalidSettings(title, problems);
  const settings = withDefaultsOfShape(parsed.data, knownOf(value, []));
  const { api } = settings;
  return api.openApi === undefined
    ? settings
    : { ...settings, api: { ...api, openApi: resolve(directory, api.openApi) } };
}

/** What is left out means something else in front of an ALB: another name, and no probe in a network that is others' too. */
function withDefaultsOfShape(settings: Settings, written: Known): Settings {
  if (settings.alb === undefined) return settings;
  const { stackName = ALB_STACK_NAME, audit } = written;
  return { ...settings, stackName, audit: audit?.probe === undefined ? { probe: false } : settings.audit };
}

function parseJson(text: string, title: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first === undefined) return value;
  const before = text.slice(0, first.offset).split('\n');
  // What follows the first error is often its echo.
  throw new InvalidSettings(title, [
    `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: it is not JSON from here on (${printParseErrorCode(first.error)}). Expected { "account", "region", "vpc", "frontDoor" }; comments and trailing commas are allowed.`,
  ]);
}
