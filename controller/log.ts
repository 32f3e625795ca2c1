/** Where log lines go: the Powertools logger in production. A line is a message and fields. */
export type Log = Readonly<
  Record<'info' | 'warn' | 'error', (message: string, fields: Readonly<Record<string, unknown>>) => void>
>;
