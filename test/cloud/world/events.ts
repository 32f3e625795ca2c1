/** An event on the default bus of an account and Region. */
export type BusEvent = {
  readonly account: string;
  readonly region: string;
  readonly at: Date;
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
};
