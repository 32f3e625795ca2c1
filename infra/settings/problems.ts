import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { addressProblems } from './address-problems.ts';
import { albProblems } from './alb-problems.ts';
import { audienceProblems } from './audience-problems.ts';
import { endpointProblems } from './endpoint-problems.ts';
import { hostnameProblems } from './hostname-problems.ts';
import type { Known } from './known.ts';
import { layoutProblems } from './layout-problems.ts';
import { differs } from './other-place.ts';
import { zoneProblems } from './zone-problems.ts';

/**
 * Problems between fields, each as path and remedy. `directory` is the settings file's. An acceptance that nothing needs
 * is none: it may wait for a change to come, or outlive one, and does no harm.
 */
export function crossFieldProblems(known: Known, directory: string): readonly string[] {
  return [
    ...arnProblems(known),
    ...zoneProblems(known),
    ...layoutProblems(known),
    ...addressProblems(known),
    ...hostnameProblems(known),
    ...endpointProblems(known),
    ...albProblems(known),
    ...audienceProblems(known),
    ...openApiProblems(known.api?.openApi, directory),
  ];
}

/** A load balancer takes certificates of its own Region and account only, and a role boundaries of its own account. */
function arnProblems({ account, region, hostname, permissionsBoundaryArn }: Known): readonly string[] {
  const [, , , certificateRegion, certificateAccount] = hostname?.certificateArn?.split(':') ?? [];
  const boundaryAccount = permissionsBoundaryArn?.split(':')[4];
  return [
    ...differs('hostname.certificateArn', 'certificate', 'the Region', certificateRegion, region),
    ...differs('hostname.certificateArn', 'certificate', 'the account', certificateAccount, account),
    // AWS's own policies belong to the account "aws".
    ...(boundaryAccount === 'aws'
      ? []
      : differs('permissionsBoundaryArn', 'policy', 'the account', boundaryAccount, account)),
  ];
}

function openApiProblems(openApi: string | undefined, directory: string): readonly string[] {
  if (openApi === undefined) return [];
  const path = resolve(directory, openApi);
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
    ? []
    : [`api.openApi: "${openApi}" is no file at ${path}; give the path relative to the settings file`];
}
