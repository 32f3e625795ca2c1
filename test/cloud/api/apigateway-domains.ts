import type { Params } from '../wire/form.ts';
import type { XmlRecord } from '../wire/xml.ts';
import type { Domain } from '../world/apis.ts';
import { AwsError } from '../world/aws-error.ts';
import type { World } from '../world/state.ts';
import type { Caller, Operation } from './operation.ts';
import { oneOf, requiredText, text } from './params.ts';
import { pageOf, renderPage } from './apigateway-paging.ts';
import { escaped } from './apigateway-policy.ts';

/** Which side of a sharing to list: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html */
const OWNERS = ['SELF', 'OTHER_ACCOUNTS'] as const;

/** A private domain is found with its id only, a public one without. */
export const getDomainName: Operation = (world, caller, params) => render(findDomain(world, caller, params));

/** Of others' domains only what it takes to name them is shown. */
export const getDomainNames: Operation = (world, { account, region }, params) => {
  const isSelf = oneOf(params, 'resourceOwner', OWNERS) === 'SELF';
  const domains = [...world.domains.values()].filter(
    (domain) => domain.region === region && (isSelf ? domain.ownerId === account : domain.sharedWith.has(account)),
  );
  return renderPage(pageOf(domains, params), isSelf ? render : renderName);
};

export const getBasePathMappings: Operation = (world, caller, params) => {
  const { mappings } = findDomain(world, caller, params);
  return renderPage(pageOf(mappings, params), ({ path, apiId, stage }) => ({
    basePath: path === '' ? '(none)' : path,
    restApiId: apiId,
    stage,
  }));
};

/** Those that the caller made, or those of others with the caller's domains. */
export const getDomainNameAccessAssociations: Operation = (world, { account, region }, params) => {
  const isSelf = oneOf(params, 'resourceOwner', OWNERS) === 'SELF';
  const associations = [...world.accessAssociations.values()].filter((each) => {
    const owners = { maker: each.ownerId, domain: world.domains.get(each.domainArn)?.ownerId };
    const isListed = isSelf ? owners.maker === account : owners.maker !== account && owners.domain === account;
    return each.region === region && isListed;
  });
  return renderPage(pageOf(associations, params), ({ arn, domainArn, endpointId }) => ({
    domainNameAccessAssociationArn: arn,
    domainNameArn: domainArn,
    accessAssociationSource: endpointId,
    accessAssociationSourceType: 'VPCE',
  }));
};

function findDomain(world: World, { account, region }: Caller, params: Params): Domain {
  const name = requiredText(params, 'domain_name');
  const id = text(params, 'domainNameId');
  const found = [...world.domains.values()].find(
    (domain) => domain.name === name && domain.id === id && domain.ownerId === account && domain.region === region,
  );
  if (found === undefined) {
    throw new AwsError('NotFoundException', 'Invalid domain name identifier specified', 404);
  }
  return found;
}

function render(domain: Domain): XmlRecord {
  const { endpointType, status, certificateArn, accessMode, routingMode, policy } = domain;
  return {
    ...renderName(domain),
    [endpointType === 'REGIONAL' ? 'regionalCertificateArn' : 'certificateArn']: certificateArn,
    endpointConfiguration: {
      types: [endpointType],
      ipAddressType: endpointType === 'PRIVATE' ? 'dualstack' : 'ipv4',
    },
    domainNameStatus: status,
    endpointAccessMode: accessMode,
    securityPolicy: 'TLS_1_2',
    routingMode,
    policy: policy === undefined ? undefined : escaped(policy),
  };
}

function renderName({ name, id, arn }: Domain): XmlRecord {
  return { domainName: name, domainNameId: id, domainNameArn: arn };
}
