import type { OutcomeWord } from '../../controller/model/outcome.ts';
import type { Tally } from '../cloud/world/tally.ts';
import type { Stage } from '../scenarios/stage.ts';

/** Something that happens, and the outcomes of the passes that follow it, one a virtual minute. */
export type Chapter = {
  readonly title: string;
  readonly text: string;
  /** What happens between two passes, where something does. */
  readonly event?: string;
  readonly happens: (stage: Stage) => void;
  readonly outcomes: readonly OutcomeWord[];
  /** Client-seconds that did not reach the source in the chapter. Default: none. */
  readonly lost?: Partial<Omit<Tally, 'served'>>;
};

/** Half an hour in the life of a front door with three zones, two of them used by the endpoint. */
export function tellStory(): readonly Chapter[] {
  let endpointId = '';
  const zoneA = ({ subnetIds }: Stage): string => subnetIds[0] ?? '';
  const zoneC = ({ subnetIds }: Stage): string => subnetIds[2] ?? '';

  return [
    {
      title: 'A steady start',
      text: 'The group holds the endpoint’s addresses. Five reads a minute, no write.',
      happens: ({ endpoint }) => {
        endpointId = endpoint.id;
      },
      outcomes: ['in-sync', 'in-sync'],
    },
    {
      title: 'The endpoint is replaced',
      text: 'A deployment makes another endpoint, seals the group for it, and keeps the old one until clients have moved.',
      event: 'another endpoint is bound',
      happens: (stage) => {
        const { created } = stage.cloud.replaceEndpoint(endpointId, { deleteAfterSeconds: 480 });
        endpointId = created.id;
        stage.moveTo(endpointId);
      },
      outcomes: ['waiting', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync', 'in-sync', 'in-sync'],
    },
    {
      title: 'A zone is added',
      text: 'The endpoint gets a subnet in the third zone.',
      event: 'a subnet is added',
      happens: (stage) => {
        stage.cloud.addEndpointSubnet(endpointId, zoneC(stage));
      },
      outcomes: ['changed', 'in-sync', 'in-sync'],
    },
    {
      title: 'A freed address goes to a stranger',
      text: 'Somebody re-addresses the endpoint in the first zone, and a host of another team gets the old IP. It answers on 443.\nOnce it is out, a load balancer still sends it some connections for two minutes: here, a tenth.',
      event: 'the address changes hands',
      happens: (stage) => {
        const subnetId = zoneA(stage);
        const old = stage.cloud.endpoint(endpointId).interfaces.find((each) => each.subnetId === subnetId)?.ip ?? '';
        stage.cloud.readdress(endpointId, subnetId);
        stage.cloud.takeAddress({ subnetId, ip: old, listens: [443], description: 'build agent 7' });
      },
      outcomes: ['changed', 'in-sync', 'in-sync', 'in-sync'],
      // A third of three clients for the 40 s until the pass; a tenth of all for the 120 s after the eviction.
      lost: { stranger: 40 + 36 },
    },
    {
      title: 'The API throttles',
      text: 'Elastic Load Balancing refuses to list targets for one pass. Unknown is not empty.',
      event: 'throttling begins',
      happens: (stage) => {
        stage.cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'throttle', times: 3 });
      },
      outcomes: ['faulted', 'in-sync'],
    },
    {
      title: 'The endpoint is deleted by mistake',
      text: 'Nothing behind the front door answers now. The pass refuses and leaves the group alone: there is nothing better to put into it.',
      event: 'the endpoint is deleted',
      happens: (stage) => {
        stage.cloud.deleteEndpoint(endpointId);
      },
      outcomes: ['refused', 'refused', 'refused'],
      // All three clients, for three minutes.
      lost: { failed: 3 * 180 },
    },
    {
      title: 'An operator makes a new one',
      text: 'The new endpoint is bound; its addresses come in, and what is left of the old one goes.',
      event: 'a new endpoint is bound',
      happens: (stage) => {
        endpointId = stage.cloud.createEndpoint({ vpcId: stage.vpcId, subnetIds: stage.subnetIds }).id;
        stage.moveTo(endpointId);
      },
      outcomes: ['changed', 'in-sync', 'in-sync', 'in-sync'],
      // All three for the 40 s until the pass; a tenth of them for the 120 s after the dead targets are deregistered.
      lost: { failed: 3 * 40 + 36 },
    },
  ];
}
