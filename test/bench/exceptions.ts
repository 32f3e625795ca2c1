import type { Exception } from './exception.ts';
import { POLICIES } from './policies/all.ts';

const [, ...OTHERS] = POLICIES.map(({ name }) => name);
const DNS = 'dns-three-sightings';
/** It acts within the deployment that binds another endpoint, up to a minute before the next run of any other. */
const IN_THE_DEPLOYMENT = 'resolve-once-at-deploy';
const ALL_BUT_DNS = OTHERS.filter((name) => name !== DNS);

/** All there are where the source is an endpoint: one that is missing here, or is not real any more, fails the test. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    trace: 'endpoint replaced, old one kept 5 min',
    better: { failed: OTHERS, 'failed or failing open': [DNS], healed: OTHERS },
    why:
      'A pass waits until replacements are healthy and then removes one zone’s worth, so the last old target is ' +
      'deregistered a minute after the first, and the load balancer still sends it some connections when the old ' +
      'endpoint is deleted. Who removes all at once is past that by then: those that do so before the new ones are ' +
      'healthy live on failing open, while dns-three-sightings happens to wait long enough. In a deployment the gate ' +
      'keeps the old endpoint until its targets have left the group; it is no part of this comparison.',
  },
  {
    trace: 'endpoint replaced, old one gone in 10 s',
    better: {
      failed: [IN_THE_DEPLOYMENT],
      'failed or failing open': [IN_THE_DEPLOYMENT, DNS],
      healed: [IN_THE_DEPLOYMENT],
    },
    why:
      'resolve-once acts in the deployment itself, up to a minute before the next pass. So does the gate of this project’s ' +
      'own stack, which also keeps the old endpoint until clients have moved; it is no part of this comparison. ' +
      'dns-three-sightings removes the dead targets only when the new ones are healthy, and no lag follows.',
  },
  {
    trace: 'endpoint replaced, address reused',
    better: {
      failed: [IN_THE_DEPLOYMENT],
      'failed or failing open': [IN_THE_DEPLOYMENT, DNS],
      stranger: [IN_THE_DEPLOYMENT],
      healed: [IN_THE_DEPLOYMENT],
    },
    why:
      'As where the old one is gone in 10 s: the old targets left up to a minute earlier, and with them the load ' +
      'balancer’s lag. What dns-three-sightings does not lose reaches the stranger.',
  },
  {
    trace: 'registration fails 10 min',
    better: { healed: OTHERS },
    why:
      'A pass removes old targets when the new ones are healthy, one zone’s worth at a time; the others have them out ' +
      'before that, and are done once the new ones are healthy. Until then the old ones serve.',
  },
  {
    trace: 'endpoint deleted',
    better: { failed: ALL_BUT_DNS, 'failed or failing open': OTHERS, healed: ALL_BUT_DNS },
    why:
      'A pass without a source empties no group, so the dead targets leave when the new ones come, and the load ' +
      'balancer’s lag falls into the time in which it could serve. resolve-once acts in the deployment itself; two ' +
      'others had emptied the group while nothing could serve anyway, as they do where something could: see partial ' +
      'reads. dns-three-sightings removes the dead targets only when the new ones are healthy, and no lag follows.',
  },
  {
    trace: 'endpoint deleted, address reused',
    better: { stranger: ALL_BUT_DNS, healed: ALL_BUT_DNS },
    why:
      'With no source left rule 5 holds a healthy stranger behind TLS passed through, and pages: an operator decides ' +
      'between a stranger and nothing. Here nobody does for thirteen minutes. Who empties the group has chosen nothing: ' +
      'those connections fail instead. resolve-once removes the stranger within the deployment of the new endpoint, ' +
      'before anything is healthy.',
  },
];
