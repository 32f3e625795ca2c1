import { expect } from 'vitest';
import type { Chapter, Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

const SERVICE = 'com.amazonaws.eu-west-1.execute-api';

/** A deployment that binds a new endpoint and says of which service it must be. */
function deploy(stage: Stage, service: string): void {
  const { cloud, vpcId, subnetIds } = stage;
  cloud.serve(SERVICE);
  const { id } = cloud.createEndpoint({ vpcId, subnetIds, service });
  stage.moveTo(id);
  stage.bind({ source: { vpcEndpointId: id, serviceName: SERVICE } });
}

const scenarios: readonly Scenario[] = [
  {
    title: 'the wrong endpoint',
    twin: 'the right endpoint',
    given: 'a deployment binds an endpoint of another service than it says',
    when: 'passes repeat',
    then: 'each refuses, and the group keeps what it holds',
    play: (stage) => {
      deploy(stage, 'sqs');
      return stage.passes(3);
    },
    expected: {
      outcomes: ['refused', 'refused', 'refused'],
      writes: [],
      targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 healthy'],
    },
    also: (passes) => {
      for (const { outcomes } of passes) expect(outcomes[0]?.refusal?.code).toBe('source-of-other-service');
    },
  },
  {
    title: 'the right endpoint',
    given: 'a deployment binds an endpoint of the service that it says',
    when: 'passes repeat',
    then: 'its addresses are brought in, and the old ones let go',
    play: (stage) => {
      deploy(stage, 'execute-api');
      return stage.passes(5);
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'waiting', 'changed', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets', 'DeregisterTargets'],
      targets: () => [
        '10.0.1.11:443 draining',
        '10.0.1.12:443 healthy',
        '10.0.2.11:443 draining',
        '10.0.2.12:443 healthy',
      ],
    },
  },
];

/** The wrong endpoint is bound. */
export const wrongSource: Chapter = {
  title: 'the wrong endpoint is bound',
  rows: scenarios,
};
