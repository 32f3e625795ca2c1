import { HOST } from '../path/sample-path.ts';
import type { MonitoredStage } from './monitored-stage.ts';
import type { FunctionName } from './schedules.ts';

type Mend = () => void;

/** Something that breaks, and the alarms for it. */
export type Breakage = {
  readonly what: string;
  /** Breaks something, and returns what mends it. */
  readonly breaks: (stage: MonitoredStage) => Mend;
  /** Done every minute besides, until it is mended. */
  readonly each?: (stage: MonitoredStage) => void;
  /** All alarms that are on once the last of them is. */
  readonly raised: readonly string[];
};

/** Switches something off, or takes something away, for one of the functions. */
const trouble =
  (kind: 'disabled' | 'undeliverable' | 'throttled', functionName: FunctionName) =>
  ({ operations }: MonitoredStage) => {
    operations.trouble[kind].add(functionName);
    return () => {
      operations.trouble[kind].delete(functionName);
      // Somebody reads them, and takes them away.
      if (operations.trouble.deadLetters !== undefined) operations.trouble.deadLetters = 0;
    };
  };

/** The endpoint's address in one of the zones answers no more. */
const deafen =
  (zone: number) =>
  ({ cloud, endpoint }: MonitoredStage) => {
    const id = endpoint.interfaces[zone]?.id ?? '';
    cloud.setListening(id, []);
    return () => {
      cloud.setListening(id, [443]);
    };
  };

/** The group's owner takes back the consent. */
const unseal = ({ cloud, group, name, endpoint }: MonitoredStage): Mend => {
  cloud.removeTags(group.arn, ['target-sync:source']);
  return () => {
    cloud.seal(group.arn, name, endpoint.id);
  };
};

/** Somebody else gets an address, and it gets into the group. */
const admitStranger = ({ cloud, group, subnetIds }: MonitoredStage): void => {
  const stranger = cloud.takeAddress({ subnetId: subnetIds[0] ?? '', listens: [443] });
  cloud.register(group.arn, [stranger.ip]);
  cloud.setHealthy(group.arn, [stranger.ip]);
};

const removeFirst = ({ cloud, group, endpoint }: MonitoredStage): void => {
  cloud.deregister(group.arn, endpoint.ips.slice(0, 1));
};

/** Of what is done every minute, each fifth time. */
const everyFifthMinute = (happens: (stage: MonitoredStage) => void): ((stage: MonitoredStage) => void) => {
  let minutes = 0;
  return (stage) => {
    minutes += 1;
    if (minutes % 5 === 0) happens(stage);
  };
};

const nothing: Mend = () => undefined;

/** For every alarm something that raises it. */
export const BREAKAGES: readonly Breakage[] = [
  {
    what: 'the schedule of passes is switched off',
    breaks: trouble('disabled', 'sync'),
    raised: ['completed-sync-passes-too-few', 'path-at-risk'],
  },
  {
    what: 'the schedule of audits is switched off',
    breaks: trouble('disabled', 'audit'),
    raised: ['completed-audit-passes-too-few'],
  },
  {
    what: 'other functions use up the concurrency that passes need',
    breaks: trouble('throttled', 'sync'),
    raised: ['completed-sync-passes-too-few', 'path-at-risk', 'sync-throttles-too-many'],
  },
  {
    what: 'other functions use up the concurrency that audits need',
    breaks: trouble('throttled', 'audit'),
    raised: ['audit-throttles-too-many', 'completed-audit-passes-too-few'],
  },
  {
    what: 'the role of the schedule may no longer invoke the function',
    breaks: trouble('undeliverable', 'sync'),
    raised: [
      'completed-sync-passes-too-few',
      'dead-letters-too-many',
      'dropped-invocations-too-many',
      'path-at-risk',
      'target-errors-too-many',
    ],
  },
  {
    what: 'the audit cannot learn which account it is in',
    breaks: ({ cloud }) => cloud.faults.add({ operation: 'GetCallerIdentity', fault: 'deny' }),
    raised: ['audit-errors-too-many', 'audit-faults-too-many', 'completed-audit-passes-too-few'],
  },
  {
    what: 'a target is gone, and nobody may register',
    breaks: (stage) => {
      removeFirst(stage);
      return stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'deny' });
    },
    raised: [
      'completed-sync-passes-too-few',
      'drift-too-high',
      'healthy-hosts-too-few-in-eu-west-1a',
      'path-at-risk',
      'sync-errors-too-many',
      'sync-faults-too-many',
    ],
  },
  {
    what: 'a stranger is in the group, and nobody may deregister',
    breaks: (stage) => {
      admitStranger(stage);
      return stage.cloud.faults.add({ operation: 'DeregisterTargets', fault: 'deny' });
    },
    raised: ['path-at-risk', 'serving-strangers-too-many', 'sync-errors-too-many', 'sync-faults-too-many'],
  },
  {
    what: 'the seal of the group is taken off',
    breaks: unseal,
    raised: ['blocked-passes-too-many'],
  },
  {
    what: 'somebody else deregisters a target every minute',
    breaks: () => nothing,
    each: removeFirst,
    raised: ['changes-too-many', 'healthy-hosts-too-few-in-eu-west-1a', 'path-at-risk'],
  },
  {
    what: 'somebody else deregisters a target every five minutes',
    breaks: () => nothing,
    each: everyFifthMinute(removeFirst),
    raised: ['slow-changes-too-many'],
  },
  {
    what: 'a target is registered while the event bus takes nothing',
    breaks: (stage) => {
      removeFirst(stage);
      stage.cloud.rejectEvents(() => true);
      return () => {
        stage.cloud.rejectEvents(() => false);
      };
    },
    raised: ['failed-notifications-too-many'],
  },
  {
    what: 'the public record is deleted',
    breaks: ({ cloud, publicZoneId, loadBalancer: { dnsName, hostedZoneId } }) => {
      cloud.removeRecord(publicZoneId, { name: HOST });
      return () => {
        cloud.putRecord(publicZoneId, { name: HOST, alias: { name: dnsName, zoneId: hostedZoneId } });
      };
    },
    raised: ['critical-findings-too-many', 'path-at-risk'],
  },
  {
    what: 'cross-zone is off, and the address of one zone is deaf',
    breaks: (stage) => {
      stage.cloud.setLoadBalancerAttributes(stage.loadBalancer.arn, { 'load_balancing.cross_zone.enabled': 'false' });
      return deafen(0)(stage);
    },
    raised: [
      'critical-findings-too-many',
      'dark-zones-too-many',
      'healthy-hosts-too-few-in-eu-west-1a',
      'path-at-risk',
    ],
  },
  {
    what: 'cross-zone is on, and the address of one zone is deaf',
    breaks: deafen(1),
    raised: ['healthy-hosts-too-few-in-eu-west-1b', 'path-at-risk'],
  },
  {
    what: 'connections find no free port',
    breaks: ({ operations }) => {
      operations.trouble.portErrors = 1;
      return () => {
        operations.trouble.portErrors = 0;
      };
    },
    raised: ['port-allocation-errors-too-many'],
  },
];

/** What no alarm is for: it is over before anybody could do something. */
export const PASSING: readonly (Pick<Breakage, 'what' | 'breaks'> & { readonly minutes: number })[] = [
  { what: 'four passes are not made', breaks: trouble('disabled', 'sync'), minutes: 4 },
  { what: 'one audit is not made', breaks: trouble('disabled', 'audit'), minutes: 5 },
  { what: 'the seal is off for three minutes, as before a schedule is updated', breaks: unseal, minutes: 3 },
  {
    what: 'somebody else deregisters a target once',
    breaks: (stage) => {
      removeFirst(stage);
      return nothing;
    },
    minutes: 1,
  },
  {
    what: 'a stranger is in the group, and is evicted',
    breaks: (stage) => {
      admitStranger(stage);
      return nothing;
    },
    minutes: 1,
  },
  { what: 'the address of one zone is deaf for a minute', breaks: deafen(0), minutes: 1 },
];
