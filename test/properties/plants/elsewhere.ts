import { isQuestion } from '../dns-on-the-wire.ts';
import { addressesOf } from '../land/truth.ts';
import type { Land } from '../land.ts';
import type { Planted } from '../plants.ts';
import { actionOf, fromMemory, isOfRole, withTarget } from './wire.ts';

/** Defects in what is done with DNS, with a role, and with a source outside the group's VPC. */
export const ELSEWHERE: readonly Planted[] = [
  {
    defect: 'a registration takes along what DNS alone answers',
    law: 'EC2 alone',
    plant: (carry, land, pass) => (request, options) => {
      const [stale] = answersFor(land, pass.sourceId).filter((ip) => !addressesOf(land, pass.sourceId).includes(ip));
      const takes = actionOf(request) === 'RegisterTargets' && stale !== undefined;
      return carry(takes ? withTarget(request, stale, land.port) : request, options);
    },
  },
  {
    defect: 'the zone of a source that lies outside is left to AWS',
    law: 'all outside',
    plant: (carry) => (request, options) =>
      carry(
        { ...request, body: String(request.body).replaceAll(/&Targets[^&=]*AvailabilityZone=[^&]*/g, '') },
        options,
      ),
  },
  {
    defect: 'the zone of every source is said',
    law: 'all outside',
    plant: (carry) => (request, options) => {
      const body = `${String(request.body)}&Targets.member.1.AvailabilityZone=all`;
      return carry(actionOf(request) === 'RegisterTargets' ? { ...request, body } : request, options);
    },
  },
  {
    defect: 'DNS is taken to answer what EC2 lists, and nothing else',
    law: 'DNS holds',
    plant: (carry, land, pass) => async (request, options) => {
      const answer = await carry(request, options);
      if (!isQuestion(request) || answer.statusCode !== 200) return answer;
      return { ...answer, body: Buffer.from(addressesOf(land, pass.sourceId).join(' ')) };
    },
  },
  {
    defect: 'a resolver that fails is answered from memory',
    law: 'no removal without its reads',
    among: ({ opening, happenings }) =>
      opening.source.kind === 'ALB' && happenings.some(({ what }) => what.kind === 'DNS fails'),
    plant: fromMemory(isQuestion),
  },
  {
    defect: 'what a role may read no more is answered from memory',
    law: 'no removal without its reads',
    among: ({ opening, happenings }) =>
      opening.source.place === 'another account' && happenings.some(({ what }) => what.kind === 'role is denied'),
    plant: fromMemory(isOfRole),
  },
];

function answersFor({ albs, resolver }: Land, sourceId: string): readonly string[] {
  const answers = resolver.ask(albs.get(sourceId)?.dnsName ?? '', 'A');
  return typeof answers === 'string' ? [] : answers;
}
