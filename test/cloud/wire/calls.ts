import type { Params } from './form.ts';

/** A request as AWS received it. `params` carry the names of the wire: `Filter`, `VpcEndpointId`, `Targets`. */
export type Request = {
  readonly at: Date;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** The caller's account, chosen by its access key. */
  readonly account: string;
  readonly accessKeyId: string;
  readonly params: Params;
  /** True if the operation changes what can be read; PutEvents tells, and changes nothing. */
  readonly write: boolean;
};

/** A request with what became of it: AWS's error code, or the fault that kept AWS from answering. */
export type Call = Request & { readonly error?: string };
