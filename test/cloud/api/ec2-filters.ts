import type { Params } from '../wire/form.ts';
import { AwsError } from '../world/aws-error.ts';
import { records, requiredText, texts } from './params.ts';

/** What a filter compares: the values a thing has under its name. */
export type FilterTable<T> = Readonly<Record<string, (item: T) => readonly (string | undefined)[]>>;

/** Values one filter accepts: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
const MAX_VALUES = 200;

/** Applies a request's filters: all of them must match, each by any of its values, with `*` and `?` as wildcards. */
export function applyFilters<T>(items: readonly T[], params: Params, table: FilterTable<T>): readonly T[] {
  return records(params, 'Filter').reduce((remaining, filter) => {
    const name = requiredText(filter, 'Name');
    const valuesOf = table[name];
    if (valuesOf === undefined) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
    const values = texts(filter, 'Value');
    if (values.length > MAX_VALUES) {
      throw new AwsError(
        'FilterLimitExceeded',
        `The maximum number of filter values specified on a single call is ${MAX_VALUES}`,
      );
    }
    const patterns = values.map(toPattern);
    return remaining.filter((item) =>
      valuesOf(item).some((value) => value !== undefined && patterns.some((pattern) => pattern.test(value))),
    );
  }, items);
}

function toPattern(value: string): RegExp {
  const escaped = value.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}
