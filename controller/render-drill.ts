import { styleText } from 'node:util';
import type { Drill, DrillPlan, Moment } from './model/drill.ts';
import type { Identity } from './model/spec.ts';
import { targetKey } from './model/target.ts';
import { oneLine } from './one-line.ts';

/** Wide enough for every time of a drill. */
const TIME_COLUMNS = 14;

/** What the operator agrees to. */
export function renderQuestion({ binding, targetGroupArn }: Identity, plan: DrillPlan): string {
  return [
    `${styleText('bold', binding)}: a drill on ${targetGroupArn}`,
    `  It deregisters ${targetKey(plan.target)} in ${plan.zoneId}; ${stays(plan)}.`,
    '  The schedule should register it again within a minute, and it should serve 1 to 3 minutes later.',
    '  If it does not within 3 minutes, on any error, and on Ctrl-C, the drill registers it back.',
    `  An alarm on the healthy hosts in ${plan.zoneId} may fire meanwhile: tell whoever is on call.`,
    'Take it out? [y/N] ',
  ].join('\n');
}

/** One line of the time line. */
export function renderMoment(moment: Moment, plan: DrillPlan): string {
  return `  ${`+${duration(moment.seconds)}`.padEnd(TIME_COLUMNS)}${happening(moment, plan)}\n`;
}

/** How it ended. */
export function renderDrill(drill: Drill): string {
  const name = styleText('bold', drill.binding);
  if (drill.outcome === 'declined') return `${name}  ${styleText('yellow', 'declined')}  nothing was changed\n`;
  if (drill.outcome === 'healed') {
    return `${name}  ${styleText('green', 'healed')}  in ${duration(drill.moments.at(-1)?.seconds ?? 0)}\n`;
  }
  const { reason, remedy } = drill.outcome === 'refused' ? drill.refusal : drill;
  return `${name}  ${styleText('red', drill.outcome)}  ${oneLine(reason)}\n  ${styleText('bold', '→')} ${oneLine(remedy)}\n`;
}

function happening(moment: Moment, plan: DrillPlan): string {
  if (moment.what === 'deregistered') {
    return `deregistered ${targetKey(plan.target)} in ${plan.zoneId}; ${stays(plan)}`;
  }
  if (moment.what === 'out') return moment.shows === 'absent' ? 'no longer listed' : moment.shows;
  if (moment.what === 'registered-again') return `registered again by the schedule: ${moment.shows}`;
  return moment.what === 'healthy' ? 'healthy' : 'registered back by the drill';
}

function stays({ others }: DrillPlan): string {
  return `${others.length} of ${others.length + 1} desired targets ${others.length === 1 ? 'stays' : 'stay'} healthy`;
}

function duration(seconds: number): string {
  const rest = `${seconds % 60} s`;
  return seconds < 60 ? rest : `${Math.floor(seconds / 60)} min ${rest}`;
}
