import { readFileSync } from 'node:fs';
import type { BindingDocument } from './binding.ts';
import { InvalidBindingDocument, parseBindingDocument } from './binding-document.ts';

type Bindings = BindingDocument['bindings'];

/** The bindings of a file, and those of them that a name chooses: without one, all. Throws {@link InvalidBindingDocument}. */
export function chosenBindings(
  file: string,
  name: string | undefined,
): { readonly bindings: Bindings; readonly chosen: Bindings } {
  const { bindings } = parseBindingDocument(readDocument(file), file);
  if (name === undefined) return { bindings, chosen: bindings };
  const chosen = bindings.filter((binding) => binding.name === name);
  if (chosen.length > 0) return { bindings, chosen };
  const known = bindings.map((binding) => binding.name).join(', ');
  throw new InvalidBindingDocument(file, [`it has no binding named "${name}". Known are: ${known}.`]);
}

function readDocument(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InvalidBindingDocument(file, [`it cannot be read: ${String(cause)}. Name a JSON file.`]);
  }
}
