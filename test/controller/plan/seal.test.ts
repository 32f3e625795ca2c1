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
    expect(refusal).toEqual({
      code: 'unsealed',
      reason:
        'The target group is not sealed: target-sync:binding is absent, expected "public-api"; ' +
        `target-sync:source is absent, expected "${OURS}".`,
      remedy: `To seal it: ${SEALING}`,
    });
  });

  it.each([
    [
      'another binding',
      { ...SEAL, 'target-sync:binding': 'other' },
      'other-seal',
      'target-sync:binding is "other", expected "public-api"',
    ],
    [
      'another source',
      { ...SEAL, 'target-sync:source': 'vpce-0000000000000000c' },
      'other-seal',
      'target-sync:source is "vpce-0000000000000000c"',
    ],
    ['this binding and no source', { 'target-sync:binding': 'public-api' }, 'unsealed', 'target-sync:source is absent'],
    ['this source and no binding', { 'target-sync:source': OURS }, 'unsealed', 'target-sync:binding is absent'],
    [
      'another binding and no source',
      { 'target-sync:binding': 'other' },
      'other-seal',
      'target-sync:binding is "other"',
    ],
    [
      'another source and no binding',
      { 'target-sync:source': 'vpce-0000000000000000c' },
      'other-seal',
      'target-sync:source is "vpce-0000000000000000c"',
    ],
  ])('refuses a group sealed for %s', (_, tags, code, text) => {
    const refusal = checkSeal(spec(), group(), tags);
    expect(refusal?.code).toBe(code);
    expect(refusal?.reason).toContain(text);
    const [beginning, remedy] =
      code === 'unsealed'
        ? ['The target group is not sealed: ', 'To seal it: ']
        : ['The target group is sealed for something else: ', 'stop the other one, then seal it: '];
    expect(refusal?.reason).toContain(beginning);
    expect(refusal?.remedy).toContain(`${remedy}${SEALING}`);
  });
});
