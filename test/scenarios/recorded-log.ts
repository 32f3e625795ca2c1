import { logLine } from '../../controller/log-lines.ts';
import type { Log } from '../../controller/log.ts';

/** A line as the functions print it, without what Powertools adds. */
export type LogLine = { readonly message: string; readonly level: string; readonly [field: string]: unknown };

/** A log that keeps its lines, and takes no other than those that are documented. */
export function recordLog(): { readonly logger: Log; readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const at =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>>): void => {
      lines.push(logLine.parse({ ...fields, level, message }));
    };
  return { logger: { info: at('INFO'), warn: at('WARN'), error: at('ERROR') }, lines };
}
