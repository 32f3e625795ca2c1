import type { LineFields, Message } from './log-lines.ts';

/** Where log lines go: the Powertools logger in production. A line is one of the messages and its fields. */
export type Log = Readonly<
  Record<'info' | 'warn' | 'error', <M extends Message>(message: M, fields: LineFields[M]) => void>
>;
