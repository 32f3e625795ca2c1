import type { Params } from '../wire/form.ts';
import { AwsError } from '../world/aws-error.ts';
import { BadParameter } from './bad-parameter.ts';
import { integer, text } from './params.ts';

/** One page of a listing. */
export type Page<T> = { readonly items: readonly T[]; readonly next?: string };

/** How a service names its paging, and what it accepts. */
export type PagingStyle = {
  readonly size: string;
  readonly token: string;
  readonly min: number;
  readonly max: number;
  /** True if a larger size means the maximum, instead of an error. */
  readonly capped?: boolean;
  readonly badToken: string;
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html; subnets and VPCs alike. */
export const EC2_PAGING: PagingStyle = {
  size: 'MaxResults',
  token: 'NextToken',
  min: 5,
  max: 1_000,
  badToken: 'InvalidNextToken',
};
/**
 * "If the value is greater than 1,000, we return only 1,000 items"; a minimum is not documented.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html
 */
export const ENDPOINT_PAGING: PagingStyle = { ...EC2_PAGING, min: 1, capped: true };
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroups.html; the others alike. */
export const ELB_PAGING: PagingStyle = {
  size: 'PageSize',
  token: 'Marker',
  min: 1,
  max: 400,
  badToken: 'ValidationError',
};

/** Cuts a page out of a listing. The token is a position, so a listing that changes between pages shifts, as in AWS. */
export function page<T>(items: readonly T[], params: Params, style: PagingStyle): Page<T> {
  const start = readToken(text(params, style.token), style);
  const end = start + readSize(params, style);
  return { items: items.slice(start, end), ...(end < items.length && { next: writeToken(end) }) };
}

/** A token that leads to the first page. */
export const FIRST_PAGE = writeToken(0);

function readSize(params: Params, { size: name, min, max, capped = false }: PagingStyle): number {
  const size = integer(params, name) ?? max;
  if (size < min || (size > max && !capped)) {
    throw new BadParameter('invalid', `${name} must be between ${min} and ${max}`);
  }
  return Math.min(size, max);
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
