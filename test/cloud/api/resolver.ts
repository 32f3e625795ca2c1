import { awsJson } from '../wire/aws-json.ts';
import type { Params } from '../wire/form.ts';
import type { XmlRecord } from '../wire/xml.ts';
import type { ResolverRule } from '../world/resolver.ts';
import type { World } from '../world/state.ts';
import { BadParameter } from './bad-parameter.ts';
import type { Caller, Operation, Service } from './operation.ts';
import { page, type PagingStyle } from './paging.ts';
import { integer, records, requiredText, texts } from './params.ts';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ListResolverRules.html */
const PAGING: PagingStyle = {
  size: 'MaxResults',
  token: 'NextToken',
  min: 1,
  max: 100,
  badToken: 'InvalidNextTokenException',
};

/** Every VPC is associated with it: by it the Resolver itself resolves what no other rule covers. */
const INTERNET_RULE = 'rslvr-autodefined-rr-internet-resolver';

/** Those a VPC owner made, and the one that every VPC has. */
const listResolverRuleAssociations: Operation = (world, caller, params) => {
  const rules = [...world.resolverRules.values()];
  const associations = ownVpcs(world, caller).flatMap(({ id }) => [
    association({
      id: `rslvr-autodefined-assoc-${id}-internet-resolver`,
      rule: INTERNET_RULE,
      name: 'System Rule Association',
      vpc: id,
    }),
    ...rules
      .filter(({ vpcs }) => vpcs.has(id))
      .map((rule) => association({ id: associationId(rule, id), rule: rule.id, name: rule.name, vpc: id })),
  ]);
  const kept = filtered(associations, params, ['Name', 'ResolverRuleId', 'Status', 'VPCId']);
  const { items, next } = page(kept, params, PAGING);
  return { ResolverRuleAssociations: items, MaxResults: integer(params, 'MaxResults') ?? PAGING.max, NextToken: next };
};

/** The caller's own rules, those that others shared with it, and the one that every VPC has. */
const listResolverRules: Operation = (world, caller, params) => {
  const vpcs = ownVpcs(world, caller);
  const rules = [...world.resolverRules.values()].filter(
    (rule) =>
      rule.region === caller.region && (rule.ownerId === caller.account || vpcs.some(({ id }) => rule.vpcs.has(id))),
  );
  const rendered = [internetRule(caller), ...rules.map((rule) => renderRule(rule, caller))];
  const kept = filtered(rendered, params, ['DomainName', 'Name', 'Status']);
  const { items, next } = page(kept, params, PAGING);
  return { ResolverRules: items, MaxResults: integer(params, 'MaxResults') ?? PAGING.max, NextToken: next };
};

/** Route 53 Resolver: rules and their associations. */
export const route53resolver: Service = {
  protocol: awsJson('Route53Resolver'),
  operations: {
    ListResolverRuleAssociations: listResolverRuleAssociations,
    ListResolverRules: listResolverRules,
  },
};

function ownVpcs(world: World, { account, region }: Caller) {
  return [...world.vpcs.values()].filter((vpc) => vpc.ownerId === account && vpc.region === region);
}

/** Keeps what has one of the values of every filter; a filter is named by the member it looks at. */
function filtered(items: readonly XmlRecord[], params: Params, names: readonly string[]): readonly XmlRecord[] {
  const filters = records(params, 'Filters').map((each) => ({
    name: requiredText(each, 'Name'),
    values: texts(each, 'Values'),
  }));
  const unknown = filters.find(({ name }) => !names.includes(name));
  if (unknown !== undefined) throw new BadParameter('invalid', `The filter '${unknown.name}' is invalid.`);
  return items.filter((item) =>
    filters.every(({ name, values }) => {
      const value = item[name];
      return typeof value === 'string' && values.includes(value);
    }),
  );
}

function association({ id, rule, name, vpc }: Readonly<Record<'id' | 'rule' | 'name' | 'vpc', string>>): XmlRecord {
  return { Id: id, ResolverRuleId: rule, Name: name, VPCId: vpc, Status: 'COMPLETE', StatusMessage: '' };
}

function associationId({ id }: ResolverRule, vpcId: string): string {
  return `rslvr-rrassoc-${id.slice(-8)}${vpcId.slice(-8)}`;
}

/** In the words of https://docs.aws.amazon.com/cli/latest/reference/route53resolver/list-resolver-rules.html */
function internetRule({ region }: Caller): XmlRecord {
  return {
    Id: INTERNET_RULE,
    CreatorRequestId: '',
    Arn: `arn:aws:route53resolver:${region}::autodefined-rule/${INTERNET_RULE}`,
    DomainName: '.',
    Status: 'COMPLETE',
    RuleType: 'RECURSIVE',
    Name: 'Internet Resolver',
    OwnerId: 'Route 53 Resolver',
    ShareStatus: 'NOT_SHARED',
  };
}

function renderRule(rule: ResolverRule, { account }: Caller): XmlRecord {
  const { id, arn, domain, type, name, targetIps, ownerId, createdAt } = rule;
  return {
    Id: id,
    CreatorRequestId: id,
    Arn: arn,
    DomainName: domain,
    Status: 'COMPLETE',
    RuleType: type,
    Name: name,
    TargetIps: type === 'FORWARD' ? targetIps.map((ip) => ({ Ip: ip, Port: 53 })) : undefined,
    OwnerId: ownerId,
    ShareStatus: ownerId === account ? 'NOT_SHARED' : 'SHARED_WITH_ME',
    CreationTime: new Date(createdAt).toISOString(),
  };
}
