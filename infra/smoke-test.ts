/** What a smoke test calls: the fixed addresses, one after the other, under the name that the API answers to. */
export type SmokeTest = { readonly addresses: readonly string[]; readonly hostname: string; readonly url: string };

/**
 * A shell command that calls the API at each fixed address and says SUCCESS, or FAILED and why. Its exit code is the
 * number of failures. Needs a POSIX shell and curl.
 */
export function smokeTest({ addresses, hostname, url }: SmokeTest): string {
  const reasons = [
    ['*"Missing Authentication Token"*', 'SUCCESS', 'the API answers, and has nothing at this path'],
    [
      '*"not authorized"*',
      'FAILED',
      'API Gateway refuses: the policy of the API or of the endpoint does not let you in',
    ],
    [
      '*Forbidden*403',
      'FAILED',
      'API Gateway knows no API of this name here: look at the custom domain and its mapping',
    ],
    ['*curl:*"timed out"*', 'FAILED', 'no answer: is your address in allowedCidrs, and is a target healthy?'],
    ['*curl:*', 'FAILED', 'no connection'],
    ['*[23]??', 'SUCCESS', 'the API answers'],
    ['*', 'FAILED', 'an answer that the API should not give'],
  ];
  const cases = reasons.map(([pattern, verdict, why]) => `${pattern}) say ${verdict} "${why}";;`).join(' ');
  return [
    `f=0; for ip in ${addresses.join(' ')}; do`,
    `say() { [ $1 = SUCCESS ] || f=$((f+1)); echo "$1 $ip: $2 ($(echo "$r" | tr '\\n' ' ' | cut -c1-200))"; };`,
    `r=$(curl -sS -m 10 -w '\\n%{http_code}' --connect-to ${hostname}:443:$ip:443 ${url} 2>&1);`,
    `case "$r" in ${cases} esac; done; (exit $f)`,
  ].join(' ');
}
