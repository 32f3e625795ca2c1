import { describe, expect, it } from 'vitest';
import { albState } from '../../../controller/checks/alb/state.ts';
import { read } from '../../../controller/model/reading.ts';
import { ALB_ACCOUNT, ALB_ID, albSituation, albWith, farSituation } from './alb-situation.ts';
import { brief, findingsOf, ill, said } from './results.ts';
import { failed } from './situation.ts';

describe('ALB_STATE', () => {
  it.each<[string, Parameters<typeof albWith>[0], string]>([
    ['active', {}, 'ok'],
    ['active_impaired', { state: 'active_impaired' }, 'err'],
    ['provisioning', { state: 'provisioning' }, 'crit'],
    ['failed', { state: 'failed', stateReason: 'no capacity' }, 'crit'],
    ['internet-facing', { scheme: 'internet-facing' }, 'crit'],
    ['a Network Load Balancer', { type: 'network' }, 'crit'],
  ])('of one that is %s', (_, over, expected) => {
    const results = albState(albSituation({ source: read(albWith(over)) }));
    expect(brief(results)).toEqual([`${expected} ${ALB_ID}`]);
    expect(ill(results)).toEqual([]);
  });

  it('says why AWS calls it what it does', () => {
    const source = read(albWith({ state: 'failed', stateReason: 'no capacity' }));
    expect(said(albState(albSituation({ source })))).toContain('It is failed (no capacity).');
  });

  it('finds one that is gone, and is unknown of one that may not be read', () => {
    expect(brief(albState(albSituation({ source: failed('not-found') })))).toEqual([`crit ${ALB_ID}`]);
    expect(brief(albState(albSituation({ source: failed() })))).toEqual([`unknown ${ALB_ID}`]);
  });

  it('is mended in the account of the ALB, and says so where that is another', () => {
    const broken = { source: read(albWith({ state: 'failed' })) };
    const [near] = findingsOf(albState(albSituation(broken)));
    const [far] = findingsOf(albState(farSituation(broken)));
    expect(near?.fix).not.toContain('With credentials of account');
    expect(far?.fix).toMatch(new RegExp(`^With credentials of account ${ALB_ACCOUNT}, whose ALB it is:\n`));
    expect(far?.fix).toContain(`--load-balancer-arns arn:aws:elasticloadbalancing:eu-west-1:${ALB_ACCOUNT}:${ALB_ID}`);
    expect(ill(albState(farSituation(broken)))).toEqual([]);
  });
});
