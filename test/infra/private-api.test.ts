import { describe, expect, it } from 'vitest';
import { resource, resources } from './resources.ts';
import { EXISTING, IMPORTED, NAMED, NEW, settingsWith } from './settings-builders.ts';
import { templateFor, trial } from './synth.ts';

type Statement = {
  Effect: string;
  Principal: unknown;
  Action: unknown;
  Resource: unknown;
  Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

function policyOf(settings: unknown): readonly Statement[] {
  const { Policy } = resource(templateFor(settings), 'AWS::ApiGateway::RestApi').Properties;
  return (Policy as { Statement: Statement[] }).Statement;
}
const deployment = (settings: unknown): string => resource(templateFor(settings), 'AWS::ApiGateway::Deployment').id;

describe('the API', () => {
  it('is private, and lets everyone in who does not come from elsewhere', () => {
    expect(resource(trial(), 'AWS::ApiGateway::RestApi').Properties).toMatchObject({
      EndpointConfiguration: { Types: ['PRIVATE'] },
    });
    const [allow, deny] = policyOf(EXISTING);
    const common = { Principal: { AWS: '*' }, Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
    expect(allow).toEqual({ Effect: 'Allow', ...common });
    expect(deny).toMatchObject({ Effect: 'Deny', ...common });
  });

  it.each<[string, Readonly<Record<string, unknown>>, unknown]>([
    ['its VPC', {}, { 'aws:SourceVpc': ['vpc-00000000000000001'] }],
    [
      'its VPC and those of others',
      { 'api.clientVpcIds': ['vpc-00000002'], 'api.clientEndpointIds': ['vpce-00000002'] },
      { 'aws:SourceVpc': ['vpc-00000000000000001', 'vpc-00000002'], 'aws:SourceVpce': ['vpce-00000002'] },
    ],
    ['the endpoint alone', { 'api.access': 'endpoint' }, { 'aws:SourceVpce': ['vpce-00000000000000001'] }],
    [
      'the endpoint, and those of others',
      { 'api.access': 'endpoint', 'api.clientEndpointIds': ['vpce-00000002'], 'api.clientVpcIds': ['vpc-00000002'] },
      { 'aws:SourceVpce': ['vpce-00000000000000001', 'vpce-00000002'], 'aws:SourceVpc': ['vpc-00000002'] },
    ],
  ])('admits %s', (_, changes, condition) => {
    const [, deny] = policyOf(settingsWith(IMPORTED, changes));
    expect(deny?.Condition).toEqual({ StringNotEquals: condition });
  });

  it('is deployed anew when the endpoint that its policy names is replaced, though the text of the policy is the same', () => {
    const byEndpoint = settingsWith(NEW, { 'api.access': 'endpoint' });
    const replaced = settingsWith(byEndpoint, { 'vpc.create.cidr': '10.1.0.0/16' });
    const changed = settingsWith(byEndpoint, { 'endpoint.create.privateDns': true, accept: ['private-dns'] });
    for (const other of [replaced, changed]) {
      expect(policyOf(other)).toEqual(policyOf(byEndpoint));
      expect(deployment(other)).not.toBe(deployment(byEndpoint));
    }
  });

  it('is not deployed anew for that when its policy names the VPC', () => {
    const changed = settingsWith(NEW, { 'endpoint.create.privateDns': true, accept: ['private-dns'] });
    expect(deployment(changed)).toBe(deployment(NEW));
    expect(deployment(settingsWith(NEW, { 'vpc.create.cidr': '10.1.0.0/16' }))).toBe(deployment(NEW));
  });

  it('is deployed anew when its policy changes', () => {
    expect(deployment(settingsWith(NEW, { 'api.clientVpcIds': ['vpc-00000002'] }))).not.toBe(deployment(NEW));
  });

  it('answers the first call by itself, and says which endpoint it came through', () => {
    const { Properties } = resource(trial(), 'AWS::ApiGateway::Method');
    expect(Properties).toMatchObject({ HttpMethod: 'GET', Integration: { Type: 'MOCK' } });
    expect(JSON.stringify(Properties)).toContain('$context.identity.vpceId');
    expect(resources(trial(), 'AWS::ApiGateway::Resource')).toEqual([]);
  });

  it('is what an OpenAPI file says, with the same policy', () => {
    const template = templateFor(settingsWith(EXISTING, { 'api.openApi': openApiFile() }));
    expect(resources(template, 'AWS::ApiGateway::Method')).toEqual([]);
    const { Properties } = resource(template, 'AWS::ApiGateway::RestApi');
    expect(Properties).toHaveProperty('BodyS3Location');
    expect(Properties).toMatchObject({ EndpointConfiguration: { Types: ['PRIVATE'] } });
    expect(Properties['Policy']).toEqual(
      resource(templateFor(EXISTING), 'AWS::ApiGateway::RestApi').Properties['Policy'],
    );
  });
});

describe('a hostname', () => {
  it('is a Regional custom domain, mapped to the API at its root', () => {
    const template = templateFor(NAMED);
    const domain = resource(template, 'AWS::ApiGateway::DomainName');
    expect(domain.Properties).toMatchObject({
      DomainName: 'api.example.com',
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'TLS_1_2',
      RegionalCertificateArn: { Ref: resource(template, 'AWS::CertificateManager::Certificate').id },
    });
    const { Properties } = resource(template, 'AWS::ApiGateway::BasePathMapping');
    expect(Properties).toMatchObject({
      DomainName: { Ref: domain.id },
      RestApiId: { Ref: resource(template, 'AWS::ApiGateway::RestApi').id },
      Stage: { Ref: resource(template, 'AWS::ApiGateway::Stage').id },
    });
    expect(Properties).not.toHaveProperty('BasePath');
    template.hasOutput('ApiUrl', { Value: 'https://api.example.com/' });
  });

  it('is not there when TLS is passed on: the API has its own name', () => {
    expect(resources(trial(), 'AWS::ApiGateway::DomainName')).toEqual([]);
    expect(JSON.stringify(trial().findOutputs('ApiUrl'))).toContain('.execute-api.');
  });
});

describe('the endpoint', () => {
  it('has private DNS off, unless it is accepted, and admits the VPC that is made', () => {
    const template = templateFor(NEW);
    expect(resource(template, 'AWS::EC2::VPCEndpoint').Properties).toMatchObject({
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: false,
    });
    expect(resource(template, 'AWS::EC2::SecurityGroup', 'ApiEndpoint').Properties['SecurityGroupIngress']).toEqual([
      expect.objectContaining({ CidrIp: '10.0.0.0/16', FromPort: 443, ToPort: 443 }),
    ]);
    const accepted = settingsWith(NEW, { 'endpoint.create.privateDns': true, accept: ['private-dns'] });
    expect(resource(templateFor(accepted), 'AWS::EC2::VPCEndpoint').Properties['PrivateDnsEnabled']).toBe(true);
  });

  it('admits nobody but the load balancer in an existing VPC, unless the settings say whom', () => {
    const group = (settings: unknown): unknown =>
      resource(templateFor(settings), 'AWS::EC2::SecurityGroup', 'ApiEndpoint').Properties['SecurityGroupIngress'];
    expect(group(EXISTING)).toBeUndefined();
    expect(group(settingsWith(EXISTING, { 'endpoint.create.clientCidrs': ['10.9.0.0/16'] }))).toEqual([
      expect.objectContaining({ CidrIp: '10.9.0.0/16' }),
    ]);
  });

  it('leads to APIs of this account alone', () => {
    expect(JSON.stringify(resource(trial(), 'AWS::EC2::VPCEndpoint').Properties['PolicyDocument'])).toMatch(
      /"Action":"execute-api:Invoke".*:execute-api:.*AWS::Region.*AWS::AccountId.*:\*/,
    );
  });

  it('is not retained: the gate has the new one serve before the old one goes', () => {
    expect(resource(trial(), 'AWS::EC2::VPCEndpoint').UpdateReplacePolicy).toBeUndefined();
  });

  it('that exists is not made, and its security group admits the load balancer', () => {
    const template = templateFor(settingsWith(IMPORTED, { 'audit.probe': false }));
    expect(resources(template, 'AWS::EC2::VPCEndpoint')).toEqual([]);
    expect(resource(template, 'AWS::EC2::SecurityGroupIngress').Properties).toMatchObject({
      GroupId: 'sg-00000000000000001',
      FromPort: 443,
    });
    expect(resource(template, 'AWS::EC2::SecurityGroupEgress').Properties).toMatchObject({
      DestinationSecurityGroupId: 'sg-00000000000000001',
    });
  });
});

function openApiFile(): string {
  return new URL('../../infra/examples/openapi.json', import.meta.url).pathname;
}
