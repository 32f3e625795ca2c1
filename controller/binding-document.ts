import { z } from 'zod';
import { wrongPartition } from './arn-problems.ts';
import { type BindingDocument, bindingDocument, MAX_DOCUMENT_BYTES } from './binding.ts';
import { sourceOutline, sourceProblems } from './binding-source.ts';
import { familyOf } from './model/ip.ts';
import { pathText, unusable } from './schema-text.ts';

/** Thrown for a document that cannot be used. Its message lists every problem with its path and the remedy. */
export class InvalidBindingDocument extends Error {
  override readonly name = 'InvalidBindingDocument';
  readonly problems: readonly string[];

  constructor(title: string, problems: readonly string[]) {
    super(unusable(title, 'a usable binding document', problems));
    this.problems = problems;
  }
}

/** Reads a document from its text. `title` names it in messages. Throws {@link InvalidBindingDocument}. */
export function parseBindingDocument(json: string, title: string): BindingDocument {
  checkSize(Buffer.byteLength(json), title);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    const problem = json.trim() === '' ? 'it is empty' : `it is not JSON: ${String(cause)}`;
    throw new InvalidBindingDocument(title, [
      `${problem}. Expected { "bindings": [ { "name", "targetGroupArn", "source" } ] }.`,
    ]);
  }
  return readBindingDocument(value, title);
}

/** Reads a document from its parsed value, as a Lambda event arrives. Throws {@link InvalidBindingDocument}. */
export function readBindingDocument(value: unknown, title: string): BindingDocument {
  checkSize(Buffer.byteLength(JSON.stringify(value) ?? ''), title);
  const parsed = bindingDocument.safeParse(value);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`)),
    ...crossFieldProblems(value),
  ];
  if (!parsed.success || problems.length > 0) throw new InvalidBindingDocument(title, problems);
  return parsed.data;
}

function checkSize(bytes: number, title: string): void {
  if (bytes <= MAX_DOCUMENT_BYTES) return;
  throw new InvalidBindingDocument(title, [
    `it has ${Math.ceil(bytes / 1024)} KB; a schedule carries at most ${MAX_DOCUMENT_BYTES / 1024} KB. Split the bindings over several schedules.`,
  ]);
}

/** Enough of a document to compare its parts, whatever else is wrong with it. */
const outline = z.object({
  bindings: z.array(
    z
      .object({
        name: z.string().optional().catch(undefined),
        targetGroupArn: z.string().optional().catch(undefined),
        keep: z.array(z.string()).catch([]),
        source: sourceOutline,
      })
      .catch({ name: undefined, targetGroupArn: undefined, keep: [], source: undefined }),
  ),
});

/** Problems between fields. They are looked for even where the schema found others, so that all come at once. */
function crossFieldProblems(value: unknown): readonly string[] {
  const parsed = outline.safeParse(value);
  if (!parsed.success) return [];
  const { bindings } = parsed.data;
  const firstWith = (key: 'name' | 'targetGroupArn', index: number): number =>
    bindings.findIndex((other) => other[key] === bindings[index]?.[key]);

  return bindings.flatMap(({ name, targetGroupArn, keep, source }, index) => {
    const problems: string[] = [];
    const path = `bindings[${index}]`;
    const sameName = firstWith('name', index);
    if (name !== undefined && sameName < index) {
      problems.push(`${path}.name: "${name}" is already the name of bindings[${sameName}]; give each binding its own`);
    }
    const sameGroup = firstWith('targetGroupArn', index);
    if (targetGroupArn !== undefined && sameGroup < index) {
      problems.push(
        `${path}.targetGroupArn: this target group is already bound by bindings[${sameGroup}]; a group has one source, remove one of them`,
      );
    }
    const partition = targetGroupArn === undefined ? undefined : wrongPartition(targetGroupArn);
    if (partition !== undefined) problems.push(`${path}.targetGroupArn: ${partition}`);
    if (new Set(keep.map(familyOf)).size > 1) {
      problems.push(`${path}.keep: mixes IPv4 and IPv6; a target group holds one family, keep only that one`);
    }
    if (source !== undefined) {
      problems.push(...sourceProblems(source, targetGroupArn).map((problem) => `${path}.source${problem}`));
    }
    return problems;
  });
}
