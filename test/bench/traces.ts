import {
  bindNew,
  deleteSource,
  lastSubnet,
  readdressFirst,
  replaceAndDelete,
  reuseFirst,
} from './endpoint-happenings.ts';
import { setSite, type Site } from './site.ts';
import { during, EVENT, type Trace } from './trace.ts';

const MINUTES = 35;
const TEN_MINUTES = 600;

/**
 * What is compared. How long a trouble lasts is chosen, so that several runs fall into it, and not measured. Two zones, a client for each, cross-zone on,
 * unless the trace says otherwise.
 */
export const TRACES: readonly Trace<Site>[] = [
  {
    name: 'endpoint replaced, old one kept 5 min',
    tells: 'another endpoint is bound; the old one is deleted five minutes later',
    minutes: MINUTES,
    set: () => setSite(),
    happenings: [{ at: EVENT, happens: replaceAndDelete(300) }],
  },
  {
    name: 'endpoint replaced, old one gone in 10 s',
    tells: 'another endpoint is bound; the old one is deleted ten seconds later, as CloudFormation cleans up',
    minutes: MINUTES,
    set: () => setSite(),
    happenings: [{ at: EVENT, happens: replaceAndDelete(10) }],
  },
  {
    name: 'zone added',
    tells: 'the endpoint gets a subnet in the third of three zones',
    minutes: MINUTES,
    set: () => setSite({ zones: 3, endpointZones: 2 }),
    happenings: [
      {
        at: EVENT,
        happens: (site) => {
          site.stage.cloud.addEndpointSubnet(site.source().id, lastSubnet(site));
        },
      },
    ],
  },
  {
    name: 'zone removed',
    tells: 'the endpoint leaves the last of three subnets',
    minutes: MINUTES,
    set: () => setSite({ zones: 3 }),
    happenings: [
      {
        at: EVENT,
        happens: (site) => {
          site.stage.cloud.removeEndpointSubnet(site.source().id, lastSubnet(site));
        },
      },
    ],
  },
  {
    name: 'address moved, old one reused',
    tells: 'the endpoint gets another address in the first zone, and a host that answers on 443 the old one',
    minutes: MINUTES,
    set: () => setSite(),
    happenings: [
      {
        at: EVENT,
        happens: (site) => {
          readdressFirst(site);
          reuseFirst(site);
        },
      },
    ],
  },
  {
    name: 'endpoint replaced, address reused',
    tells:
      'another endpoint is bound, the old one is deleted ten seconds later, and a host that answers on 443 gets an old address as soon as it is free',
    minutes: MINUTES,
    set: () => setSite(),
    happenings: [
      { at: EVENT, happens: replaceAndDelete(10) },
      // Deletion takes a minute to free the addresses.
      { at: EVENT + 75, happens: reuseFirst },
    ],
  },
  {
    name: 'registration fails 10 min',
    tells: 'another endpoint is bound beside the old one, and RegisterTargets is throttled for ten minutes',
    minutes: MINUTES,
    set: () => setSite(),
    happenings: [
      ...during<Site>(EVENT - 5, TEN_MINUTES, ({ stage: { cloud } }) =>
        cloud.faults.add({ operation: 'RegisterTargets', fault: 'throttle' }),
      ),
      { at: EVENT, happens: replaceAndDelete('never') },
    ].toSorted((a, b) => a.at - b.at),
    mendableAt: EVENT,
  },
  {
    name: 'partial reads',
    tells:
      'cross-zone off; for six minutes one interface is in no listing and no DNS answer, later for six minutes none is, later half of the targets is not listed',
    minutes: MINUTES,
    set: () => setSite({ crossZone: false }),
    happenings: [
      ...during<Site>(EVENT, 360, ({ hide, source }) => hide(source().interfaces.slice(0, 1))),
      ...during<Site>(EVENT + 480, 360, ({ hide, source }) => hide(source().interfaces)),
      ...during<Site>(EVENT + 960, 360, ({ stage: { cloud } }) =>
        cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'short-page' }),
      ),
    ],
  },
  {
    name: 'reads throttled 10 min',
    tells: 'every read of Elastic Load Balancing is throttled for ten minutes; meanwhile an address moves',
    minutes: MINUTES,
    set: () => setSite(),
    happenings: [
      ...during<Site>(EVENT - 5, TEN_MINUTES, ({ stage: { cloud } }) =>
        cloud.faults.add({ service: 'elasticloadbalancing', fault: 'throttle', match: (_, { write }) => !write }),
      ),
      { at: EVENT, happens: readdressFirst },
    ].toSorted((a, b) => a.at - b.at),
    mendableAt: EVENT,
  },
  {
    name: 'endpoint deleted',
    tells: 'the endpoint is deleted by mistake; fifteen minutes later another one is bound',
    minutes: MINUTES,
    set: () => setSite(),
    happenings: [
      { at: EVENT, happens: deleteSource },
      { at: EVENT + 900, happens: bindNew },
    ],
    mendableAt: EVENT + 900,
  },
  {
    name: 'endpoint deleted, address reused',
    tells:
      'the endpoint is deleted, two minutes later a host that answers on 443 gets an old address, and after fifteen another endpoint is bound',
    minutes: MINUTES,
    set: () => setSite(),
    happenings: [
      { at: EVENT, happens: deleteSource },
      { at: EVENT + 120, happens: reuseFirst },
      { at: EVENT + 900, happens: bindNew },
    ],
    mendableAt: EVENT + 900,
  },
];
