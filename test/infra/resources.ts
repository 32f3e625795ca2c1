import type { Template } from 'aws-cdk-lib/assertions';

/** A resource of a template, under its logical id. */
export type Resource = {
  readonly id: string;
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};

/** All resources of a type, in the order of the template. */
export function resources(template: Template, type: string): readonly Resource[] {
  return all(template).filter((resource) => resource.Type === type);
}

/** The one resource of a type whose logical id contains a text. */
export function resource(template: Template, type: string, part = ''): Resource {
  const found = resources(template, type).filter(({ id }) => id.includes(part));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} resources ${type} with "${part}"`);
  return only;
}

/** True if CloudFormation makes `first` before `then`, by dependency or by reference, over however many steps. */
export function isBefore(template: Template, first: Resource, then: Resource): boolean {
  const byId = new Map(all(template).map((each) => [each.id, each]));
  const seen = new Set<string>();
  const reaches = (id: string): boolean => {
    if (id === first.id) return true;
    const at = byId.get(id);
    if (at === undefined || seen.has(id)) return false;
    seen.add(id);
    return needs(at).some(reaches);
  };
  return needs(then).some(reaches);
}

/** All resources of a template. */
export function all(template: Template): readonly Resource[] {
  const { Resources } = template.toJSON() as { Resources: Readonly<Record<string, Omit<Resource, 'id'>>> };
  return Object.entries(Resources).map(([id, each]) => ({ ...each, id, Properties: each.Properties ?? {} }));
}

function needs({ DependsOn = [], Properties }: Resource): readonly string[] {
  return [...[DependsOn].flat(), ...references(Properties)];
}

function references(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt') return [Array.isArray(inner) ? String(inner[0]) : (String(inner).split('.')[0] ?? '')];
    return references(inner);
  });
}

/** A value as CloudFormation puts it together, with `put` for each id or attribute that it fills in. */
export function render(value: unknown, put: (id: string, attribute?: string) => string): string {
  if (typeof value === 'string') return value;
  const [[key, inner] = []] = Object.entries(Object(value));
  if (key === 'Fn::Join') {
    const [separator, parts] = inner as [string, unknown[]];
    return parts.map((part) => render(part, put)).join(separator);
  }
  const [id = '', attribute] = [inner].flat().map(String);
  return put(id, attribute);
}
