import type { View } from '../../controller/model/evidence.ts';
import type { Endpoint } from '../../controller/model/network.ts';
import { type Reading, read } from '../../controller/model/reading.ts';
import type { Situation } from '../../controller/model/situation.ts';

/** Puts a list into another order. */
export type Shuffle = <T>(items: readonly T[]) => readonly T[];

/** The same situation, each list of AWS's in another order. */
export function shuffled(situation: Situation, shuffle: Shuffle): Situation {
  const { evidence, groupBlocks } = situation;
  const endpointOf = (one: Endpoint): Endpoint => ({
    ...one,
    subnetIds: shuffle(one.subnetIds),
    interfaceIds: shuffle(one.interfaceIds),
  });
  const viewOf = <T extends View>(view: T): T => ({
    ...view,
    subnets: mapped(view.subnets, shuffle),
    listing: mapped(view.listing, ({ subnetIds, interfaces }) => ({
      subnetIds: shuffle(subnetIds),
      interfaces: shuffle(interfaces),
    })),
    endpoints: mapped(view.endpoints, (endpoints) => shuffle(endpoints).map(endpointOf)),
  });
  return {
    ...situation,
    targets: shuffle(situation.targets),
    source: mapped(situation.source, (source) =>
      'endpoint' in source
        ? { endpoint: endpointOf(source.endpoint), interfaces: shuffle(source.interfaces) }
        : {
            loadBalancer: { ...source.loadBalancer, subnetIds: shuffle(source.loadBalancer.subnetIds) },
            interfaces: shuffle(source.interfaces),
          },
    ),
    ...(groupBlocks !== undefined && { groupBlocks: mapped(groupBlocks, shuffle) }),
    ...(evidence !== undefined && {
      evidence: {
        ...viewOf(evidence),
        about: shuffle(evidence.about),
        ...(evidence.sourceView !== undefined && { sourceView: viewOf(evidence.sourceView) }),
        ...(evidence.ownerView !== undefined && { ownerView: viewOf(evidence.ownerView) }),
        ...(evidence.answered !== undefined && {
          answered: mapped(evidence.answered, ({ name, all }) => ({ name: shuffle(name), all: shuffle(all) })),
        }),
        ...(evidence.reach !== undefined && {
          reach: mapped(evidence.reach, (reach) => ({ ...reach, enabledZoneIds: shuffle(reach.enabledZoneIds) })),
        }),
      },
    }),
  };
}

function mapped<T>(reading: Reading<T>, change: (value: T) => T): Reading<T> {
  return reading.kind === 'read' ? read(change(reading.value)) : reading;
}
