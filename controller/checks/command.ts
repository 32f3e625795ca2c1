import type { AliasTarget } from '../model/dns.ts';

/** What an option may be: text, several words, or what is sent as JSON. */
type Value = string | readonly string[] | Readonly<Record<string, unknown>>;

/**
 * An AWS CLI command to copy into a POSIX shell, as in `awsCommand('ec2 modify-vpc-attribute', { 'vpc-id': id })`. The
 * Region is named, since the shell's own may be another.
 */
export function awsCommand(command: string, options: Readonly<Record<string, Value>>, region?: string): string {
  const words = Object.entries(options).map(([name, value]) => `--${name} ${wordsOf(value)}`);
  return ['aws', command, ...words, ...(region === undefined ? [] : [`--region ${region}`])].join(' ');
}

/** The command that makes a record an alias of something, whatever it was: https://docs.aws.amazon.com/cli/latest/reference/route53/change-resource-record-sets.html */
export function upsertAlias(
  zoneId: string,
  { name, type, target }: { readonly name: string; readonly type: 'A' | 'AAAA'; readonly target: AliasTarget },
): string {
  return awsCommand('route53 change-resource-record-sets', {
    'hosted-zone-id': zoneId,
    'change-batch': {
      Changes: [
        {
          Action: 'UPSERT',
          ResourceRecordSet: {
            Name: name,
            Type: type,
            AliasTarget: {
              HostedZoneId: target.zoneId,
              DNSName: target.name,
              EvaluateTargetHealth: target.evaluateTargetHealth,
            },
          },
        },
      ],
    },
  });
}

function wordsOf(value: Value): string {
  if (typeof value === 'string') return quote(value);
  return Array.isArray(value) ? value.map(quote).join(' ') : quote(JSON.stringify(value));
}

/** Quotes what a POSIX shell would not take as one word as it stands. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
