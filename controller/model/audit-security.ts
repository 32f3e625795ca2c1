/** A security group. */
export type SecurityGroup = {
  readonly id: string;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
};

/** A rule of a security group. Protocol `-1` is all traffic; ports are absent where the protocol has none. */
export type SecurityGroupRule = {
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidrs: readonly string[];
  readonly groupIds: readonly string[];
  readonly prefixListIds: readonly string[];
};
