import { describe, expect, it } from 'vitest';
import { checkSeal } from '../../../controller/plan/seal.ts';
import { GROUP_ARN, group, OURS, SEAL, spec } from '../builders.ts';
import { ALB, ALB_ID, ALB_SEAL, albSpec } from '../builders-load-balancer.ts';

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

  it('of a load balancer is its id, as its ARN has it', () => {
    expect(checkSeal(albSpec(), group(), ALB_SEAL)).toBeUndefined();
    expect(checkSeal(albSpec(), group(), {})?.remedy).toContain(`Key=target-sync:source,Value=${ALB_ID}`);
    expect(checkSeal(albSpec(), group(), { ...ALB_SEAL, 'target-sync:source': ALB })?.code).toBe('other-seal');
  });

  it.each([
    ['a load balancer', albSpec(), ALB_ID.replace('orders', 'orders-old'), true],
    ['an endpoint', spec(), 'vpce-0000000000000000c', false],
  ])(
    'that names another source, %s, says to name it in previous only where nothing else tells it (%#)',
    (_, binding, old, named) => {
      const tags = { 'target-sync:binding': 'public-api', 'target-sync:source': old };
      const remedy = checkSeal(binding, group(), tags)?.remedy ?? '';
      expect(remedy.includes(old) && remedy.includes('source.previous')).toBe(named);
    },
  );
});
