import { parseAst } from 'rolldown/parseAst';

/** Every module a source names, `import type` and re-exports included. */
export function importsOf(text: string): readonly string[] {
  return parseAst(text, { lang: 'ts' }).body.flatMap((node) =>
    (node.type === 'ImportDeclaration' ||
      node.type === 'ExportNamedDeclaration' ||
      node.type === 'ExportAllDeclaration') &&
    node.source !== null
      ? [node.source.value]
      : [],
  );
}
