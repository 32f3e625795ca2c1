import { z } from 'zod';
import { doing } from './failure.ts';
import { readAllPages } from './paging.ts';
import { type SignedAws, signedCall } from './signed-call.ts';

const associations = z.object({
  ProfileAssociations: z.array(z.object({ ProfileId: z.string(), Status: z.string() })),
  NextToken: z.string().nullish(),
});

const resources = z.object({
  ProfileResourceAssociations: z.array(z.object({ ResourceArn: z.string(), Status: z.string() })),
  NextToken: z.string().nullish(),
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53profiles_ProfileAssociation.html */
export type ProfileAssociation = z.infer<typeof associations>['ProfileAssociations'][number];
/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53profiles_ProfileResourceAssociation.html */
export type ProfileResource = z.infer<typeof resources>['ProfileResourceAssociations'][number];

/** Which Route 53 Profiles are associated with a VPC. */
export function listProfileAssociations(aws: SignedAws, vpcId: string): Promise<readonly ProfileAssociation[]> {
  return doing(`listing the Route 53 Profiles of ${vpcId}`, () =>
    readAllPages(async (token) => {
      const query = { resourceId: vpcId, ...(token !== undefined && { nextToken: token }) };
      const answer = await signedCall(
        aws,
        { service: 'route53profiles', method: 'GET', path: '/profileassociations', query },
        associations,
      );
      return { items: answer.ProfileAssociations, next: answer.NextToken ?? undefined };
    }),
  );
}

/** What a Route 53 Profile brings to its VPCs: zones, Resolver rules, and more. */
export function listProfileResources(aws: SignedAws, profileId: string): Promise<readonly ProfileResource[]> {
  return doing(`listing the resources of the Route 53 Profile ${profileId}`, () =>
    readAllPages(async (token) => {
      const path = `/profileresourceassociations/profileid/${encodeURIComponent(profileId)}`;
      const query: Readonly<Record<string, string>> = token === undefined ? {} : { nextToken: token };
      const answer = await signedCall(aws, { service: 'route53profiles', method: 'GET', path, query }, resources);
      return { items: answer.ProfileResourceAssociations, next: answer.NextToken ?? undefined };
    }),
  );
}
