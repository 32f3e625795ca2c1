import { addressesOf } from './land/truth.ts';
import { FOREIGN_PORT } from './land.ts';
import type { Plant } from './life.ts';
import { ELSEWHERE } from './plants/elsewhere.ts';
import type { Story } from './story.ts';
import { MISREADINGS } from './plants/reading.ts';
import { actionOf, asked, withTarget, yes } from './plants/wire.ts';

/** A defect between a pass and the wire, and the law that is meant for it. */
export type Planted = {
  readonly defect: string;
  readonly law: string;
  readonly plant: Plant;
  /** The stories in which it can show, where that is few of them. */
  readonly among?: (story: Story) => boolean;
};

/** Defects as a controller might have them. Each makes the pass do at the wire what it would then do. */
export const PLANTED: readonly Planted[] = [
  {
    defect: 'a removal takes every target of the group along',
    law: 'never dark',
    plant:
      (carry, { cloud, group, port }) =>
      (request, options) => {
        const others = cloud.targets(group.arn).filter((target) => target.port === port);
        const all = asked('DeregisterTargets', group.arn, others);
        return carry(actionOf(request) === 'DeregisterTargets' ? { ...request, body: all } : request, options);
      },
  },
  {
    defect: 'a registration takes an IP of nobody along',
    law: 'nothing but the source',
    plant:
      (carry, { opening, port }) =>
      (request, options) =>
        carry(
          actionOf(request) === 'RegisterTargets'
            ? withTarget(request, opening.family === 'ipv4' ? '10.0.1.77' : '2001:db8:0:1::77', port)
            : request,
          options,
        ),
  },
  {
    defect: 'a removal is not made, and said to be',
    law: 'converges',
    plant: (carry) => async (request, options) =>
      actionOf(request) === 'DeregisterTargets' ? yes('DeregisterTargets') : carry(request, options),
  },
  {
    defect: 'each pass registers again what stands registered',
    law: 'stays at rest',
    plant: (carry, land, pass) => async (request, options) => {
      const answer = await carry(request, options);
      const own = addressesOf(land, pass.sourceId).map((ip) => ({ ip, port: land.port }));
      if (actionOf(request) === 'DescribeTargetHealth' && own.length > 0 && pass.kind === 'schedule') {
        await carry({ ...request, body: asked('RegisterTargets', land.group.arn, own) }, options);
      }
      return answer;
    },
  },
  {
    defect: 'a removal takes a foreign target along',
    law: 'hands off',
    plant:
      (carry, { cloud, group }) =>
      (request, options) => {
        const foreign = cloud.targets(group.arn).find(({ port }) => port === FOREIGN_PORT);
        const takes = actionOf(request) === 'DeregisterTargets' && foreign !== undefined;
        return carry(takes ? withTarget(request, foreign.ip, foreign.port) : request, options);
      },
  },
  {
    defect: 'a registration that failed is taken for made',
    law: 'says what it did',
    plant: (carry) => async (request, options) => {
      const answer = await carry(request, options);
      return actionOf(request) === 'RegisterTargets' && answer.statusCode !== 200 ? yes('RegisterTargets') : answer;
    },
  },
  {
    defect: 'a registration fails, and what it was to replace goes all the same',
    law: 'registers first',
    plant: (carry, land, pass) => async (request, options) => {
      const answer = await carry(request, options);
      if (actionOf(request) !== 'RegisterTargets' || answer.statusCode === 200) return answer;
      const own = addressesOf(land, pass.sourceId);
      const others = land.cloud.targets(land.group.arn).filter(({ ip }) => !own.includes(ip));
      if (others.length > 0)
        await carry({ ...request, body: asked('DeregisterTargets', land.group.arn, others) }, options);
      return answer;
    },
  },
  {
    defect: 'a source that is not usable is no obstacle to a removal',
    law: 'refused is refused',
    among: ({ opening, happenings }) =>
      opening.source.kind === 'endpoint' && happenings.some(({ what }) => what.kind === 'delete source'),
    plant:
      (carry, { cloud, group }) =>
      async (request, options) => {
        const answer = await carry(request, options);
        const unusable = Buffer.from(answer.body).toString().includes('<state>delet');
        const all = cloud.targets(group.arn);
        if (actionOf(request) === 'DescribeVpcEndpoints' && unusable && all.length > 0) {
          await carry({ ...request, body: asked('DeregisterTargets', group.arn, all) }, options);
        }
        return answer;
      },
  },
  {
    defect: 'the pass’s deadline ends no call',
    law: 'ends in time',
    plant: (carry) => (request) => carry(request),
  },
  ...MISREADINGS,
  ...ELSEWHERE,
];
