import type { Params } from '../wire/form.ts';
import { AwsError } from '../world/aws-error.ts';
import { integer, text } from './params.ts';

/** One page of a listing. */
export type Page<T> = { readonly items: readonly T[]; readonly next?: string };

/** How a service names its paging, and what it accepts. */
export type PagingStyle = {
  readonly size: string;
  readonly token: string;
  readonly min: number;
  readonly max: number;
  readonly badToken: string;
};

export const EC2_PAGING: PagingStyle = {
  size: 'MaxResults',
  token: 'NextToken',
  min: 5,
  max: 1_000,
  badToken: 'InvalidNextToken',
};
export const ELB_PAGING: PagingStyle = {
  size: 'PageSize',
  token: 'Marker',
  min: 1,
  max: 400,
  badToken: 'ValidationError',
};

/** Cuts a page out of a listing. The token is a position, so a listing that changes between pages shifts, as in AWS. */
export function page<T>(items: readonly T[], params: Params, style: PagingStyle): Page<T> {
  const size = integer(params, style.size) ?? style.max;
  if (size < style.min || size > style.max) {
    throw new AwsError('InvalidParameterValue', `${style.size} must be between ${style.min} and ${style.max}`);
  }
  const start = readToken(text(params, style.token), style);
  const end = start + size;
  return { items: items.slice(start, end), ...(end < items.length && { next: writeToken(end) }) };
}

function writeToken(position: number): string {
  return Buffer.from(`from ${position}`).toString('base64url');
}

function readToken(token: string | undefined, { badToken, token: name }: PagingStyle): number {
  if (token === undefined) return 0;
  const [, position] = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (position === undefined) throw new AwsError(badToken, `The specified ${name} is not valid`);
  return Number(position);
}
