import { restXml } from '../wire/rest-xml.ts';
import type { Service } from './operation.ts';
import * as records from './route53-records.ts';
import * as vpcs from './route53-vpcs.ts';
import * as zones from './route53-zones.ts';

/** Route 53: https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53.html */
export const route53: Service = {
  protocol: restXml('https://route53.amazonaws.com/doc/2013-04-01/', {
    CreateHostedZone: 'POST /2013-04-01/hostedzone',
    GetHostedZone: 'GET /2013-04-01/hostedzone/{Id}',
    ListHostedZonesByName: 'GET /2013-04-01/hostedzonesbyname',
    AssociateVPCWithHostedZone: 'POST /2013-04-01/hostedzone/{Id}/associatevpc',
    ListHostedZonesByVPC: 'GET /2013-04-01/hostedzonesbyvpc',
    ChangeResourceRecordSets: 'POST /2013-04-01/hostedzone/{Id}/rrset',
    ListResourceRecordSets: 'GET /2013-04-01/hostedzone/{Id}/rrset',
  }),
  operations: {
    CreateHostedZone: zones.createHostedZone,
    GetHostedZone: zones.getHostedZone,
    ListHostedZonesByName: zones.listHostedZonesByName,
    AssociateVPCWithHostedZone: vpcs.associateVpcWithHostedZone,
    ListHostedZonesByVPC: vpcs.listHostedZonesByVpc,
    ChangeResourceRecordSets: records.changeResourceRecordSets,
    ListResourceRecordSets: records.listResourceRecordSets,
  },
};
