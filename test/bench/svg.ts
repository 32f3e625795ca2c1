/** In pixels, as everything here. */
export const BAR_HEIGHT = 10;

/** A bar, none where it would not be seen. */
export function bar(x: number, y: number, width: number, name: string): string {
  return width < 0.05
    ? ''
    : `<rect class="${name}" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${BAR_HEIGHT}"/>`;
}

/** A thin rule. */
export function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="rule" x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}"/>`;
}

/** Words, in the styles that are named. */
export function text(x: number, y: number, says: string, name: string, anchor?: 'middle'): string {
  const anchored = anchor === undefined ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${name}" x="${px(x)}" y="${px(y)}"${anchored}>${says}</text>`;
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
