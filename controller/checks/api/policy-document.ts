/** A resource policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export type PolicyDocument = readonly Statement[];

/** A statement, as far as it matters for a caller who signs nothing. */
export type Statement = {
  /** Its place and, if it has one, its Sid: `statement 2 (DenyOthers)`. */
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  /** True if it is meant for everybody; false if for named principals alone, or for nobody. */
  readonly forAnyone: boolean;
  readonly actions: Choice;
  readonly resources: Choice;
  /** All must hold. */
  readonly conditions: readonly Condition[];
};

/** What matches one of the patterns; or, with `except`, what matches none of them. */
export type Choice = { readonly patterns: readonly string[]; readonly except: boolean };

/** One operator on one key, as in `StringEquals aws:SourceVpc vpc-1 or vpc-2`. */
export type Condition = { readonly operator: string; readonly key: string; readonly values: readonly string[] };

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** Reads the JSON text of a policy. Undefined for what is no policy, or has a statement that is none: half is not read. */
export function readPolicy(text: string): PolicyDocument | undefined {
  const raw = rawPolicy(text);
  return raw && complete(raw.statements.map((statement, index) => toStatement(statement, index + 1)));
}

/** A policy as it stands, to be changed in one place: the whole, and its statements. Undefined for what has none. */
export function rawPolicy(text: string): { readonly whole: Json; readonly statements: readonly unknown[] } | undefined {
  const whole = parseJson(text);
  if (!isObject(whole) || whole['Statement'] === undefined) return undefined;
  return { whole, statements: [whole['Statement']].flat(1) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, then: `readPolicy` says so, and its caller reports a policy that cannot be read.
    return undefined;
  }
}

function toStatement(json: unknown, place: number): Statement | undefined {
  if (!isObject(json)) return undefined;
  const { Effect: effect, Sid: sid } = json;
  if (effect !== 'Allow' && effect !== 'Deny') return undefined;
  const forAnyone = toPrincipal(json);
  const actions = toChoice(json, 'Action');
  const resources = toChoice(json, 'Resource');
  const conditions = toConditions(json['Condition']);
  if (forAnyone === undefined || actions === undefined || resources === undefined || conditions === undefined) {
    return undefined;
  }
  const name = typeof sid === 'string' && sid !== '' ? `statement ${place} (${sid})` : `statement ${place}`;
  return { name, effect, forAnyone, actions, resources, conditions };
}

function toPrincipal(json: Json): boolean | undefined {
  const choice = oneOf(json, 'Principal');
  const anyone = choice === undefined ? undefined : includesAnyone(choice.value);
  return anyone === undefined || choice === undefined ? undefined : anyone !== choice.except;
}

/** `*` and `{"AWS": "*"}` are everybody. */
function includesAnyone(principal: unknown): boolean | undefined {
  if (typeof principal === 'string') return principal === '*' ? true : undefined;
  if (!isObject(principal)) return undefined;
  const kinds = complete(Object.entries(principal).map(([kind, value]) => pair(kind, toStrings(value))));
  return kinds?.some(([kind, names]) => kind === 'AWS' && names.includes('*'));
}

function toChoice(json: Json, element: 'Action' | 'Resource'): Choice | undefined {
  const choice = oneOf(json, element);
  const patterns = toStrings(choice?.value);
  return choice === undefined || patterns === undefined ? undefined : { patterns, except: choice.except };
}

/** An element or its negation, `Action` or `NotAction`. A statement has exactly one of the two. */
function oneOf(json: Json, element: string): { readonly value: unknown; readonly except: boolean } | undefined {
  const { [element]: value, [`Not${element}`]: excepted } = json;
  if ((value === undefined) === (excepted === undefined)) return undefined;
  return excepted === undefined ? { value, except: false } : { value: excepted, except: true };
}

function toConditions(json: unknown): readonly Condition[] | undefined {
  if (json === undefined) return [];
  if (!isObject(json)) return undefined;
  return complete(
    Object.entries(json).flatMap(([operator, keys]) =>
      isObject(keys) ? Object.entries(keys).map(([key, value]) => toCondition(operator, key, value)) : [undefined],
    ),
  );
}

function toCondition(operator: string, key: string, value: unknown): Condition | undefined {
  const values = toStrings(typeof value === 'boolean' || typeof value === 'number' ? String(value) : value);
  return values === undefined ? undefined : { operator, key, values };
}

function toStrings(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const values = [value].flat(1);
  return values.every((one) => typeof one === 'string') ? values : undefined;
}

function pair<A, B>(first: A, second: B | undefined): readonly [A, B] | undefined {
  return second === undefined ? undefined : [first, second];
}

/** The list, if every part of it could be read. */
function complete<T>(parts: readonly (T | undefined)[]): readonly T[] | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known : undefined;
}

/** True for an object of JSON, which an array is not. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
