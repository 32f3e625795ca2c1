import { z } from 'zod';
import { pathText } from '../../controller/schema-text.ts';
import { InvalidSettings } from './document.ts';
import { duplicates } from './duplicates.ts';
import { cidr } from './formats.ts';
import { DEFAULT_VPC_CIDR } from './network.ts';
import { opensToTheWorld } from './open.ts';
import { type Deployment, settingsDocument } from '../settings.ts';

/** Zones of a trial: as many of the Region's, whichever it is. */
const TRIAL_ZONES = 2;

const trialDocument = settingsDocument.omit({ $schema: true, account: true, region: true, vpc: true });
const cidrs = z.array(cidr);

/**
 * The defaults, in whatever account and Region the credentials are of, and all of it can be destroyed again.
 * `allowedCidrs` is the context's, separated by commas; without it nobody may connect. Throws {@link InvalidSettings}.
 */
export function trialDeployment(allowedCidrs: unknown): Deployment {
  const settings = trialDocument.parse({
    protect: false,
    frontDoor: { allowedCidrs: blocksOf(allowedCidrs) },
    // Lambda takes up to 20 minutes to take it down.
    audit: { probe: false },
  });
  return { ...settings, vpc: { create: { cidr: DEFAULT_VPC_CIDR, availabilityZones: TRIAL_ZONES } } };
}

function blocksOf(allowedCidrs: unknown): readonly string[] {
  if (allowedCidrs === undefined) return [];
  if (typeof allowedCidrs !== 'string') {
    throw new InvalidSettings('-c allowedCidrs', [
      'it must be text, separated by commas: -c allowedCidrs=203.0.113.7/32,198.51.100.0/24',
    ]);
  }
  const blocks = allowedCidrs.split(',').map((block) => block.trim());
  const parsed = cidrs.safeParse(blocks);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `allowedCidrs${pathText(issue.path)}: ${issue.message}`),
    ...duplicates('allowedCidrs', blocks),
    ...blocks.flatMap((block, index) => {
      const reason = cidr.safeParse(block).success ? opensToTheWorld(block) : undefined;
      return reason === undefined
        ? []
        : [`allowedCidrs[${index}]: ${reason}; narrow it, or write a settings file that accepts "open-to-the-world"`];
    }),
  ];
  if (problems.length > 0) throw new InvalidSettings('-c allowedCidrs', problems);
  return blocks;
}
