import type { NamedField, Row } from './compare.ts';
import { type Figures, strangerTotal } from './figures.ts';
import { BAR_HEIGHT, bar, line, text } from './svg.ts';
import { minutesOf } from './trace.ts';

/** In pixels. A policy has a column, a trace a row; in each cell failed stands above stranger. */
const LEFT = 178;
const COLUMN = 180;
const LONGEST = 76;
const TOP = 116;
const ROW = 36;
const MARGIN = 10;
const FOOT = 48;

/** Client-seconds. Roots of them are drawn, so that what is small shows beside what is large. */
const TICKS = [0, 400, 1_600];
const LARGE_TICKS = [0, 900, 3_600];

/** Blue and vermilion can be told apart by everybody; each is lighter on a dark ground. */
const STYLE = `
  .ground { fill: #ffffff } .text { fill: #1f2328 } .quiet { fill: #59636e } .rule { stroke: #d1d9e0 } .own { fill: #f1f4f7 }
  .failed { fill: #0072b2 } .open { fill: #0072b2; fill-opacity: 0.3 } .stranger { fill: #d55e00 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } .text { fill: #f0f6fc } .quiet { fill: #9198a1 } .rule { stroke: #3d444d } .own { fill: #171d25 }
    .failed { fill: #56b4e9 } .open { fill: #56b4e9; fill-opacity: 0.35 } .stranger { fill: #f0883e }
  }
  text { font-family: -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; font-size: 11.5px }
  .title { font-size: 15px; font-weight: 600 } .head { font-weight: 600 } .small { font-size: 10px }`;

const ABOUT =
  'virtual minutes each, in a simulated AWS; one client a second at each fixed IP. ' +
  'How long troubles last is chosen, not measured. Shorter is better.';
const SCALE =
  'client-seconds, square-root scale. Beside a bar: failed + served only by failing open · seconds until healed';

/** Draws the comparison of a field as SVG. Equal rows have equal drawings. */
export function renderChart({ source, policies, traces }: NamedField, rows: readonly Row[]): string {
  const width = LEFT + policies.length * COLUMN + MARGIN;
  const bottom = TOP + traces.length * ROW;
  const height = bottom + FOOT;
  const largest = Math.max(...rows.map(({ figures }) => Math.max(reach(figures), strangerTotal(figures))));
  const scale = (value: number): number => LONGEST * Math.sqrt(value / largest);
  const ticks = largest < 3_600 ? TICKS : LARGE_TICKS;
  const title = `Client-seconds lost, by event and by policy, with an ${source} as source`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${title}</title>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="ground" width="${width}" height="${height}" rx="6"/>`,
    text(12, 24, title, 'text title'),
    text(12, 42, `${minutesOf(traces)} ${ABOUT}`, 'quiet'),
    ...legend(),
    `<rect class="own" x="${LEFT - 8}" y="${TOP - 40}" width="${COLUMN - 4}" height="${bottom - TOP + 44}" rx="4"/>`,
    ...policies.flatMap(({ name }, column) => [
      ...head(name, LEFT + column * COLUMN),
      ...ticks.flatMap((value) => tick(value, LEFT + column * COLUMN + scale(value), bottom)),
    ]),
    ...traces.flatMap(({ name }, index) => {
      const own = rows.filter(({ trace }) => trace === name);
      return [
        line(12, TOP + index * ROW, width - 12, TOP + index * ROW),
        ...traceRow(name, own, TOP + index * ROW, scale),
      ];
    }),
    text(LEFT, height - 10, SCALE, 'quiet'),
    '</svg>',
  ].join('\n')}\n`;
}

type Scale = (value: number) => number;

function traceRow(name: string, rows: readonly Row[], top: number, scale: Scale): readonly string[] {
  const [first = '', second] = name.split(', ');
  const label =
    second === undefined
      ? [text(12, top + ROW / 2 + 4, first, 'text')]
      : [text(12, top + ROW / 2 - 3, `${first},`, 'text'), text(12, top + ROW / 2 + 11, second, 'text')];
  const hasStranger = rows.some(({ figures }) => strangerTotal(figures) > 0);
  const cells = rows.flatMap(({ figures }, column) =>
    cell(figures, { x: LEFT + column * COLUMN, top, hasStranger, scale }),
  );
  return [...label, ...cells];
}

type Cell = { readonly x: number; readonly top: number; readonly hasStranger: boolean; readonly scale: Scale };

function cell(figures: Figures, { x, top, hasStranger, scale }: Cell): readonly string[] {
  const upper = hasStranger ? top + ROW / 2 - BAR_HEIGHT - 2 : top + (ROW - BAR_HEIGHT) / 2;
  const lower = top + ROW / 2 + 2;
  const [failed, open, stranger] = [figures.failed, reach(figures), strangerTotal(figures)];
  return [
    bar(x, upper, scale(failed), 'failed'),
    bar(x + scale(failed), upper, scale(open) - scale(failed), 'open'),
    text(x + scale(open) + 4, upper + BAR_HEIGHT - 1, label(figures), 'text small'),
    ...(hasStranger
      ? [
          bar(x, lower, scale(stranger), 'stranger'),
          text(x + scale(stranger) + 4, lower + BAR_HEIGHT - 1, whole(stranger), 'text small'),
        ]
      : []),
  ].filter((part) => part !== '');
}

function label({ failed, failingOpen, healSeconds }: Figures): string {
  const lost = failingOpen > 0 ? `${whole(failed)}+${whole(failingOpen)}` : whole(failed);
  return `${lost} · ${healSeconds === 'never' ? 'never' : `${healSeconds} s`}`;
}

/** Where the bar of what failed ends, with what was served only because the load balancer failed open. */
function reach({ failed, failingOpen }: Figures): number {
  return failed + failingOpen;
}

function legend(): readonly string[] {
  const entries = [
    ['failed', 'failed'],
    ['open', 'served only by failing open, while no target was healthy'],
    ['stranger', 'reached a stranger'],
  ] as const;
  const offsets = [0, 66, 424];
  return entries.flatMap(([name, says], index) => {
    const x = 12 + (offsets[index] ?? 0);
    return [bar(x, 54, 12, name), text(x + 18, 63, says, 'text')];
  });
}

/** A policy's name in two lines. */
function head(name: string, x: number): readonly string[] {
  const words = name.split('-');
  const split = name.length > 14 ? Math.ceil(words.length / 2) : words.length;
  const lines = [words.slice(0, split).join('-'), words.slice(split).join('-')].filter((part) => part !== '');
  return lines.map((part, index) => {
    const hyphenated = index < lines.length - 1 ? `${part}-` : part;
    return text(x, TOP - 10 - (lines.length - 1 - index) * 14, hyphenated, 'text head');
  });
}

function tick(value: number, x: number, bottom: number): readonly string[] {
  return [line(x, TOP, x, bottom + 4), text(x, bottom + 16, String(value), 'quiet small', 'middle')];
}

function whole(value: number): string {
  return String(Math.round(value));
}
