/** `observe` only plans, `add` never deregisters, `enforce` does both. */
export type Mode = 'observe' | 'add' | 'enforce';

/** What a decision needs to know of a binding. */
export type Spec = {
  readonly name: string;
  readonly targetGroupArn: string;
  readonly source: {
    readonly vpcEndpointId: string;
    /** Refuse unless the endpoint is of this service. */
    readonly serviceName?: string | undefined;
    /** Endpoints being replaced: their addresses are `retired`. */
    readonly previous: readonly string[];
  };
  /** Default: the target group's port. */
  readonly port?: number | undefined;
  readonly mode: Mode;
  /** Replacements that must be healthy before a retired target goes. */
  readonly minHealthy: number;
  /** IPs tolerated in the group: neither missing nor surplus. */
  readonly keep: readonly string[];
};
