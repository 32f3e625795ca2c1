import type { Step } from '../record.ts';
import {
  failed,
  isEndpointListing,
  isEvidence,
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
  sentence: 'nothing is removed that rests on a read which failed',
  broken: (life) => removalsOf(life).flatMap((removal) => needsOf(removal).map((need) => told(removal, need))),
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
function needsOf({ pass, step, targets, truth, ...rest }: Removal): readonly string[] {
  const unread = (what: string, fits: (each: Step) => boolean): readonly string[] => {
    const last = lastBefore(pass, step, fits);
    if (last === undefined) return [`${what} was never read`];
    return failed(last) ? [`${what} could not be read: ${last.error ?? last.fault}`] : [];
  };
  const is = (operation: string) => (each: Step) => each.operation === operation;
  const own = targets.filter(({ ip }) => !isStranger(truth.carriers.get(ip)));
  const always = [
    ...unread('the group', is('DescribeTargetGroups')),
    ...unread('the seal', is('DescribeTags')),
    ...unread('the listing', is('DescribeTargetHealth')),
    ...unread('the subnets', is('DescribeSubnets')),
    ...unread('the interfaces', isEvidence),
  ];
  if (own.length === 0 || isBlurred({ pass, ...rest })) return always;
  const retired = own.filter(({ ip }) => truth.carriers.get(ip)?.startsWith('vpce-') === true);
  return [
    ...always,
    ...unread('the source', (each) => each.operation === 'DescribeVpcEndpoints' && !isEndpointListing(each)),
    ...unread('the source’s interfaces', isSourceRead),
    ...unread('the load balancer', is('DescribeLoadBalancers')),
    ...unread('cross-zone', is('DescribeTargetGroupAttributes')),
    ...(retired.length > 0 ? unread('the endpoints', isEndpointListing) : []),
  ];
}
