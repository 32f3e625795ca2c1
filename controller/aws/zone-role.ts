import { Route53Client } from '@aws-sdk/client-route-53';
import type { AuditAws } from './audit-clients.ts';
import { clientConfig } from './clients.ts';
import { given } from './failure.ts';
import { assumeRole } from './sts.ts';

/** A client of Route 53 with a role's credentials, to read the hosted zones of the role's account. */
export async function assumeZoneRole(
  aws: AuditAws,
  role: { readonly roleArn: string; readonly session: string },
): Promise<Route53Client> {
  const { AccessKeyId, SecretAccessKey, SessionToken } = await assumeRole(aws, role);
  // The handler of the audit's own client: its sockets, its timeouts.
  const { requestHandler } = aws.route53.config;
  return new Route53Client({
    ...clientConfig(aws.region, { requestHandler }),
    credentials: {
      accessKeyId: given(AccessKeyId, 'AccessKeyId'),
      secretAccessKey: given(SecretAccessKey, 'SecretAccessKey'),
      sessionToken: given(SessionToken, 'SessionToken'),
    },
  });
}
