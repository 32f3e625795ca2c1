/** What cfn-lint says of our templates that is as it should be. */
export type Exception = { readonly ruleId: string; readonly reason: string };

export const EXCEPTIONS: readonly Exception[] = [
  {
    ruleId: 'W3005',
    reason:
      'A construct depends on the whole of another one, its role with the policies beside it for instance. CDK writes ' +
      'that out for each resource in it, also for the one that is referred to anyway.',
  },
];
