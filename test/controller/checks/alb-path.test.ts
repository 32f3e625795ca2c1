import { describe, expect, it } from 'vitest';
import { check } from '../../../controller/checks/all.ts';
import { drawPaths } from '../../../controller/checks/path.ts';
import { isAdvice, LOAD_BALANCER_CODES } from '../../../controller/model/finding.ts';
import { albSituation, farSituation } from './alb-situation.ts';

describe.each([
  ['of the same VPC', albSituation],
  ['of another account and VPC', farSituation],
])('the checks of a path to an ALB %s', (_, path) => {
  it('are all content where everything is right', () => {
    const results = check(path()).filter((result) => !isAdvice(result));
    expect(results.filter(({ kind }) => kind !== 'ok')).toEqual([]);
    expect([...new Set(results.map(({ code }) => code))]).toEqual(
      LOAD_BALANCER_CODES.filter((code) => !isAdvice({ code })),
    );
  });

  it('end in a picture that ends at the ALB', () => {
    const situation = path();
    const [drawn] = drawPaths(situation, check(situation));
    expect(drawn?.stations.filter(({ half }) => half === 'joint').map(({ hop }) => hop)).toEqual(['interface', 'alb']);
  });
});

describe('settings of an API beside an ALB', () => {
  it('are told to be out of reach, and nothing is read for them', () => {
    const { spec, ...rest } = albSituation();
    const told = {
      ...rest,
      spec: { ...spec, audit: { ...spec.audit, restApiId: 'a1b2c3d4e5', customDomain: 'api.example.com' } },
    };
    expect(check(told).filter(({ code }) => code.startsWith('API_') || code.startsWith('EP_'))).toMatchObject([
      { code: 'API_POLICY', kind: 'unknown', outOfReach: true },
      { code: 'API_DOMAIN', kind: 'unknown', outOfReach: true },
    ]);
  });

  it('say nothing where there are none', () => {
    const results = check(albSituation());
    expect(results.filter(({ code }) => code.startsWith('API_') || code.startsWith('EP_'))).toEqual([]);
  });
});
