import { restJson } from '../wire/rest-json.ts';
import * as apis from './apigateway-apis.ts';
import * as domains from './apigateway-domains.ts';
import { getVpcLinks } from './apigateway-vpc-links.ts';
import type { Service } from './operation.ts';

/** API Gateway: https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html */
export const apigateway: Service = {
  protocol: restJson({
    GetRestApi: 'GET /restapis/{restapi_id}',
    GetStage: 'GET /restapis/{restapi_id}/stages/{stage_name}',
    GetDomainName: 'GET /domainnames/{domain_name}',
    GetDomainNames: 'GET /domainnames',
    GetBasePathMappings: 'GET /domainnames/{domain_name}/basepathmappings',
    GetDomainNameAccessAssociations: 'GET /domainnameaccessassociations',
    GetVpcLinks: 'GET /vpclinks',
  }),
  operations: {
    GetRestApi: apis.getRestApi,
    GetStage: apis.getStage,
    GetDomainName: domains.getDomainName,
    GetDomainNames: domains.getDomainNames,
    GetBasePathMappings: domains.getBasePathMappings,
    GetDomainNameAccessAssociations: domains.getDomainNameAccessAssociations,
    GetVpcLinks: getVpcLinks,
  },
};
