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
  const id = typeof each === 'object' && 'networkInterfaceId' in each ? each['networkInterfaceId'] : undefined;
  return typeof id === 'string' ? id : '';
}
