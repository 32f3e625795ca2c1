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

  const OLD_ALB_ID = ALB_ID.replace('orders', 'orders-old');
  const OLD_ENDPOINT = 'vpce-0000000000000000c';
  const NAME_ARN = `stop the other one, name the ARN of ${OLD_ALB_ID} in source.previous if it is replaced, then seal it: `;
  const NAME_ENDPOINT = `stop the other one, name ${OLD_ENDPOINT} in source.previous if it is replaced, then seal it: `;
  const PLAIN = 'stop the other one, then seal it: ';

  it.each([
    ['a load balancer in place of another', albSpec(), OLD_ALB_ID, NAME_ARN],
    ['an endpoint in place of a load balancer', spec(), OLD_ALB_ID, NAME_ARN],
    ['a load balancer in place of an endpoint', albSpec(), OLD_ENDPOINT, NAME_ENDPOINT],
    ['an endpoint in place of another, which know each other', spec(), OLD_ENDPOINT, PLAIN],
    ['a load balancer that another binding has', albSpec(), ALB_ID, PLAIN],
    ['a load balancer where no source is sealed', albSpec(), undefined, PLAIN],
  ])('says what to name in previous, of %s', (_, binding, old, remedy) => {
    const tags = { 'target-sync:binding': 'another', ...(old !== undefined && { 'target-sync:source': old }) };
    expect(checkSeal(binding, group(), tags)).toMatchObject({
      code: 'other-seal',
      remedy: expect.stringContaining(remedy),
    });
  });
});
