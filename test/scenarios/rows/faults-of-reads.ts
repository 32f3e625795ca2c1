import { REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import type { Chapter } from '../scenario.ts';
import { REMOVED_LATE, toRow, type Trouble } from '../trouble.ts';

const REGISTER = 'RegisterTargets';
const DEREGISTER = 'DeregisterTargets';

const troubles: readonly Trouble[] = [
  {
    fault: 'throttle',
    when: 'removing',
    operation: 'DescribeNetworkInterfaces',
    given: 'AWS answers “too many calls” when asked for network interfaces',
    then: 'the passes that meet it refuse, and the old targets go afterwards',
    during: ['refused', 'refused'],
    after: REMOVED_LATE,
    writes: REGISTER_THEN_ZONE_BY_ZONE,
  },
  {
    fault: 'deny',
    when: 'removing',
    operation: 'DescribeSubnets',
    given: 'AWS no longer lets the function read subnets, by which old targets are judged',
    then: 'the old targets are held, an operator is told which permission is missing, and they go afterwards',
    during: ['blocked', 'blocked'],
    after: REMOVED_LATE,
    writes: REGISTER_THEN_ZONE_BY_ZONE,
  },
  {
    fault: 'unavailable',
    when: 'removing',
    operation: 'DescribeLoadBalancers',
    given: 'AWS answers with an error of its own when asked for the load balancer’s zones',
    then: 'the old targets are held, and go afterwards',
    during: ['waiting', 'waiting'],
    after: REMOVED_LATE,
    writes: REGISTER_THEN_ZONE_BY_ZONE,
  },
  {
    fault: 'health-unavailable',
    when: 'removing',
    operation: 'DescribeTargetHealth',
    given: 'AWS cannot tell the health of targets',
    then: 'the passes that meet it fail loudly and write nothing, and the old targets go afterwards',
    during: ['faulted', 'faulted'],
    after: REMOVED_LATE,
    writes: REGISTER_THEN_ZONE_BY_ZONE,
  },
  {
    fault: 'stale',
    when: 'registering',
    operation: 'DescribeTags',
    given: 'AWS goes on showing the seal for the old endpoint',
    then: 'the passes that meet it refuse, and the replacement follows afterwards',
    during: ['refused', 'refused'],
    after: ['waiting', 'waiting', 'waiting', 'changed'],
    writes: REGISTER_THEN_ZONE_BY_ZONE,
  },
  {
    fault: 'empty',
    when: 'removing',
    operation: 'DescribeTargetHealth',
    given: 'AWS answers success and an empty page when asked what the group holds',
    then: 'that is not taken for an empty group: the passes that meet it fail loudly, and the old targets go afterwards',
    during: ['faulted', 'faulted'],
    after: REMOVED_LATE,
    writes: REGISTER_THEN_ZONE_BY_ZONE,
  },
  {
    fault: 'short-page',
    when: 'removing',
    operation: 'DescribeTargetHealth',
    given: 'AWS lists only half of what the group holds',
    then: 'what is not listed is registered once more, which changes nothing, and no new target goes',
    during: ['waiting', 'waiting'],
    after: REMOVED_LATE,
    writes: [REGISTER, REGISTER, REGISTER, DEREGISTER, DEREGISTER],
  },
  {
    fault: 'repeated-page',
    when: 'removing',
    operation: 'DescribeNetworkInterfaces',
    given: 'AWS answers every page of network interfaces with “more to come”, and the same page again',
    then: 'the passes that meet it do not go round for ever: they refuse, and the old targets go afterwards',
    during: ['refused', 'refused'],
    after: REMOVED_LATE,
    writes: REGISTER_THEN_ZONE_BY_ZONE,
  },
];

/** No client is lost by a read that goes wrong during a replacement, and nothing wrong removed. */
export const faultsOfReads: Chapter = { title: 'a read goes wrong during a replacement', rows: troubles.map(toRow) };
