import { createAgenda } from './agenda.ts';
import { createIds } from './ids.ts';
import type { Settings } from './settings.ts';
import type { World } from './state.ts';

/** A world with nothing in it. */
export function createWorld(settings: Settings): World {
  return {
    settings,
    ids: createIds(),
    agenda: createAgenda(),
    now: settings.startsAt.getTime(),
    vpcs: new Map(),
    subnets: new Map(),
    securityGroups: new Map(),
    endpoints: new Map(),
    interfaces: new Map(),
    loadBalancers: new Map(),
    targetGroups: new Map(),
    listeners: new Map(),
    addresses: new Map(),
    tags: new Map(),
    peerings: new Map(),
    zoneNames: new Map(),
    roles: new Map(),
    sessions: new Map(),
    served: new Set(),
    stacks: new Map(),
    functions: new Map(),
    hostedZones: new Map(),
    delegations: new Map(),
    resolverRules: new Map(),
    profiles: new Map(),
    certificates: new Map(),
    restApis: new Map(),
    domains: new Map(),
    accessAssociations: new Map(),
    vpcLinks: new Map(),
    events: [],
    rejectsEvent: () => false,
    pasts: new Set(),
    changed: false,
    traffic: new Map(),
  };
}
