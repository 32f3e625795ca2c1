import { FIRST_PAGE } from '../api/paging.ts';
import type { Param, Params } from './form.ts';
import type { Xml, XmlRecord } from './xml.ts';

/** Whatever tells of more: tokens, Route 53's names of the next item, API Gateway's position. */
const MORE = /^(next|position$)/i;

/** Takes the second half of the first list away, and what would tell of more. */
export function shorten(answer: XmlRecord): XmlRecord {
  const entries = Object.entries(answer)
    .filter(([name]) => !MORE.test(name))
    .map(([name, value]): [string, Xml] => [name, name === 'IsTruncated' ? false : value]);
  const listed = entries.find(([, value]) => Array.isArray(value))?.[0];
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      name === listed && isList(value) ? value.slice(0, Math.floor(value.length / 2)) : value,
    ]),
  );
}

/** What a request calls the token of the page it asks for. */
const TOKEN = /^(nexttoken|marker|position)$/i;

/** Route 53 lists from a name on: its tokens are members of the item that begins the next page. */
const OF_NEXT_ITEM: Readonly<Record<string, string>> = {
  NextRecordName: 'Name',
  NextRecordType: 'Type',
  NextRecordIdentifier: 'SetIdentifier',
  NextDNSName: 'Name',
  NextHostedZoneId: 'Id',
};

/** Has a page lead to itself. An answer that does not page stays as it is. */
export function repeat(answer: XmlRecord, params: Params): XmlRecord {
  const [, token = FIRST_PAGE] = Object.entries(params).find(([name]) => TOKEN.test(name)) ?? [];
  const [first] = Object.values(answer).find(isList) ?? [];
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name,
      name === 'IsTruncated' ? true : MORE.test(name) ? ownToken(name, token, first) : value,
    ]),
  );
}

function ownToken(name: string, token: Param, first: Xml): Xml {
  const member = OF_NEXT_ITEM[name];
  if (member === undefined) return typeof token === 'string' ? token : undefined;
  const value = memberOf(first, member);
  return typeof value === 'string' ? value.replace('/hostedzone/', '') : undefined;
}

/** Breaks a document off in the middle. */
export function truncate<T extends { readonly body: string }>(written: T): T {
  return { ...written, body: written.body.slice(0, Math.floor(written.body.length / 2)) };
}

/** Leaves interfaces out of a listing of them; any other answer stays as it is. */
export function omitInterfaces(answer: XmlRecord, isOmitted: (id: string) => boolean): XmlRecord {
  const { networkInterfaceSet } = answer;
  if (!isList(networkInterfaceSet)) return answer;
  return { ...answer, networkInterfaceSet: networkInterfaceSet.filter((each) => !isOmitted(idOf(each))) };
}

function isList(value: Xml): value is readonly Xml[] {
  return Array.isArray(value);
}

function idOf(each: Xml): string {
  const id = memberOf(each, 'networkInterfaceId');
  return typeof id === 'string' ? id : '';
}

function memberOf(each: Xml, name: string): Xml {
  return typeof each === 'object' && !isList(each) && !(each instanceof Date) ? each[name] : undefined;
}
