import { PASS_DEADLINE_SECONDS } from '../../controller/model/limits.ts';
import { OUTCOMES } from '../../controller/model/outcome.ts';
import { addressesOf, zoneOf } from './land.ts';
import { type Life, type Pass, QUIET_MINUTES } from './life.ts';
import type { Step } from './record.ts';
import {
  failed,
  isEndpointListing,
  isEvidence,
  isSourceRead,
  isStranger,
  isWrite,
  keyOf,
  landed,
  lastAnswer,
  lastBefore,
  type Listed,
  listingOf,
  type Removal,
  removalsOf,
  tagsOf,
  targetsOf,
} from './traces.ts';

/** What must be true of every life. `broken` says where it is not, in words. */
export type Law = {
  readonly name: string;
  readonly sentence: string;
  readonly broken: (life: Life) => readonly string[];
};

/**
 * The laws. A decision is judged by what its pass last listed: nature may turn health between a listing and a write, and no
 * pass can know. Assumed: a deployment does not move the seal between a pass's last reading of it and the DeregisterTargets
 * decided on it.
 */
export const LAWS: readonly Law[] = [
  {
    name: 'never dark',
    sentence: 'passes leave a healthy target that is no stranger’s, if one was listed, whatever others take meanwhile',
    broken: (life) =>
      judged(life).flatMap((removal) => {
        const serving = removal.listing.filter((target) => mayServe(target, removal));
        return serving.length > 0 && left(serving, removal, life).length === 0 ? [told(removal, 'none is left')] : [];
      }),
  },
  {
    name: 'nothing but the source',
    sentence: 'what is registered are addresses of the source as that pass read them, on the binding’s port',
    broken: (life) =>
      life.passes.flatMap((pass) =>
        pass.steps
          .filter(({ operation }) => operation === 'RegisterTargets')
          .flatMap((step) => {
            const read = lastBefore(pass, step, (each) => isSourceRead(each) && !failed(each));
            const behind = pass.steps.some(({ fault }) => fault === 'behind');
            const own = new Set([
              ...(read?.truth.addresses ?? []),
              ...(behind ? addressesOf(life.land, pass.sourceId) : []),
            ]);
            return targetsOf(step)
              .filter(
                ({ ip, port }) => !behind && (!own.has(ip) || port !== life.land.port || life.land.keep.includes(ip)),
              )
              .map((target) => `${passName(pass)} registers ${keyOf(target)}, which is not the source’s`);
          }),
      ),
  },
  {
    name: 'no zone dark',
    sentence: 'with cross-zone off, no zone loses its last healthy target to passes',
    broken: (life) =>
      judged(life).flatMap((removal) => {
        if (readCrossZone(removal)) return [];
        const enabled = life.land.loadBalancer.zones.map((_, index) => index);
        return enabled.flatMap((zone) => {
          const serving = removal.listing.filter((target) => zoneOf(target.ip) === zone && mayServe(target, removal));
          const dark = serving.length > 0 && left(serving, removal, life).length === 0;
          return dark ? [told(removal, `zone ${zone + 1} has none left`)] : [];
        });
      }),
  },
  {
    name: 'converges',
    sentence: `within ${QUIET_MINUTES} quiet minutes the group holds what is desired, or what stays has a reason that is told`,
    broken: ({ rests }) => {
      const atRest = rests.slice(-2).every(({ restless, wrong }) => restless.length + wrong.length === 0);
      return rests.length > 1 && atRest ? [] : [...(rests.at(-1)?.wrong ?? []), ...(rests.at(-1)?.restless ?? [])];
    },
  },
  {
    name: 'stays at rest',
    sentence: 'once a group has come to rest the next pass writes nothing',
    broken: ({ rests, passes }) => {
      const last = passes.at(-1);
      if (rests.at(-2)?.wrong.length !== 0 || last === undefined) return [];
      return last.steps.filter(isWrite).map((step) => `${passName(last)} still makes ${step.operation}`);
    },
  },
  {
    name: 'no removal without its reads',
    sentence: 'nothing is removed that rests on a read which failed',
    broken: (life) => removalsOf(life).flatMap((removal) => needsOf(removal).map((need) => told(removal, need))),
  },
  {
    name: 'strangers go',
    sentence: 'the first pass that may evict a stranger does, unless its write meets a fault',
    broken: (life) => life.passes.flatMap((pass) => staying(pass, life)),
  },
  {
    name: 'hands off',
    sentence: 'foreign, kept and draining targets are never removed, and nothing that was not listed',
    broken: (life) =>
      removalsOf(life).flatMap((removal) =>
        removal.targets.flatMap((target) => {
          const listed = removal.listing.find((each) => keyOf(each) === keyOf(target));
          if (target.port !== life.land.port) return [told(removal, `${keyOf(target)} is foreign`)];
          if (life.land.keep.includes(target.ip)) return [told(removal, `${target.ip} is kept`)];
          if (listed === undefined) return [told(removal, `${keyOf(target)} was not listed`)];
          return listed.health.endsWith('draining') ? [told(removal, `${keyOf(target)} was draining`)] : [];
        }),
      ),
  },
  {
    name: 'sealed',
    sentence: 'a group is written to only under the seal as last read, unpaused, in a mode that writes',
    broken: (life) =>
      life.passes.flatMap((pass) =>
        pass.steps.filter(isWrite).flatMap((step) => {
          const tags = tagsOf(lastAnswer(pass, step, 'DescribeTags'));
          const pause = tags['target-sync:pause-until'];
          const { mode } = life.land.opening;
          const wrongs = [
            tags['target-sync:source'] !== pass.sourceId && `the seal says ${tags['target-sync:source']}`,
            pause !== undefined && Date.parse(pause) > step.at && `it is paused until ${pause}`,
            mode === 'observe' && 'the mode is observe',
            mode === 'add' && step.operation === 'DeregisterTargets' && 'the mode is add',
          ];
          return wrongs.flatMap((wrong) =>
            wrong === false ? [] : [`${passName(pass)} makes ${step.operation}: ${wrong}`],
          );
        }),
      ),
  },
  {
    name: 'refused is refused',
    sentence: 'a refused pass changes nothing but strangers that name themselves',
    broken: (life) =>
      life.passes
        .filter(({ report }) => report?.outcome === 'refused')
        // A seal that moved in the middle of a pass refuses the rest of it; what came before was under the seal.
        .filter(({ steps }) => steps[0]?.sealMoves === steps.at(-1)?.sealMoves)
        .flatMap((pass) => [
          ...pass.steps
            .filter(({ operation }) => operation === 'RegisterTargets')
            .map(() => `${passName(pass)} is refused and registers`),
          ...removalsOf(life)
            .filter((removal) => removal.pass === pass && !isBlurred(removal))
            .flatMap((removal) =>
              removal.targets
                .filter(({ ip }) => removal.truth.carriers.get(ip) !== 'instance')
                .map(({ ip }) => told(removal, `${ip} is of ${removal.truth.carriers.get(ip)}`)),
            ),
        ]),
  },
  {
    name: 'seven words',
    sentence:
      'every pass comes to one of seven words and logs documented lines, a faulted one fails its invocation, and nothing else is thrown',
    broken: ({ passes }) =>
      passes.flatMap((pass) => {
        const { report, defect } = pass;
        const thrown = defect instanceof Error ? defect.stack : String(defect);
        if (defect !== undefined) return [`${passName(pass)} throws ${thrown}`];
        if (report === undefined || !OUTCOMES.includes(report.outcome)) return [`${passName(pass)} says nothing`];
        const ours = report.faults.filter(({ remedy }) => remedy.includes('defect'));
        if (ours.length > 0) return [`${passName(pass)} has a defect: ${ours.map(({ reason }) => reason).join('; ')}`];
        if (pass.undocumented.length > 0) return [`${passName(pass)} logs ${pass.undocumented.join('; ')}`];
        const faulted = report.outcome === 'faulted';
        return faulted === pass.failed && faulted === report.faults.length > 0
          ? []
          : [`${passName(pass)} is ${report.outcome}, and its invocation ${pass.failed ? 'fails' : 'returns'}`];
      }),
  },
  {
    name: 'in sync writes nothing',
    sentence: 'a pass that says in-sync wrote nothing, and the group was as the source then called for',
    broken: (life) =>
      life.passes.filter(({ report }) => report?.outcome === 'in-sync').flatMap((pass) => notInSync(pass, life)),
  },
  {
    name: 'registers first',
    sentence: 'where a registration failed, nothing but strangers is removed in that pass',
    broken: (life) =>
      judged(life).flatMap((removal) => {
        const { pass, step, targets, truth } = removal;
        const entered = pass.steps.filter(
          ({ operation, place }) => operation === 'RegisterTargets' && place < step.place,
        );
        const open = entered
          .filter((each) => each.error !== undefined)
          .flatMap(targetsOf)
          .filter(
            (target) =>
              entered.findLast((each) => targetsOf(each).some((other) => keyOf(other) === keyOf(target)))?.error !==
              undefined,
          );
        const others = targets.filter(({ ip }) => !isStranger(truth.carriers.get(ip)));
        return open.length > 0 && others.length > 0 && !isBlurred(removal)
          ? [told(removal, 'a registration had failed')]
          : [];
      }),
  },
  {
    name: 'says what it did',
    sentence: 'a pass reports as changed exactly what AWS told it is changed',
    broken: ({ passes }) => passes.flatMap(untrue),
  },
  {
    name: 'ends in time',
    sentence: 'a pass asks nothing of AWS after its 45 seconds, whatever hangs',
    broken: ({ passes }) =>
      passes.flatMap((pass) => {
        const late = pass.steps.filter(({ at }) => at > pass.startedAt + PASS_DEADLINE_SECONDS * 1_000);
        return late.map(
          ({ operation, at }) => `${passName(pass)} asks ${operation} after ${(at - pass.startedAt) / 1_000} s`,
        );
      }),
  },
];

function judged(life: Life): readonly Removal[] {
  return removalsOf(life).filter(({ overtaken }) => !overtaken);
}

function passName({ index, kind }: Pass): string {
  return `${kind} pass ${index + 1}`;
}

function told({ pass, targets }: Removal, what: string): string {
  return `${passName(pass)} removes ${targets.map(({ ip }) => ip).join(', ')}: ${what}`;
}

/** True where a replica that is behind may have shown the pass another time. */
function isBlurred({ pass }: Pick<Removal, 'pass'>): boolean {
  return pass.steps.some(({ fault }) => fault === 'behind');
}

function mayServe({ ip, health }: Listed, { truth }: Removal): boolean {
  return health === 'healthy' && !isStranger(truth.carriers.get(ip));
}

/** What of some targets is left after a removal, and after all that others of us removed since the listing it rests on. */
function left(serving: readonly Listed[], { listedAt, step }: Removal, life: Life): readonly Listed[] {
  const taken = judged(life)
    .filter((other) => other.step.place > listedAt && other.step.place <= step.place)
    .flatMap(({ targets }) => targets.map(keyOf));
  return serving.filter((target) => !taken.includes(keyOf(target)));
}

/** Cross-zone as the pass may have read it: where any reading of it says on, on. */
function readCrossZone({ pass, step }: Removal): boolean {
  const reads = ['DescribeTargetGroupAttributes', 'DescribeLoadBalancerAttributes'].map((operation) =>
    lastAnswer(pass, step, operation),
  );
  return isBlurred({ pass }) || reads.some((read) => read?.truth.crossZone === true);
}

/** The reads that a removal rests on and that failed, in words. */
function needsOf({ pass, step, targets, truth, ...rest }: Removal): readonly string[] {
  const unread = (what: string, fits: (each: Step) => boolean): readonly string[] => {
    const last = lastBefore(pass, step, fits);
    if (last === undefined) return [`${what} was never read`];
    return failed(last) ? [`${what} could not be read: ${last.error ?? last.fault}`] : [];
  };
  const is = (operation: string) => (each: Step) => each.operation === operation;
  const own = targets.filter(({ ip }) => !isStranger(truth.carriers.get(ip)));
  const always = [
    ...unread('the group', is('DescribeTargetGroups')),
    ...unread('the seal', is('DescribeTags')),
    ...unread('the listing', is('DescribeTargetHealth')),
    ...unread('the subnets', is('DescribeSubnets')),
    ...unread('the interfaces', isEvidence),
  ];
  if (own.length === 0 || isBlurred({ pass, ...rest })) return always;
  const retired = own.filter(({ ip }) => truth.carriers.get(ip)?.startsWith('vpce-') === true);
  return [
    ...always,
    ...unread('the source', (each) => each.operation === 'DescribeVpcEndpoints' && !isEndpointListing(each)),
    ...unread('the source’s interfaces', isSourceRead),
    ...unread('the load balancer', is('DescribeLoadBalancers')),
    ...unread('cross-zone', is('DescribeTargetGroupAttributes')),
    ...(retired.length > 0 ? unread('the endpoints', isEndpointListing) : []),
  ];
}

/** The strangers that a pass might have evicted and left. */
function staying(pass: Pass, { land, passes }: Life): readonly string[] {
  const { opening, port, keep } = land;
  const [first] = pass.steps;
  const lastStep = pass.steps.at(-1);
  if (first === undefined || lastStep === undefined) return [];
  const calm =
    pass.steps.every(({ error, fault }) => error === undefined && fault === undefined) &&
    first.happened === lastStep.happened &&
    first.sealMoves === lastStep.sealMoves;
  const pause = tagsOf(pass.steps.find(({ operation }) => operation === 'DescribeTags'));
  const paused = pause['target-sync:pause-until'] !== undefined;
  const sealed = pause['target-sync:source'] === pass.sourceId;
  if (!calm || paused || !sealed || opening.mode !== 'enforce' || opening.shared) return [];
  if (pass.report?.refusal?.code === 'spec-not-fresh') return [];
  const usable = pass.report?.outcome !== 'refused';
  const listing = listingOf(pass.steps.find(({ operation }) => operation === 'DescribeTargetHealth'));
  const final = listingOf(pass.steps.findLast(({ operation }) => operation === 'DescribeTargetHealth'));
  const healthyDesired = (list: readonly Listed[]): boolean =>
    list.some(
      ({ ip, port: at, health }) =>
        at === port && health === 'healthy' && first.truth.addresses.includes(ip) && !keep.includes(ip),
    );
  const taken = passes.flatMap(({ steps }) =>
    steps
      .filter(
        (step) =>
          landed(step) &&
          step.operation === 'DeregisterTargets' &&
          step.at >= first.at - opening.lagSeconds * 1_000 &&
          step.place <= lastStep.place,
      )
      .flatMap(targetsOf)
      .map(keyOf),
  );
  /** By a listing alone: health may turn while the pass reads back. */
  const mayGo = (target: Listed, list: readonly Listed[]): boolean => {
    const health = list.find((each) => keyOf(each) === keyOf(target))?.health;
    return health !== 'healthy' || opening.protocol !== 'TCP 443' || (usable && healthyDesired(list));
  };
  return listing
    .filter((target) => target.port === port && !target.health.endsWith('draining') && !keep.includes(target.ip))
    .filter((target) => {
      const carrier = first.truth.carriers.get(target.ip);
      return usable ? isStranger(carrier) : carrier === 'instance';
    })
    .filter((target) => [listing, final].every((list) => mayGo(target, list)))
    .filter((target) => !taken.includes(keyOf(target)))
    .map((target) => `${passName(pass)} leaves the stranger ${keyOf(target)}, which is ${target.health}`);
}

function notInSync(pass: Pass, { land }: Life): readonly string[] {
  const wrote = pass.steps
    .filter(isWrite)
    .map(({ operation }) => `${passName(pass)} says in-sync and makes ${operation}`);
  const listed = pass.steps.findLast(({ operation }) => operation === 'DescribeTargetHealth');
  const source = pass.steps.findLast((step) => isSourceRead(step) && !failed(step));
  if (listed === undefined || source === undefined || pass.steps.some(({ fault }) => fault !== undefined)) return wrote;
  if (pass.steps[0]?.happened !== pass.steps.at(-1)?.happened) return wrote;
  const registered = listingOf(listed)
    .filter(({ port, health, ip }) => port === land.port && !health.endsWith('draining') && !land.keep.includes(ip))
    .map(({ ip }) => ip);
  const desired = source.truth.addresses.filter((ip) => !land.keep.includes(ip));
  const same = registered.toSorted().join(' ') === desired.toSorted().join(' ');
  return same
    ? wrote
    : [...wrote, `${passName(pass)} says in-sync: ${registered.join(', ')} for ${desired.join(', ')}`];
}

/** What a pass reports beside what AWS told it: the last word on each target counts. */
function untrue(pass: Pass): readonly string[] {
  const { report } = pass;
  if (report === undefined) return [];
  return (['RegisterTargets', 'DeregisterTargets'] as const).flatMap((operation) => {
    const calls = pass.steps.filter((step) => step.operation === operation);
    const told = new Map(
      calls.flatMap((step) => targetsOf(step).map((target) => [keyOf(target), believed(step)] as const)),
    );
    const done = [...told].filter(([, yes]) => yes).map(([key]) => key);
    const said = [
      ...new Set(report.changes[operation === 'RegisterTargets' ? 'registered' : 'deregistered'].map(spaced)),
    ];
    return done.toSorted().join() === said.toSorted().join()
      ? []
      : [`${passName(pass)} says of ${operation} ${said.join(', ')}, and AWS said yes to ${done.join(', ')}`];
  });
}

function believed({ error, fault }: Step): boolean {
  return error === undefined && fault !== 'truncated-xml';
}

/** `ip:port` of a report as a key. */
function spaced(target: string): string {
  return target.replace(/^\[?(.*?)\]?:(\d+)$/, '$1 $2');
}
