import { DeregisterTargetsCommand, RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { syncStatements } from '../../infra/constructs/sync-permissions.ts';
import { sdk } from '../cloud/sdk.ts';
import { newApp } from '../infra/synth.ts';
import { bindAnother, deregistered, freeFirstAddress, replace } from '../scenarios/happenings.ts';
import { setStage, type Stage } from '../scenarios/stage.ts';
import { BINDING, GROUP_ARN, resolver, roleOf, statementsOf, template } from './deployed-roles.ts';
import { without } from './plant.ts';
import { judge, readPolicy } from './policy.ts';
import { grantsIn, putUnderRoles } from './under-roles.ts';

const sync = statementsOf(template(), roleOf(template(), 'sync'));

describe('a write under the sync role', () => {
  const writes = [RegisterTargetsCommand, DeregisterTargetsCommand] as const;

  const send = async (prepare: (stage: Stage) => string): Promise<readonly string[]> => {
    const stage = setStage({ name: BINDING });
    const TargetGroupArn = prepare(stage);
    putUnderRoles(stage.cloud, { sync }, () => 'sync');
    const { elbv2 } = sdk(stage.cloud);
    const sent = writes.map(async (Write) => {
      try {
        await elbv2.send(new Write({ TargetGroupArn, Targets: [{ Id: '10.0.1.11' }] }));
        return 'allowed';
      } catch (error) {
        return error instanceof Error ? error.name : 'unknown';
      }
    });
    return Promise.all(sent);
  };

  it.each<[what: string, prepare: (stage: Stage) => string, answer: string]>([
    ['goes to the sealed group', ({ group }) => group.arn, 'allowed'],
    ['does not go to another group, whatever its seal', another, 'AccessDenied'],
    ['does not go to the group without its seal', unsealed, 'AccessDenied'],
    ['does not go to the group under the seal of another binding', sealedByAnother, 'AccessDenied'],
  ])('%s', async (_, prepare, answer) => {
    expect(await send(prepare)).toEqual([answer, answer]);
  });

  function another({ cloud, vpcId, endpoint }: Stage): string {
    const { arn } = cloud.createTargetGroup({ vpcId, name: 'other' });
    cloud.seal(arn, BINDING, endpoint.id);
    return arn;
  }

  function unsealed({ cloud, group }: Stage): string {
    cloud.removeTags(group.arn, ['target-sync:binding']);
    return group.arn;
  }

  function sealedByAnother({ cloud, group, endpoint }: Stage): string {
    cloud.seal(group.arn, 'other', endpoint.id);
    return group.arn;
  }
});

describe('an event under the sync role', () => {
  const put = (source: string) => {
    const resource = 'arn:aws:events:eu-west-1:123456789012:event-bus/default';
    return judge(sync, { action: 'events:PutEvents', resource, context: { 'events:source': source } }).allowed;
  };

  it('is of this project, and of no other source', () => {
    expect([put('target-sync'), put('aws.ec2')]).toEqual([true, false]);
  });
});

describe('what a binding’s mode does not do is not granted', () => {
  it.each([
    ['observe', ['planned', 'planned']],
    ['add', ['changed', 'planned']],
  ] as const)('in %s', async (mode, expected) => {
    const source = { vpcEndpointId: 'vpce-00000000000000001' };
    const written = syncStatements([{ name: BINDING, targetGroupArn: GROUP_ARN, mode, source }]);
    const Statement = new Stack(newApp()).resolve(written.map((each) => each.toStatementJson()));
    const role = readPolicy(resolver([])({ Version: '2012-10-17', Statement }));
    const used = new Set<string>();
    for (const binds of [replace, replaceElsewhere]) {
      const stage = setStage({ name: BINDING });
      stage.bind({ mode });
      const watch = putUnderRoles(stage.cloud, { role }, () => 'role');
      binds(stage);
      // oxlint-disable-next-line no-await-in-loop -- two worlds, and no hurry
      const passes = await stage.passes(2);
      expect(watch.denied).toEqual([]);
      expect(passes.map(({ outcomes }) => outcomes[0]?.outcome)).toEqual(expected);
      for (const grant of watch.used('role')) used.add(grant);
    }
    expect([...used].toSorted()).toEqual(grantsIn(role).toSorted());
  });
});

/** Another endpoint is bound, in a VPC of its own: its addresses must not be the group’s VPC’s. */
function replaceElsewhere(stage: Stage): void {
  const { cloud } = stage;
  const { id: vpcId } = cloud.createVpc({ cidr: '10.1.0.0/16' });
  const subnetIds = ['a', 'b'].map(
    (zone, index) => cloud.createSubnet({ vpcId, zone: `eu-west-1${zone}`, cidr: `10.1.${index + 1}.0/24` }).id,
  );
  cloud.peerVpcs(stage.vpcId, vpcId);
  bindAnother(stage, { vpcId, subnetIds });
}

/** Situations in which a pass removes a target, if it may read everything. */
const SITUATIONS: Readonly<Record<string, (stage: Stage) => void>> = {
  'a retired target': (stage) => {
    stage.cloud.register(stage.group.arn, replaced(stage));
    stage.cloud.setHealthy(stage.group.arn);
  },
  'a retired target beside a missing one': (stage) => {
    stage.cloud.register(stage.group.arn, replaced(stage).slice(0, 1));
    stage.cloud.setHealthy(stage.group.arn);
  },
  'a target that is gone': ({ cloud, endpoint, subnetIds }) => {
    cloud.removeEndpointSubnet(endpoint.id, subnetIds[1] ?? '');
    // Until its health checks have failed: what is healthy is not gone.
    cloud.advance(30);
  },
  'a healthy stranger': (stage) => {
    taken(stage, [443]);
    stage.cloud.setHealthy(stage.group.arn);
  },
  'an unhealthy stranger': (stage) => {
    taken(stage, []);
    stage.cloud.setHealthy(stage.group.arn, ['10.0.1.12']);
    stage.cloud.advance(60);
  },
};

/** Replaces the endpoint, keeps the old one, and returns the new addresses. */
function replaced(stage: Stage): readonly string[] {
  const { created } = stage.cloud.replaceEndpoint(stage.endpoint.id, { deleteAfterSeconds: 'never' });
  stage.moveTo(created.id);
  return created.ips;
}

/** The endpoint leaves its first address to a stranger; its new one is registered. */
function taken(stage: Stage, listens: readonly number[]): void {
  const { ip, subnetId } = freeFirstAddress(stage);
  stage.cloud.takeAddress({ subnetId, ip, listens });
  stage.cloud.register(stage.group.arn, ['10.0.1.12']);
}

type Row = readonly [action: string, ...expected: readonly string[]];

/** What a pass comes to without a read: one word a situation, in their order. Where it removes all the same, that is said. */
const ROWS: readonly Row[] = [
  // Without knowing its source a pass changes nothing of it; what an unhealthy stranger is, its own interface tells.
  ['ec2:DescribeVpcEndpoints', 'refused', 'refused', 'refused', 'refused', 'refused, removes'],
  ['ec2:DescribeNetworkInterfaces', 'refused', 'refused', 'refused', 'refused', 'refused'],
  // Without knowing the group, nothing at all.
  ['elasticloadbalancing:DescribeTags', 'refused', 'refused', 'refused', 'refused', 'refused'],
  ['elasticloadbalancing:DescribeTargetGroups', 'refused', 'refused', 'refused', 'refused', 'refused'],
  ['elasticloadbalancing:DescribeTargetHealth', 'refused', 'refused', 'refused', 'refused', 'refused'],
  // Without knowing which subnets were listed, no fate is known. Registering needs it as well.
  ['ec2:DescribeSubnets', 'blocked', 'faulted', 'blocked', 'blocked', 'blocked'],
  // Without knowing how zones are served, none loses a target of the path's own; a stranger's serves none.
  [
    'elasticloadbalancing:DescribeLoadBalancerAttributes',
    'blocked',
    'blocked',
    'blocked',
    'changed, removes',
    'changed, removes',
  ],
  [
    'elasticloadbalancing:DescribeLoadBalancers',
    'blocked',
    'blocked',
    'blocked',
    'changed, removes',
    'changed, removes',
  ],
  [
    'elasticloadbalancing:DescribeTargetGroupAttributes',
    'blocked',
    'blocked',
    'blocked',
    'changed, removes',
    'changed, removes',
  ],
  // These only registering needs: where it fails nothing of the path's own is removed.
  ['ec2:DescribeInstances', 'waiting, removes', 'faulted', 'changed, removes', 'changed, removes', 'changed, removes'],
  [
    'ec2:DescribeInternetGateways',
    'waiting, removes',
    'faulted',
    'changed, removes',
    'changed, removes',
    'changed, removes',
  ],
  ['ec2:DescribeVpcs', 'waiting, removes', 'faulted', 'changed, removes', 'changed, removes', 'changed, removes'],
];

const NOTHING_DENIED = [
  'waiting, removes',
  'waiting, removes',
  'changed, removes',
  'changed, removes',
  'changed, removes',
];

async function playWithout(action?: string): Promise<readonly string[]> {
  const statements = action === undefined ? sync : without(sync, action);
  const plays = Object.values(SITUATIONS).map(async (happens) => {
    const stage = setStage({ name: BINDING });
    happens(stage);
    putUnderRoles(stage.cloud, { sync: statements }, () => 'sync');
    const { outcomes } = await stage.pass();
    return `${outcomes[0]?.outcome}${deregistered(stage).length > 0 ? ', removes' : ''}`;
  });
  return Promise.all(plays);
}

describe('a pass that may read everything', () => {
  it('removes a target in each of the situations', async () => {
    expect(await playWithout()).toEqual(NOTHING_DENIED);
  });
});

describe('each read of the sync role, denied in turn,', () => {
  it('is every read there is', () => {
    const reads = new Set(sync.flatMap(({ actions }) => actions).filter((action) => action.includes(':Describe')));
    expect(ROWS.map(([action]) => action).toSorted()).toEqual([...reads].toSorted());
  });

  it.each(ROWS)('%s: nothing is removed that needed it', async (action, ...expected) => {
    expect(await playWithout(action)).toEqual(expected);
  });
});
