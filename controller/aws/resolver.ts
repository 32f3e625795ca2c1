import { z } from 'zod';
import { doing } from './failure.ts';
import { readAllPages } from './paging.ts';
import { type SignedAws, type SignedCall, signedCall } from './signed-call.ts';

const associations = z.object({
  ResolverRuleAssociations: z.array(z.object({ ResolverRuleId: z.string(), Status: z.string() })),
  NextToken: z.string().nullish(),
});

const rules = z.object({
  ResolverRules: z.array(z.object({ Id: z.string(), RuleType: z.string(), DomainName: z.string().nullish() })),
  NextToken: z.string().nullish(),
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ResolverRuleAssociation.html */
export type ResolverRuleAssociation = z.infer<typeof associations>['ResolverRuleAssociations'][number];
/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ResolverRule.html */
export type ResolverRule = z.infer<typeof rules>['ResolverRules'][number];

/** Which Resolver rules are associated with a VPC. */
export function listRuleAssociations(aws: SignedAws, vpcId: string): Promise<readonly ResolverRuleAssociation[]> {
  return doing(`listing the Resolver rules of ${vpcId}`, () =>
    readAllPages(async (NextToken) => {
      const request = { Filters: [{ Name: 'VPCId', Values: [vpcId] }], NextToken };
      const answer = await signedCall(aws, resolverCall('ListResolverRuleAssociations', request), associations);
      return { items: answer.ResolverRuleAssociations, next: answer.NextToken ?? undefined };
    }),
  );
}

/** The Resolver rules of the account, with those shared with it. */
export function listRules(aws: SignedAws): Promise<readonly ResolverRule[]> {
  return doing('listing the Resolver rules', () =>
    readAllPages(async (NextToken) => {
      const answer = await signedCall(aws, resolverCall('ListResolverRules', { NextToken }), rules);
      return { items: answer.ResolverRules, next: answer.NextToken ?? undefined };
    }),
  );
}

function resolverCall(operation: string, request: object): SignedCall {
  return {
    service: 'route53resolver',
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Route53Resolver.${operation}` },
    body: JSON.stringify(request),
  };
}
