import type { Land } from '../land.ts';
import type { Step } from '../record.ts';
import {
  failed,
  isDoorRead,
  isEndpointListing,
  isEvidence,
  isSource,
  isSourceHead,
  isSourceRead,
  isStranger,
  keyOf,
  lastBefore,
  type Removal,
  removalsOf,
} from '../traces.ts';
import { isBlurred, type Law, told } from './law.ts';

/** What a removal must have read. */
export const noRemovalWithoutItsReads: Law = {
  name: 'no removal without its reads',
  sentence: 'nothing is removed that rests on a read which failed, be it the role’s or the resolver’s',
  broken: (life) =>
    removalsOf(life).flatMap((removal) => needsOf(removal, life.land).map((need) => told(removal, need))),
};

/** What DNS holds. A retired target is not asked of it: an interface that names its source says more than a cached answer. */
export const dnsHolds: Law = {
  name: 'DNS holds',
  sentence: 'no target that nobody carries is removed while the resolver answers its IP for the ALB',
  broken: (life) =>
    removalsOf(life)
      .filter((removal) => life.land.albs.has(removal.pass.sourceId) && !isBlurred(removal))
      .flatMap((removal) => {
        const { pass, step, targets, truth } = removal;
        const asked = pass.steps.filter(({ operation, place }) => operation === 'Resolve' && place < step.place);
        const answered = asked.flatMap(({ text = '' }) => text.split(' '));
        return targets
          .filter(({ ip }) => !truth.carriers.has(ip) && answered.includes(ip))
          .map(({ ip }) => told(removal, `DNS still answers ${ip}`));
      }),
};

/** What no pass takes. */
export const handsOff: Law = {
  name: 'hands off',
  sentence: 'foreign, kept and draining targets are never removed, and nothing that was not listed',
  broken: (life) =>
    removalsOf(life).flatMap((removal) =>
      removal.targets.flatMap((target) => {
        const listed = removal.listing.find((each) => keyOf(each) === keyOf(target));
        if (target.port !== life.land.port) return [told(removal, `${keyOf(target)} is foreign`)];
        if (life.land.keep.includes(target.ip)) return [told(removal, `${target.ip} is kept`)];
        if (listed === undefined) return [told(removal, `${keyOf(target)} was not listed`)];
        return listed.health.endsWith('draining') ? [told(removal, `${keyOf(target)} was draining`)] : [];
      }),
    ),
};

/** The reads that a removal rests on and that failed, in words. */
function needsOf({ pass, step, targets, truth, ...rest }: Removal, land: Land): readonly string[] {
  const { ground, albs, cloud } = land;
  const unread = (what: string, fits: (each: Step) => boolean): readonly string[] => {
    const last = lastBefore(pass, step, fits);
    if (last === undefined) return [`${what} was never read`];
    return failed(last) ? [`${what} could not be read: ${last.error ?? last.fault ?? 'empty'}`] : [];
  };
  const is = (operation: string) => (each: Step) => each.operation === operation;
  const by = (account: string, fits: (each: Step) => boolean) => (each: Step) => each.account === account && fits(each);
  const { account } = cloud.settings;
  const others = ground.accountId === account ? [] : [ground.accountId];
  const own = targets.filter(({ ip }) => !isStranger(truth.carriers.get(ip)));
  const always = [
    ...unread('the group', is('DescribeTargetGroups')),
    ...unread('the seal', is('DescribeTags')),
    ...unread('the listing', is('DescribeTargetHealth')),
    ...unread('the subnets of the group’s VPC', by(account, is('DescribeSubnets'))),
    ...unread('the interfaces', by(ground.judgeId, isEvidence)),
  ];
  if (own.length === 0 || isBlurred({ pass, ...rest })) return always;
  const carrierOf = ({ ip }: { readonly ip: string }) => truth.carriers.get(ip);
  const ofEndpoints = own.some((target) => carrierOf(target)?.startsWith('vpce-') === true);
  const isAlb = albs.has(pass.sourceId);
  return [
    ...always,
    ...unread('the source', by(ground.accountId, isSourceHead)),
    ...unread('the source’s interfaces', by(ground.accountId, isSourceRead)),
    ...others.flatMap((other) => unread('the subnets that the role sees', by(other, is('DescribeSubnets')))),
    ...unread('the load balancer', by(account, isDoorRead)),
    ...unread('cross-zone', is('DescribeTargetGroupAttributes')),
    // A pass for an ALB knows a retired endpoint by its name alone.
    ...(ofEndpoints && !isAlb ? unread('the endpoints', by(ground.judgeId, isEndpointListing)) : []),
    ...(isAlb && own.some((target) => !isSource(carrierOf(target)))
      ? [
          ...unread('the ALB’s name', (each) => isQuestion(each, false)),
          ...unread('the name of all its nodes', (each) => isQuestion(each, true)),
        ]
      : []),
  ];
}

/** An empty answer for the form that names every node is none; for the name itself it proves nothing. */
function isQuestion({ operation, params, error, text }: Step, all: boolean): boolean {
  const { Name: name } = params;
  if (operation !== 'Resolve' || typeof name !== 'string' || name.startsWith('all.') !== all) return false;
  return !(all && error === undefined && text === '');
}
