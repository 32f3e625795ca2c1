/** What a smoke test calls: the fixed addresses, one after the other, under the name that the API answers to. */
export type SmokeTest = {
  readonly addresses: readonly string[];
  readonly hostname: string;
  readonly url: string;
  /** Default: 443. */
  readonly port?: number;
  /** What answers. Default: an API. */
  readonly behind?: 'api' | 'alb';
};

type Reason = readonly [pattern: string, verdict: 'SUCCESS' | 'FAILED', why: string];

/** Answers that only one of the two gives. */
const OWN: Readonly<Record<NonNullable<SmokeTest['behind']>, readonly Reason[]>> = {
  api: [
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
  ],
  alb: [['*50[234]', 'FAILED', 'the ALB answers, and has no target that does']],
};

/**
 * A shell command that calls what stands behind at each fixed address and says SUCCESS, or FAILED and why. Its exit code is
 * the number of failures. Needs a POSIX shell and curl.
 */
export function smokeTest({ addresses, hostname, url, port = 443, behind = 'api' }: SmokeTest): string {
  const what = behind === 'api' ? 'API' : 'ALB';
  const reasons: readonly Reason[] = [
    ...OWN[behind],
    ['*curl:*"timed out"*', 'FAILED', 'no answer: is your address in allowedCidrs, and is a target healthy?'],
    ['*curl:*', 'FAILED', 'no connection'],
    ['*[23]??', 'SUCCESS', `the ${what} answers`],
    ['*', 'FAILED', `an answer that the ${what} should not give`],
  ];
  const cases = reasons.map(([pattern, verdict, why]) => `${pattern}) say ${verdict} "${why}";;`).join(' ');
  return [
    `f=0; for ip in ${addresses.join(' ')}; do`,
    `say() { [ $1 = SUCCESS ] || f=$((f+1)); echo "$1 $ip: $2 ($(echo "$r" | tr '\\n' ' ' | cut -c1-200))"; };`,
    `r=$(curl -sS -m 10 -w '\\n%{http_code}' --connect-to ${hostname}:${port}:$ip:${port} ${url} 2>&1);`,
    `case "$r" in ${cases} esac; done; (exit $f)`,
  ].join(' ');
}
