import { advance, type Clock, createClock } from './clock.ts';
import { createTraffic, type Traffic } from './traffic.ts';
import { type AlbVerbs, createAlbVerbs } from './verbs/albs.ts';
import { type ApiVerbs, createApiVerbs } from './verbs/apis.ts';
import { createDeploymentVerbs, type DeploymentVerbs } from './verbs/deployments.ts';
import { createDnsVerbs, type DnsVerbs } from './verbs/dns.ts';
import { createEndpointVerbs, type EndpointVerbs } from './verbs/endpoints.ts';
import { createEventVerbs, type EventVerbs } from './verbs/events.ts';
import { createLoadBalancerVerbs, type LoadBalancerVerbs } from './verbs/load-balancers.ts';
import { createNetworkVerbs, type NetworkVerbs } from './verbs/networks.ts';
import { createResolverVerbs, type ResolverVerbs } from './verbs/resolvers.ts';
import { createRoleVerbs, type RoleVerbs } from './verbs/roles.ts';
import { createSecurityGroupVerbs, type SecurityGroupVerbs } from './verbs/security-groups.ts';
import { createTargetGroupVerbs, type TargetGroupVerbs } from './verbs/target-groups.ts';
import { createVpcLinkVerbs, type VpcLinkVerbs } from './verbs/vpc-links.ts';
import type { Backstage } from './wire/answer.ts';
import type { Call } from './wire/calls.ts';
import { createFaultPlan, type Faults } from './wire/faults.ts';
import { type Listening, listenOn } from './wire/listen.ts';
import { createReplica } from './wire/replica.ts';
import { createRequestHandler, type InProcessHandler } from './wire/request-handler.ts';
import { accessKeyOf } from './wire/scope.ts';
import { createWorld } from './world/create-world.ts';
import { noting } from './world/past.ts';
import { defaultSettings, type Settings } from './world/settings.ts';

/**
 * A simulated AWS. Give `requestHandler` and `credentials` to an SDK client, or `listen` on a loopback port; then let
 * time pass, break things, and ask what clients experienced.
 */
export type Cloud = NetworkVerbs &
  SecurityGroupVerbs &
  EndpointVerbs &
  LoadBalancerVerbs &
  AlbVerbs &
  TargetGroupVerbs &
  DeploymentVerbs &
  DnsVerbs &
  ResolverVerbs &
  RoleVerbs &
  ApiVerbs &
  VpcLinkVerbs &
  EventVerbs & {
    readonly settings: Settings;
    /** Virtual time, as a controller takes it. */
    readonly clock: Clock;
    /** Lets time pass, second by second. */
    readonly advance: (seconds: number) => void;
    /** Every request so far, oldest first. */
    readonly calls: readonly Call[];
    readonly forgetCalls: () => void;
    readonly faults: Faults;
    readonly traffic: Traffic;
    /** Declares what clients want to reach: endpoint ids, ALB ARNs or service names. Default: every endpoint and ALB. */
    readonly serve: (...names: readonly string[]) => void;
    /** For SDK clients in this process. */
    readonly requestHandler: InProcessHandler;
    /** For everything else: serves on a loopback port, a free one unless given. */
    readonly listen: (port?: number) => Promise<Listening>;
    /** Credentials of the default account, or of another. */
    readonly credentials: Credentials;
    readonly credentialsOf: (account: string) => Credentials;
  };

export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

/** Creates an empty cloud. Equal calls on it have equal results, ids included. */
export function createCloud(settings: Partial<Settings> = {}): Cloud {
  const world = createWorld({ ...defaultSettings, ...settings });
  const verbs = noting(world);
  const plan = createFaultPlan(world);
  const calls: Call[] = [];
  const backstage: Backstage = { world, plan, replica: createReplica(), record: (call) => calls.push(call) };
  return {
    ...createNetworkVerbs(verbs),
    ...createSecurityGroupVerbs(verbs),
    ...createEndpointVerbs(verbs),
    ...createLoadBalancerVerbs(verbs),
    ...createAlbVerbs(verbs),
    ...createTargetGroupVerbs(verbs),
    ...createDeploymentVerbs(verbs),
    ...createDnsVerbs(verbs),
    ...createResolverVerbs(verbs),
    ...createRoleVerbs(verbs),
    ...createApiVerbs(verbs),
    ...createVpcLinkVerbs(verbs),
    ...createEventVerbs(verbs),
    settings: world.settings,
    clock: createClock(world),
    advance: (seconds) => {
      advance(world, seconds);
    },
    calls,
    forgetCalls: () => {
      calls.length = 0;
    },
    faults: plan.faults,
    traffic: createTraffic(world),
    serve: (...names) => {
      for (const name of names) world.served.add(name);
    },
    requestHandler: createRequestHandler(backstage, (ms) => {
      advance(world, Math.ceil(ms / 1_000));
    }),
    listen: (port = 0) => listenOn(backstage, port),
    credentials: credentialsOf(world.settings.account),
    credentialsOf,
  };
}

function credentialsOf(account: string): Credentials {
  return { accessKeyId: accessKeyOf(account), secretAccessKey: 'secret' };
}
