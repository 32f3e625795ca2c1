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

/** What a report on a binding is about. */
export type Identity = {
  readonly binding: string;
  readonly targetGroupArn: string;
  /** The id of the source. */
  readonly source: string;
};

/** Names the binding, its group and its source. */
export function identify({ name, targetGroupArn, source }: Spec): Identity {
  return { binding: name, targetGroupArn, source: source.vpcEndpointId };
}
