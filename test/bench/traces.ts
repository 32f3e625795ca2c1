import type { StageOptions } from '../scenarios/stage.ts';
import type { Site } from './site.ts';

/** Something that happens at a virtual second from the start. */
export type Happening = { readonly at: number; readonly happens: (site: Site) => void };

/** What happens to a steady site, the same for every policy. */
export type Trace = {
  readonly name: string;
  readonly tells: string;
  readonly stage?: StageOptions;
  readonly happenings: readonly Happening[];
  /** The second from which healing is measured, where it is not that of the first happening. */
  readonly mendableAt?: number;
};

/** Virtual minutes of every trace; a minute begins with a pass. */
export const TRACE_MINUTES = 35;

/** In the third minute: 25 s after a pass, 35 s before the next. */
const EVENT = 2 * 60 + 25;
const TEN_MINUTES = 600;

const firstSubnet = ({ stage }: Site): string => stage.subnetIds[0] ?? '';
const lastSubnet = ({ stage }: Site): string => stage.subnetIds.at(-1) ?? '';

/** Another endpoint like the source's, bound in the same second; the old one goes a while later. */
const replaceAndDelete =
  (afterSeconds: number | 'never') =>
  (site: Site): void => {
    const { cloud } = site.stage;
    site.bind(cloud.replaceEndpoint(site.source().id, { deleteAfterSeconds: afterSeconds }).created);
  };

const deleteSource = ({ stage: { cloud }, source }: Site): void => {
  cloud.deleteEndpoint(source().id);
};

const bindNew = (site: Site): void => {
  const { cloud, vpcId, subnetIds } = site.stage;
  site.bind(cloud.createEndpoint({ vpcId, subnetIds }));
};

/** The first address that the endpoint had at the start goes to a stranger; it must be free. */
const reuseFirst = (site: Site): void => {
  site.giveAway(firstSubnet(site), site.stage.endpoint.ips[0] ?? '');
};

const readdressFirst = (site: Site): void => {
  site.stage.cloud.readdress(site.source().id, firstSubnet(site));
};

/** Begins a trouble that ends by itself. */
const during = (from: number, seconds: number, begin: (site: Site) => () => void): readonly Happening[] => {
  let end = (): void => undefined;
  return [
    {
      at: from,
      happens: (site) => {
        end = begin(site);
      },
    },
    {
      at: from + seconds,
      happens: () => {
        end();
      },
    },
  ];
};

/**
 * What is compared. How long a trouble lasts is chosen, so that several runs fall into it, and not measured. Two zones, a client for each, cross-zone on,
 * unless the trace says otherwise.
 */
export const TRACES: readonly Trace[] = [
  {
    name: 'endpoint replaced, old one kept 5 min',
    tells: 'another endpoint is bound; the old one is deleted five minutes later',
    happenings: [{ at: EVENT, happens: replaceAndDelete(300) }],
  },
  {
    name: 'endpoint replaced, old one gone in 10 s',
    tells: 'another endpoint is bound; the old one is deleted ten seconds later, as CloudFormation cleans up',
    happenings: [{ at: EVENT, happens: replaceAndDelete(10) }],
  },
  {
    name: 'zone added',
    tells: 'the endpoint gets a subnet in the third of three zones',
    stage: { zones: 3, endpointZones: 2 },
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
    stage: { zones: 3 },
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
    happenings: [
      { at: EVENT, happens: replaceAndDelete(10) },
      // Deletion takes a minute to free the addresses.
      { at: EVENT + 75, happens: reuseFirst },
    ],
  },
  {
    name: 'registration fails 10 min',
    tells: 'another endpoint is bound beside the old one, and RegisterTargets is throttled for ten minutes',
    happenings: [
      ...during(EVENT - 5, TEN_MINUTES, ({ stage: { cloud } }) =>
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
    stage: { crossZone: false },
    happenings: [
      ...during(EVENT, 360, ({ hide, source }) => hide(source().interfaces.slice(0, 1))),
      ...during(EVENT + 480, 360, ({ hide, source }) => hide(source().interfaces)),
      ...during(EVENT + 960, 360, ({ stage: { cloud } }) =>
        cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'short-page' }),
      ),
    ],
  },
  {
    name: 'reads throttled 10 min',
    tells: 'every read of Elastic Load Balancing is throttled for ten minutes; meanwhile an address moves',
    happenings: [
      ...during(EVENT - 5, TEN_MINUTES, ({ stage: { cloud } }) =>
        cloud.faults.add({ service: 'elasticloadbalancing', fault: 'throttle', match: (_, { write }) => !write }),
      ),
      { at: EVENT, happens: readdressFirst },
    ].toSorted((a, b) => a.at - b.at),
    mendableAt: EVENT,
  },
  {
    name: 'endpoint deleted',
    tells: 'the endpoint is deleted by mistake; fifteen minutes later another one is bound',
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
    happenings: [
      { at: EVENT, happens: deleteSource },
      { at: EVENT + 120, happens: reuseFirst },
      { at: EVENT + 900, happens: bindNew },
    ],
    mendableAt: EVENT + 900,
  },
];
