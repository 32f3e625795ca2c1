import { readFileSync } from 'node:fs';
import type { BindingDocument } from './binding.ts';
import { InvalidBindingDocument, parseBindingDocument } from './binding-document.ts';

/** The bindings of a file, or the one of a name. Throws {@link InvalidBindingDocument}. */
export function chosenBindings(file: string, name: string | undefined): BindingDocument['bindings'] {
  const { bindings } = parseBindingDocument(readDocument(file), file);
  if (name === undefined) return bindings;
  const chosen = bindings.filter((binding) => binding.name === name);
  if (chosen.length > 0) return chosen;
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
