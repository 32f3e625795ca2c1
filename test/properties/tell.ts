import type { Law } from './laws/law.ts';
import type { Life, Pass } from './life.ts';
import type { Story } from './story.ts';
import { isWrite, targetsOf } from './traces.ts';

/** Tells a life in words: what it began with, what happened minute by minute, what passes did, and the laws that broke. */
export function tell(life: Life, broken: readonly { readonly law: Law; readonly where: readonly string[] }[]): string {
  const { story, land, lines } = life;
  const began = lines[0]?.at ?? 0;
  const at = (time: number): string => {
    const seconds = Math.round((time - began) / 1_000);
    return `${String(Math.floor(seconds / 60)).padStart(3)}:${String(seconds % 60).padStart(2, '0')}`;
  };
  const listed = land.cloud.targets(land.group.arn).map(({ ip, port, state }) => `${ip}:${port} ${state}`);
  return [
    `The world: ${open(story)}`,
    ...story.troubles.map(
      ({ fault, operation, minute, minutes, every }) =>
        `Trouble: ${operation} meets ${fault}, ${every === 1 ? 'each call' : `one call in ${every}`}, from minute ${minute} for ${minutes}`,
    ),
    `Of steps that could be next, the ones chosen: ${story.order.length === 0 ? 'always the first' : story.order.join(' ')}`,
    ...lines.map((line) => `${at(line.at)}  ${line.text}`),
    'The passes:',
    ...life.passes.flatMap(tellPass),
    `The group at the end: ${listed.join(', ') || 'empty'}`,
    ...broken.flatMap(({ law, where }) => [
      `BROKEN: ${law.name}: ${law.sentence}`,
      ...where.map((each) => `  ${each}`),
    ]),
  ].join('\n');
}

function open({ opening: o }: Story): string {
  const kept = o.keep === 'nothing' ? '' : `, keeping ${o.keep === 'own' ? 'the source’s first IP' : 'a stray IP'}`;
  return (
    `${o.zones} zones, ${o.source.kind} of ${o.source.place}, in ${Math.min(o.sourceZones, o.zones)}${o.source.kind === 'ALB' && o.nodesPerZone === 2 ? ' with two nodes each' : ''}, load balancer in ${Math.min(o.doorZones, o.zones)}, ` +
    `cross-zone ${o.crossZone ? 'on' : 'off'}, ${o.protocol}, ${o.family}, ${o.shared ? 'a VPC of a third account' : 'no third account'}, ` +
    `mode ${o.mode}, minHealthy ${o.minHealthy}${kept}, group ${o.content}${o.foreign ? ' with a foreign target' : ''}, ` +
    `listing ${o.lagSeconds} s behind, registration ${o.registrationSeconds} s, a new node in DNS after ${o.joinSeconds} s, answers kept ${o.ttlSeconds} s`
  );
}

function tellPass({ index, kind, sourceId, report, steps }: Pass): readonly string[] {
  const calls = steps.map((step) => {
    const { operation, error, fault } = step;
    const named = isWrite(step)
      ? `${operation}(${targetsOf(step)
          .map(({ ip }) => ip)
          .join(' ')})`
      : operation;
    return `${named}${error === undefined ? '' : ` ${error}`}${fault === undefined ? '' : ` [${fault}]`}`;
  });
  return [
    `  ${index + 1}. ${kind}, ${sourceId}: ${report?.outcome ?? 'threw'}${report?.refusal === undefined ? '' : ` ${report.refusal.code}`}`,
    `     ${calls.join(', ')}`,
    ...(report?.reasons ?? []).map(
      ({ target, change, state, reason }) => `     ${change} ${target} (${state}): ${reason}`,
    ),
  ];
}
