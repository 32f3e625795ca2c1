/**
 * A policy is answered as the inside of a JSON string, quotes and slashes escaped, and that again as a JSON string.
 * https://github.com/hashicorp/terraform-provider-aws/pull/4606, https://github.com/localstack/localstack/issues/3325
 */
export function escaped(policy: string): string {
  return JSON.stringify(policy).slice(1, -1).replaceAll('/', '\\/');
}
