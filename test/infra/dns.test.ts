import { describe, expect, it } from 'vitest';
import { resource, resources } from './resources.ts';
import { EXISTING, IMPORTED, NAMED, NEW, settingsWith } from './settings-builders.ts';
import { templateFor } from './synth.ts';

const ARN = 'arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-4000-8000-000000000001';

describe('split-horizon records', () => {
  it('lead to the load balancer on the internet and to the endpoint in the VPC', () => {
    const template = templateFor(NAMED);
    const loadBalancer = resource(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    const endpoint = resource(template, 'AWS::EC2::VPCEndpoint');
    expect(resource(template, 'AWS::Route53::RecordSet', 'DnsPublic').Properties).toMatchObject({
      Name: 'api.example.com.',
      Type: 'A',
      HostedZoneId: 'Z0PUBLIC',
      AliasTarget: { HostedZoneId: { 'Fn::GetAtt': [loadBalancer.id, 'CanonicalHostedZoneID'] } },
    });
    const entry = { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': [endpoint.id, 'DnsEntries'] }] }] };
    expect(resource(template, 'AWS::Route53::RecordSet', 'DnsPrivate').Properties).toMatchObject({
      Name: 'api.example.com.',
      Type: 'A',
      HostedZoneId: { Ref: resource(template, 'AWS::Route53::HostedZone').id },
      AliasTarget: { HostedZoneId: { 'Fn::Select': [0, entry] }, DNSName: { 'Fn::Select': [1, entry] } },
    });
  });

  it('do not depend on health: an empty group must not take the name away', () => {
    for (const { Properties } of resources(templateFor(NAMED), 'AWS::Route53::RecordSet')) {
      expect(Properties['AliasTarget']).not.toHaveProperty('EvaluateTargetHealth', true);
    }
  });

  it('are A alone: the load balancer speaks IPv4', () => {
    const types = resources(templateFor(NAMED), 'AWS::Route53::RecordSet').map(({ Properties }) => Properties['Type']);
    expect(types).toEqual(['A', 'A']);
  });

  it('of an existing endpoint lead to the name that the settings tell', () => {
    const dnsName = 'vpce-00000000000000001-abcd1234.execute-api.eu-west-1.vpce.amazonaws.com';
    const settings = settingsWith(IMPORTED, {
      hostname: NAMED['hostname'],
      'endpoint.existing.dnsName': dnsName,
      'endpoint.existing.hostedZoneId': 'Z0ENDPOINT',
    });
    const { Properties } = resource(templateFor(settings), 'AWS::Route53::RecordSet', 'DnsPrivate');
    expect(Properties['AliasTarget']).toMatchObject({ DNSName: dnsName, HostedZoneId: 'Z0ENDPOINT' });
  });
});

describe('hosted zones', () => {
  it('of the private half hold the hostname alone, for the VPC and its clients, and go with their record', () => {
    const settings = settingsWith(NAMED, { 'hostname.clientVpcIds': ['vpc-00000002'] });
    const template = templateFor(settings);
    expect(resource(template, 'AWS::Route53::HostedZone')).toMatchObject({
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
      Properties: {
        Name: 'api.example.com.',
        VPCs: [{ VPCId: { Ref: resource(template, 'AWS::EC2::VPC').id } }, { VPCId: 'vpc-00000002' }],
      },
    });
  });

  it('are made where the settings say so, and the name servers of a public one are told', () => {
    const hostname = { name: 'api.example.com', certificateArn: ARN, publicZone: { create: 'example.com' } };
    const template = templateFor(settingsWith(NEW, { hostname }));
    const zone = resource(template, 'AWS::Route53::HostedZone', 'PublicZone');
    expect(zone).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', Properties: { Name: 'example.com.' } });
    template.hasOutput('*', { Value: { 'Fn::Join': [' ', { 'Fn::GetAtt': [zone.id, 'NameServers'] }] } });
  });

  it('are looked up by name where the settings say so: the public one, and the one that the VPC uses', () => {
    const find = settingsWith(EXISTING, {
      hostname: { name: 'api.example.com', publicZone: { find: 'example.com' }, privateZone: { find: 'example.com' } },
    });
    const where = 'account=111122223333';
    const found = {
      [`hosted-zone:${where}:domainName=example.com:region=eu-west-1`]: { Id: 'Z0FOUND', Name: 'example.com.' },
      [`hosted-zone:${where}:domainName=example.com:privateZone=true:region=eu-west-1:vpcId=vpc-00000000000000001`]: {
        Id: 'Z0INSIDE',
        Name: 'example.com.',
      },
    };
    const records = resources(templateFor(find, found), 'AWS::Route53::RecordSet');
    expect(records.map(({ Properties }) => Properties['HostedZoneId'])).toEqual(['Z0FOUND', 'Z0INSIDE']);
  });

  it('that exist get a record and nothing else', () => {
    const privateZone = { existing: { id: 'Z0PRIVATE', name: 'example.com' } };
    const template = templateFor(settingsWith(EXISTING, { hostname: { ...Object(NAMED['hostname']), privateZone } }));
    expect(resources(template, 'AWS::Route53::HostedZone')).toEqual([]);
    expect(resource(template, 'AWS::Route53::RecordSet', 'DnsPrivate').Properties['HostedZoneId']).toBe('Z0PRIVATE');
  });

  it.each([
    ['no private half', { 'hostname.privateZone': false }, ['DnsPublic']],
    ['no public half', { hostname: { name: 'api.example.com', certificateArn: ARN } }, ['DnsPrivate']],
  ])('may be left out: %s', (_, changes, halves) => {
    const records = resources(templateFor(settingsWith(NAMED, { ...changes })), 'AWS::Route53::RecordSet');
    expect(records.map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(halves);
  });
});

describe('the certificate', () => {
  it('is validated in the public zone', () => {
    expect(resource(templateFor(NAMED), 'AWS::CertificateManager::Certificate').Properties).toMatchObject({
      DomainName: 'api.example.com',
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: 'api.example.com', HostedZoneId: 'Z0PUBLIC' }],
    });
  });

  it('is taken as it is where it is brought', () => {
    const template = templateFor(settingsWith(NAMED, { 'hostname.certificateArn': ARN }));
    expect(resources(template, 'AWS::CertificateManager::Certificate')).toEqual([]);
    expect(JSON.stringify(resource(template, 'AWS::ElasticLoadBalancingV2::Listener'))).toContain(ARN);
    expect(JSON.stringify(resource(template, 'AWS::ApiGateway::DomainName'))).toContain(ARN);
  });
});
