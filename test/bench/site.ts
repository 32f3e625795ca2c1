import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { promptRetries } from '../cloud/prompt-retries.ts';
import type { EndpointView, InterfaceView } from '../cloud/verbs/views.ts';
import { setStage, type Stage, type StageOptions } from '../scenarios/stage.ts';

/** A host of somebody else on an address that a target group may still hold. */
export type Stranger = { readonly ip: string; readonly since: Date };

/** Where a policy works: a front door in a simulated cloud, steady, and the endpoint that its group is meant for. */
export type Site = {
  readonly stage: Stage;
  readonly ec2: EC2Client;
  readonly elbv2: ElasticLoadBalancingV2Client;
  /** The endpoint of the spec, as it was when it was bound. */
  readonly source: () => EndpointView;
  /** Moves spec and seal to another endpoint, as a deployment does. */
  readonly bind: (endpoint: EndpointView) => void;
  /** The source's addresses as they are, none once it is deleted: the truth, which no policy sees. */
  readonly addresses: () => readonly string[];
  /** Leaves interfaces out of whatever tells of them, EC2's listings and DNS; the result ends it. */
  readonly hide: (interfaces: readonly InterfaceView[]) => () => void;
  /** What DNS answers for the endpoint's own name: none where the name does not exist. */
  readonly resolve: () => readonly string[];
  /** Gives a free address to a host that answers on 443. */
  readonly giveAway: (subnetId: string, ip: string) => void;
  readonly strangers: readonly Stranger[];
};

/** Sets a site. Every policy gets one like it. */
export function setSite(options: StageOptions = {}): Site {
  const stage = setStage(options);
  const { cloud, vpcId } = stage;
  const { region } = cloud.settings;
  const { credentials, requestHandler } = cloud;
  const config = { region, credentials, requestHandler, retryStrategy: promptRetries() };
  const strangers: Stranger[] = [];
  const hidden = new Set<string>();
  let source = stage.endpoint;
  return {
    stage,
    ec2: new EC2Client(config),
    elbv2: new ElasticLoadBalancingV2Client(config),
    source: () => source,
    bind: (endpoint) => {
      source = endpoint;
      stage.moveTo(endpoint.id);
    },
    addresses: () => {
      try {
        const { state, ips } = cloud.endpoint(source.id);
        return state === 'available' ? ips : [];
      } catch {
        // The cloud forgets a deleted endpoint after a while, as AWS does.
        return [];
      }
    },
    hide: (interfaces) => {
      const end = cloud.faults.omitInterfaces(interfaces.map(({ id }) => id));
      for (const { ip } of interfaces) hidden.add(ip);
      return () => {
        end();
        for (const { ip } of interfaces) hidden.delete(ip);
      };
    },
    resolve: () => {
      const answer = cloud.privateAnswer(vpcId, source.alias.name, 'A');
      return typeof answer === 'string' ? [] : answer.filter((ip) => !hidden.has(ip));
    },
    giveAway: (subnetId, ip) => {
      cloud.takeAddress({ subnetId, ip, listens: [443] });
      strangers.push({ ip, since: cloud.clock.now() });
    },
    strangers,
  };
}
