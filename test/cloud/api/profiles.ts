import { restJson } from '../wire/rest-json.ts';
import type { XmlRecord } from '../wire/xml.ts';
import { AwsError } from '../world/aws-error.ts';
import type { Profile } from '../world/resolver.ts';
import type { Vpc, World } from '../world/state.ts';
import type { Caller, Operation, Service } from './operation.ts';
import { page, type PagingStyle } from './paging.ts';
import { requiredText, text } from './params.ts';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53profiles_ListProfileAssociations.html */
const PAGING: PagingStyle = {
  size: 'maxResults',
  token: 'nextToken',
  min: 1,
  max: 100,
  badToken: 'InvalidNextTokenException',
};

/** The associations of the caller's VPCs, with Profiles of every owner. */
const listProfileAssociations: Operation = (world, caller, params) => {
  const profileId = text(params, 'profileId');
  const resourceId = text(params, 'resourceId');
  const associations = profilesHere(world, caller)
    .flatMap((profile) => [...profile.vpcs.values()].map((vpc) => ({ profile, vpc })))
    .filter(({ profile, vpc }) => isOwn(vpc, caller) && profile.id === (profileId ?? profile.id))
    .filter(({ vpc }) => vpc.id === (resourceId ?? vpc.id));
  const { items, next } = page(associations, params, PAGING);
  return {
    ProfileAssociations: items.map(({ profile, vpc }) => ({
      ...common(profile, `rpassoc-${vpc.id.slice(-16)}`),
      OwnerId: vpc.ownerId,
      ResourceId: vpc.id,
    })),
    NextToken: next,
  };
};

/** What a Profile carries, for its owner and for those whose VPCs it is associated with. */
const listProfileResourceAssociations: Operation = (world, caller, params) => {
  const profile = findProfile(world, caller, requiredText(params, 'ProfileId'));
  const type = text(params, 'resourceType');
  const resources = resourcesOf(profile).filter(({ ResourceType }) => ResourceType === (type ?? ResourceType));
  const { items, next } = page(resources, params, PAGING);
  return { ProfileResourceAssociations: items, NextToken: next };
};

/** Route 53 Profiles. */
export const route53profiles: Service = {
  protocol: restJson({
    ListProfileAssociations: 'GET /profileassociations',
    ListProfileResourceAssociations: 'GET /profileresourceassociations/profileid/{ProfileId}',
  }),
  operations: {
    ListProfileAssociations: listProfileAssociations,
    ListProfileResourceAssociations: listProfileResourceAssociations,
  },
};

function findProfile(world: World, caller: Caller, id: string): Profile {
  const found = profilesHere(world, caller).find(
    (profile) =>
      profile.id === id &&
      (profile.ownerId === caller.account || [...profile.vpcs.values()].some((vpc) => isOwn(vpc, caller))),
  );
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `Profile ${id} does not exist`, 404);
  return found;
}

function profilesHere(world: World, { region }: Caller): readonly Profile[] {
  return [...world.profiles.values()].filter((profile) => profile.region === region);
}

function isOwn(vpc: Vpc, { account }: Caller): boolean {
  return vpc.ownerId === account;
}

function resourcesOf(profile: Profile): readonly (XmlRecord & { readonly ResourceType: string })[] {
  const zones = [...profile.zones.keys()].map((id) => ({
    type: 'HOSTED_ZONE',
    arn: `arn:aws:route53:::hostedzone/${id}`,
  }));
  const rules = [...profile.rules.values()].map(({ arn }) => ({ type: 'RESOLVER_RULE', arn }));
  return [...zones, ...rules].map(({ type, arn }, index) => ({
    ...common(profile, `rpr-${profile.id.slice(-12)}${index}`),
    OwnerId: profile.ownerId,
    ResourceArn: arn,
    ResourceType: type,
  }));
}

function common({ id: profileId, name, createdAt }: Profile, id: string): XmlRecord {
  const at = new Date(createdAt);
  return { Id: id, Name: name, ProfileId: profileId, Status: 'COMPLETE', CreationTime: at, ModificationTime: at };
}
