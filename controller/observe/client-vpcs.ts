import type { AuditAws } from '../aws/audit-clients.ts';
import { attempt, given, IncompleteAnswer } from '../aws/failure.ts';
import type { Pace } from '../aws/pace.ts';
import { listProfileAssociations, listProfileResources } from '../aws/profiles.ts';
import { listRuleAssociations, listRules } from '../aws/resolver.ts';
import { listZonesByVpc } from '../aws/route53.ts';
import { describeVpc } from '../aws/ec2.ts';
import { hasDnsHostnames, isDnsSupported } from '../aws/vpc.ts';
import { toCidrs } from './network.ts';
import type { BroughtByProfiles, ClientVpc, ResolverRule } from '../model/audit-client-vpc.ts';
import { canonicalName, type ZoneSummary } from '../model/dns.ts';
import { toZoneId } from './dns.ts';
import type { Zones } from './zones.ts';

type Means = { readonly aws: AuditAws; readonly pace: Pace; readonly zones: Zones };

/** Associations in these states do not hold: of Resolver rules, of Profiles with VPCs, and of resources with Profiles. */
const NOT_IN_FORCE: ReadonlySet<string> = new Set(['FAILED', 'DELETED']);

/** Reads VPCs as far as DNS and routing to the endpoint go. One listing of Resolver rules serves all of them. */
export function observeClientVpcs(means: Means, vpcIds: readonly string[]): Promise<readonly ClientVpc[]> {
  let listing: Listing | undefined;
  const findRules = findIn(() => (listing ??= listRules({ ...means.aws, pace: means.pace })));
  return Promise.all(vpcIds.map((vpcId) => observeClientVpc({ ...means, findRules }, vpcId)));
}

type Listing = ReturnType<typeof listRules>;
type FindRules = (ids: readonly string[]) => Promise<readonly ResolverRule[]>;

async function observeClientVpc(
  { aws, pace, zones, findRules }: Means & { readonly findRules: FindRules },
  id: string,
): Promise<ClientVpc> {
  const paced = { ...aws, pace };
  const [cidrs, dnsSupport, dnsHostnames, associated, rules, profiles] = await Promise.all([
    attempt(async () => toCidrs(await describeVpc(aws, id))),
    attempt(() => isDnsSupported(aws, id)),
    attempt(() => hasDnsHostnames(aws, id)),
    attempt(async () =>
      (await listZonesByVpc(paced, { id, region: aws.region })).map(
        ({ HostedZoneId, Name }): ZoneSummary => ({
          id: toZoneId(HostedZoneId),
          name: canonicalName(given(Name, 'Name')),
        }),
      ),
    ),
    attempt(async () => {
      const associations = (await listRuleAssociations(paced, id)).filter(isInForce);
      return findRules(associations.map(({ ResolverRuleId }) => ResolverRuleId));
    }),
    attempt(() => observeProfiles({ aws, pace, zones, findRules }, id)),
  ]);
  return { id, cidrs, dnsSupport, dnsHostnames, zones: associated, rules, profiles };
}

async function observeProfiles(
  { aws, pace, zones, findRules }: Means & { readonly findRules: FindRules },
  vpcId: string,
): Promise<BroughtByProfiles> {
  const paced = { ...aws, pace };
  const associations = (await listProfileAssociations(paced, vpcId)).filter(isInForce);
  const resources = await Promise.all(associations.map(({ ProfileId }) => listProfileResources(paced, ProfileId)));
  const arns = resources
    .flat()
    .filter(isInForce)
    .map(({ ResourceArn }) => ResourceArn);
  // The ARN tells that a zone is brought; only the zone itself tells its name.
  const named = idsAfter(':hostedzone/', arns).map(async (id) => ({
    id,
    name: await attempt(async () => (await zones.zone(id)).name),
  }));
  const [brought, rules] = await Promise.all([
    Promise.all(named),
    attempt(() => findRules(idsAfter(':resolver-rule/', arns))),
  ]);
  return { zones: brought, rules };
}

/** Looks rules up. One that is not in the listing is no harmless rule: nothing is known of it. */
function findIn(listing: () => Listing): FindRules {
  return async (ids) => {
    if (ids.length === 0) return [];
    const byId = new Map((await listing()).map((rule) => [rule.Id, rule]));
    return ids.map((id) => {
      const rule = byId.get(id);
      if (rule === undefined)
        throw new IncompleteAnswer(`${id} is associated, and not among the account’s Resolver rules`);
      // A rule that delegates has a delegation record instead of a domain.
      return { id, type: rule.RuleType, domainName: canonicalName(rule.DomainName ?? '') };
    });
  };
}

function isInForce({ Status }: { readonly Status: string }): boolean {
  return !NOT_IN_FORCE.has(Status);
}

function idsAfter(mark: string, arns: readonly string[]): readonly string[] {
  return arns.flatMap((arn) => (arn.includes(mark) ? arn.split(mark).slice(1) : [])).toSorted();
}
