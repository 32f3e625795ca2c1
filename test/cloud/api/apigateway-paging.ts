import type { Params } from '../wire/form.ts';
import type { XmlRecord } from '../wire/xml.ts';
import { type Page, page, type PagingStyle } from './paging.ts';

/** "The default value is 25 and the maximum value is 500": https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainNames.html */
const PAGING: PagingStyle = {
  size: 'limit',
  token: 'position',
  min: 1,
  max: 500,
  badToken: 'BadRequestException',
};
const DEFAULT_LIMIT = '25';

export function pageOf<T>(items: readonly T[], params: Params): Page<T> {
  return page(items, { limit: DEFAULT_LIMIT, ...params }, PAGING);
}

/** A page is called `item` on the wire, whatever the SDK calls it; one without items has none: https://github.com/aws/aws-sdk-js/issues/1416 */
export function renderPage<T>({ items, next }: Page<T>, renderItem: (item: T) => XmlRecord): XmlRecord {
  return { item: items.length === 0 ? undefined : items.map(renderItem), position: next };
}
