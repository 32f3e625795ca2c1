import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Cloud } from '../cloud/cloud.ts';
import { promptRetries } from '../cloud/prompt-retries.ts';
import type { Stage } from '../scenarios/stage.ts';

/** A host of somebody else on an address that a target group may still hold. */
export type Stranger = { readonly ip: string; readonly since: Date };

/** Where a policy works, whatever its source is: a front door in a simulated cloud, steady, and the way to it. */
export type Ground = {
  readonly stage: Pick<Stage, 'cloud' | 'group' | 'vpcId' | 'subnetIds' | 'pass' | 'targets'>;
  readonly ec2: EC2Client;
  readonly elbv2: ElasticLoadBalancingV2Client;
  /** What the spec names: another one after a deployment. */
  readonly bound: () => string;
  /** How AWS describes the interfaces of what the spec names. */
  readonly description: () => string;
  /** What targets have to be registered with beside their IP. */
  readonly placement: { readonly AvailabilityZone?: 'all' };
  /** Reads the source's addresses over the wire, as whoever looks them up while deploying. */
  readonly lookUp: () => Promise<readonly string[]>;
  /** The source's addresses as they are, none once it is deleted: the truth, which no policy sees. */
  readonly addresses: () => readonly string[];
  /** Addresses that serve but are on their way out: registered or not, the group is as the source says. */
  readonly leaving: () => readonly string[];
  /** Gives a free address to a host that answers on the group's port. */
  readonly giveAway: (subnetId: string, ip: string) => void;
  readonly strangers: readonly Stranger[];
  /** Counts calls to a service that this cloud does not have, such as the bucket a policy keeps its memory in. */
  readonly callElsewhere: (count: number) => void;
  /** When those were, one entry each. */
  readonly callsElsewhere: readonly Date[];
};

/** The parts of it that are alike everywhere. */
export type Tools = Pick<Ground, 'ec2' | 'elbv2' | 'giveAway' | 'strangers' | 'callElsewhere' | 'callsElsewhere'>;

/** Gives a policy its clients, and strangers their addresses on a port. */
export function createTools(cloud: Cloud, port: number): Tools {
  const { region } = cloud.settings;
  const { credentials, requestHandler } = cloud;
  const config = { region, credentials, requestHandler, retryStrategy: promptRetries() };
  const strangers: Stranger[] = [];
  const callsElsewhere: Date[] = [];
  return {
    ec2: new EC2Client(config),
    elbv2: new ElasticLoadBalancingV2Client(config),
    giveAway: (subnetId, ip) => {
      cloud.takeAddress({ subnetId, ip, listens: [port] });
      strangers.push({ ip, since: cloud.clock.now() });
    },
    strangers,
    callElsewhere: (count) => {
      for (let call = 0; call < count; call += 1) callsElsewhere.push(cloud.clock.now());
    },
    callsElsewhere,
  };
}

/** A VPC of `<net>.0.0/16` with a subnet in each of two zones. */
export function createGround(
  cloud: Cloud,
  net: string,
): { readonly vpcId: string; readonly subnetIds: readonly string[] } {
  const { id: vpcId } = cloud.createVpc({ cidr: `${net}.0.0/16` });
  const subnetIds = ['a', 'b'].map((letter, index) => {
    const zone = `${cloud.settings.region}${letter}`;
    return cloud.createSubnet({ vpcId, zone, cidr: `${net}.${index + 1}.0/24` }).id;
  });
  return { vpcId, subnetIds };
}
