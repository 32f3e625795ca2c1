import type { Param, Params } from '../wire/form.ts';
import { BadParameter } from './bad-parameter.ts';

/** A text parameter, if it was sent. An empty one counts as not sent, which is how the SDK sends an empty list. */
export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function requiredText(params: Params, name: string): string {
  const value = text(params, name);
  if (value === undefined) throw new BadParameter('missing', `The request must contain the parameter ${name}`);
  return value;
}

export function integer(params: Params, name: string): number | undefined {
  const value = text(params, name);
  if (value === undefined) return undefined;
  if (!/^-?\d+$/.test(value)) throw new BadParameter('invalid', `Invalid value '${value}' for ${name}.`);
  return Number(value);
}

/** A text that is one of a few words; the first of them unless it was sent. */
export function oneOf<const Words extends readonly [string, ...string[]]>(
  params: Params,
  name: string,
  words: Words,
): Words[number] {
  const value = text(params, name) ?? words[0];
  const word = words.find((known) => known === value);
  if (word === undefined) throw new BadParameter('invalid', `Value (${value}) for parameter ${name} is invalid.`);
  return word;
}

export function flag(params: Params, name: string): boolean {
  return text(params, name)?.toLowerCase() === 'true';
}

export function texts(params: Params, name: string): readonly string[] {
  return list(params, name).filter((value) => typeof value === 'string');
}

export function records(params: Params, name: string): readonly Params[] {
  return list(params, name).filter(isRecord);
}

/** A structure; an empty one unless it was sent. */
export function record(params: Params, name: string): Params {
  const value = params[name];
  return value !== undefined && isRecord(value) ? value : {};
}

/** A list of `Key` and `Value`, as tags and attributes come. */
export function pairs(params: Params, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    records(params, name).map((each) => [requiredText(each, 'Key'), text(each, 'Value') ?? '']),
  );
}

function list(params: Params, name: string): readonly Param[] {
  const value = params[name];
  return isList(value) ? value : [];
}

function isList(value: Param | undefined): value is readonly Param[] {
  return Array.isArray(value);
}

function isRecord(value: Param): value is Params {
  return typeof value === 'object' && !Array.isArray(value);
}
