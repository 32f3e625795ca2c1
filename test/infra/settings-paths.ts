import { settingsJsonSchema } from '../../infra/settings/json-schema.ts';

/** A node of the JSON Schema, as far as it is read here. */
type Node = {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly default?: unknown;
  readonly description?: string;
};

/** A setting that holds a value of its own. `[]` in its path stands for each entry of a list of objects. */
export type Leaf = {
  readonly path: string;
  readonly required: boolean;
  readonly default?: unknown;
  readonly description?: string;
};

/** Every setting of the schema. */
export function settingLeaves(): readonly Leaf[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema is our own
  return leavesOf(JSON.parse(settingsJsonSchema()) as Node, '', false);
}

function leavesOf(node: Node, path: string, required: boolean): readonly Leaf[] {
  if (node.anyOf !== undefined) {
    const [objects, values] = [node.anyOf.filter(hasKeys), node.anyOf.filter((member) => !hasKeys(member))];
    return [
      ...values.map(() => leaf(node, path, required)),
      ...objects.flatMap((member) => leavesOf(member, path, false)),
    ];
  }
  if (node.properties !== undefined) {
    return Object.entries(node.properties).flatMap(([key, value]) =>
      leavesOf(value, path === '' ? key : `${path}.${key}`, node.required?.includes(key) === true),
    );
  }
  return node.items !== undefined && hasKeys(node.items)
    ? leavesOf(node.items, `${path}[]`, false)
    : [leaf(node, path, required)];
}

function leaf(node: Node, path: string, required: boolean): Leaf {
  return { path, required, default: node.default, description: node.description };
}

function hasKeys(node: Node): boolean {
  return node.properties !== undefined;
}

/** The paths of a document's values, written as a {@link Leaf}'s. */
export function valuePaths(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value) && value.some((entry) => typeof entry === 'object')) {
    return value.flatMap((entry) => valuePaths(entry, `${path}[]`));
  }
  // Tags are names of the writer's own: one setting.
  if (typeof value !== 'object' || value === null || Array.isArray(value) || path === 'tags') return [path];
  return Object.entries(value).flatMap(([key, inner]) => valuePaths(inner, path === '' ? key : `${path}.${key}`));
}
