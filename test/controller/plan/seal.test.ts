import { describe, expect, it } from 'vitest';
import { checkSeal } from '../../../controller/plan/seal.ts';
import { GROUP_ARN, group, OURS, SEAL, spec } from '../builders.ts';

const SEALING =
  `aws elbv2 add-tags --region eu-west-1 --resource-arns ${GROUP_ARN} ` +
  `--tags Key=target-sync:binding,Value=public-api Key=target-sync:source,Value=${OURS}`;

describe('the seal', () => {
  it('lets a binding through that the group names with its source', () => {
    expect(checkSeal(spec(), group(), { ...SEAL, team: 'network' })).toBeUndefined();
  });

  it('refuses a group without it, with the command that seals it', () => {
    const refusal = checkSeal(spec(), group(), {});
    expect(refusal?.code).toBe('unsealed');
    expect(refusal?.remedy).toContain(SEALING);
  });

  it.each([
    [
      'another binding',
      { ...SEAL, 'target-sync:binding': 'other' },
      'target-sync:binding is "other", expected "public-api"',
    ],
    [
      'another source',
      { ...SEAL, 'target-sync:source': 'vpce-0000000000000000c' },
      'target-sync:source is "vpce-0000000000000000c"',
    ],
    ['a binding and no source', { 'target-sync:binding': 'public-api' }, 'target-sync:source is absent'],
  ])('refuses a group sealed for %s', (_, tags, text) => {
    const refusal = checkSeal(spec(), group(), tags);
    expect(refusal?.reason).toContain(text);
    expect(refusal?.remedy).toContain(SEALING);
  });
});
