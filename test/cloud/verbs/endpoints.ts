import * as endpoints from '../world/endpoints.ts';
import type { Endpoint, EndpointState, World } from '../world/state.ts';
import { type EndpointView, lookUp, viewEndpoint } from './views.ts';

/** Interface VPC endpoints and what operators and CloudFormation do to them. */
export type EndpointVerbs = {
  readonly createEndpoint: (options: {
    readonly id?: string;
    readonly vpcId: string;
    readonly subnetIds: readonly string[];
    /** A short name as in `com.amazonaws.<region>.<service>`; default `execute-api`. */
    readonly service?: string;
    /** Pinned addresses, by subnet id. */
    readonly addresses?: Readonly<Record<string, string>>;
    readonly ipAddressType?: 'ipv4' | 'ipv6' | 'dualstack';
    readonly ownerId?: string;
    /** Seconds in state `pending`; default 0. */
    readonly availableAfterSeconds?: number;
    /** Default: on, as in AWS. */
    readonly privateDns?: boolean;
    readonly securityGroupIds?: readonly string[];
    /** JSON. Default: full access. */
    readonly policyDocument?: string;
  }) => EndpointView;
  /** An endpoint as it is now. */
  readonly endpoint: (id: string) => EndpointView;
  /** Creates a like endpoint, then deletes the old one, as CloudFormation does for a replacement. */
  readonly replaceEndpoint: (
    id: string,
    options?: {
      readonly availableAfterSeconds?: number;
      /** Seconds after the new one is available; default 0, `never` keeps the old one. */
      readonly deleteAfterSeconds?: number | 'never';
    },
  ) => { readonly created: EndpointView; readonly replaced: EndpointView };
  /** The endpoint stops answering and is `deleting`; its interfaces vanish a while later and free their addresses. */
  readonly deleteEndpoint: (id: string) => void;
  readonly addEndpointSubnet: (endpointId: string, subnetId: string) => EndpointView;
  readonly removeEndpointSubnet: (endpointId: string, subnetId: string) => EndpointView;
  /** Replaces the endpoint's interface in a subnet; its id and its address change, the endpoint's id does not. */
  readonly readdress: (endpointId: string, subnetId: string, ip?: string) => EndpointView;
  /** An error comes with a state that something led to; the next state has none of its own accord. */
  readonly setEndpointState: (endpointId: string, state: EndpointState, lastError?: Endpoint['lastError']) => void;
  readonly setEndpointPolicy: (endpointId: string, policyDocument: string) => void;
  readonly setEndpointSecurityGroups: (endpointId: string, securityGroupIds: readonly string[]) => void;
  /** Names of the service lead to the endpoint in its VPC, or no more. */
  readonly setPrivateDns: (endpointId: string, enabled: boolean) => void;
};

export function createEndpointVerbs(world: World): EndpointVerbs {
  const find = (id: string) => lookUp(world.endpoints, id);
  const view = (id: string): EndpointView => viewEndpoint(world, find(id));
  return {
    createEndpoint: ({ vpcId, service = 'execute-api', addresses = {}, ...options }) => {
      const vpc = lookUp(world.vpcs, vpcId);
      const endpoint = endpoints.createEndpoint(world, {
        ipAddressType: 'ipv4',
        privateDns: true,
        ownerId: vpc.ownerId,
        securityGroupIds: [],
        ...options,
        vpc,
        serviceName: `com.amazonaws.${vpc.region}.${service}`,
        pins: new Map(Object.entries(addresses).map(([subnetId, ip]) => [subnetId, pin(ip)])),
      });
      return view(endpoint.id);
    },
    endpoint: view,
    replaceEndpoint: (id, { availableAfterSeconds = 0, deleteAfterSeconds = 0 } = {}) => {
      const old = find(id);
      const replaced = view(id);
      const { id: _id, state: _state, createdAt: _createdAt, lastError: _lastError, ...likeness } = old;
      const created = endpoints.createEndpoint(world, { ...likeness, availableAfterSeconds });
      const remove = (): void => {
        endpoints.deleteEndpoint(world, old);
      };
      if (deleteAfterSeconds !== 'never') {
        const seconds = availableAfterSeconds + deleteAfterSeconds;
        if (seconds === 0) remove();
        else world.agenda.at(world.now + seconds * 1_000, remove);
      }
      return { created: view(created.id), replaced };
    },
    deleteEndpoint: (id) => {
      endpoints.deleteEndpoint(world, find(id));
    },
    addEndpointSubnet: (id, subnetId) => {
      endpoints.addSubnet(world, find(id), subnetId);
      return view(id);
    },
    removeEndpointSubnet: (id, subnetId) => {
      endpoints.removeSubnet(world, find(id), subnetId);
      return view(id);
    },
    readdress: (id, subnetId, ip) => {
      endpoints.readdress(world, find(id), subnetId, ip === undefined ? {} : pin(ip));
      return view(id);
    },
    setEndpointState: (id, state, lastError) => {
      endpoints.setState(world, find(id), state);
      find(id).lastError = lastError;
    },
    setEndpointPolicy: (id, policyDocument) => {
      find(id).policyDocument = policyDocument;
    },
    setEndpointSecurityGroups: (id, securityGroupIds) => {
      endpoints.setSecurityGroups(world, find(id), securityGroupIds);
    },
    setPrivateDns: (id, enabled) => {
      find(id).privateDns = enabled;
    },
  };
}

function pin(ip: string): endpoints.Pin {
  return ip.includes(':') ? { ipv6: ip } : { ip };
}
