import type { EndpointView, InterfaceView } from '../cloud/verbs/views.ts';
import { setStage, type Stage, type StageOptions } from '../scenarios/stage.ts';
import { createTools, type Ground } from './ground.ts';
import { endpointIps } from './source-calls.ts';

/** A ground whose source is an interface endpoint. */
export type Site = Ground & {
  readonly stage: Stage;
  /** The endpoint of the spec, as it was when it was bound. */
  readonly source: () => EndpointView;
  /** Moves spec and seal to another endpoint, as a deployment does. */
  readonly bind: (endpoint: EndpointView) => void;
  /** Leaves interfaces out of whatever tells of them, EC2's listings and DNS; the result ends it. */
  readonly hide: (interfaces: readonly InterfaceView[]) => () => void;
  /** What DNS answers for the endpoint's own name: none where the name does not exist. */
  readonly resolve: () => readonly string[];
};

/** Sets a site. Every policy gets one like it. */
export function setSite(options: StageOptions = {}): Site {
  const stage = setStage(options);
  const { cloud, vpcId, group } = stage;
  const tools = createTools(cloud, group.port);
  const hidden = new Set<string>();
  let source = stage.endpoint;
  return {
    ...tools,
    stage,
    source: () => source,
    bound: () => source.id,
    description: () => `VPC Endpoint Interface ${source.id}`,
    placement: {},
    lookUp: () => endpointIps(tools, source.id),
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
    leaving: () => [],
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
  };
}
