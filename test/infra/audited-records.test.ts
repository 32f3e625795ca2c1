import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, Vpc } from 'aws-cdk-lib/aws-ec2';
import { NetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { InterfaceVpcEndpointTarget, LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingCode } from '../../controller/model/finding.ts';
import { HOST } from '../path/sample-path.ts';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { type AuditStage, setAuditStage } from '../scenarios/audit-stage.ts';
import { type Resource, resource } from './resources.ts';
import { NAMED } from './settings-builders.ts';
import { templateFor } from './synth.ts';

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await openSurroundings('eu-west-1', '123456789012');
});
afterAll(() => surroundings.close());

/** What CloudFormation gives for an attribute of the resources that the stage stands for. */
function attribute({ loadBalancer, endpoint }: AuditStage, name: string): string | readonly string[] {
  const attributes: Readonly<Record<string, string | readonly string[]>> = {
    DNSName: loadBalancer.dnsName,
    CanonicalHostedZoneID: loadBalancer.hostedZoneId,
    DnsEntries: [
      `${endpoint.alias.zoneId}:${endpoint.alias.name}`,
      `${endpoint.alias.zoneId}:zonal.${endpoint.alias.name}`,
    ],
  };
  const value = attributes[name];
  if (value === undefined) throw new Error(`nothing stands for the attribute ${name}`);
  return value;
}

/** The functions of CloudFormation that an alias is written with. */
function evaluate(stage: AuditStage, value: unknown): string | readonly string[] {
  if (typeof value === 'string') return value;
  const [only] = Object.entries<unknown>(Object(value));
  const [key, inner] = only ?? ['nothing', undefined];
  const parts = Array.isArray(inner) ? inner : [];
  const list = (part: unknown): readonly string[] => [evaluate(stage, part)].flat();
  if (key === 'Fn::GetAtt') return attribute(stage, String(parts[1]));
  if (key === 'Fn::Select') return list(parts[1])[Number(parts[0])] ?? '';
  if (key === 'Fn::Split') return String(evaluate(stage, parts[1])).split(String(parts[0]));
  if (key === 'Fn::Join')
    return (parts[1] as readonly unknown[]).map((part) => evaluate(stage, part)).join(String(parts[0]));
  throw new Error(`${key} is not evaluated here`);
}

function putRecord(stage: AuditStage, zoneId: string, { Properties }: Resource): void {
  const { Name, AliasTarget } = Properties as { Name: string; AliasTarget: Readonly<Record<string, unknown>> };
  stage.cloud.removeRecord(zoneId, { name: HOST });
  stage.cloud.putRecord(zoneId, {
    name: Name,
    alias: {
      name: String(evaluate(stage, AliasTarget['DNSName'])),
      zoneId: String(evaluate(stage, AliasTarget['HostedZoneId'])),
    },
  });
}

async function kindsOf(stage: AuditStage, codes: readonly FindingCode[]): Promise<readonly string[]> {
  const { reports } = await stage.pass();
  return reports.flatMap(({ results }) =>
    results.filter(({ code }) => codes.includes(code)).map(({ code, kind }) => `${code} ${kind}`),
  );
}

const RECORD_CODES: readonly FindingCode[] = [
  'PUB_RECORD_MISSING',
  'PUB_ALIAS_NOT_NLB',
  'PUB_ROUTING_SPLIT',
  'PRIV_RECORD_MISSING',
  'PRIV_ALIAS_NOT_ENDPOINT',
];
const ALL_OK = RECORD_CODES.map((code) => `${code} ok`);

describe('the audit understands', () => {
  it('the records of this stack', async () => {
    const template = templateFor(NAMED);
    const stage = await setAuditStage(surroundings);
    putRecord(stage, stage.publicZoneId, resource(template, 'AWS::Route53::RecordSet', 'DnsPublic'));
    putRecord(stage, stage.privateZoneId, resource(template, 'AWS::Route53::RecordSet', 'DnsPrivate'));
    expect(await kindsOf(stage, RECORD_CODES)).toEqual(ALL_OK);
  });

  it('the alias targets that CDK has for load balancers and endpoints', async () => {
    const stack = new Stack(new App(), 'Records');
    const vpc = new Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false });
    const zone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
    const loadBalancer = new NetworkLoadBalancer(stack, 'LoadBalancer', { vpc });
    const endpoint = new InterfaceVpcEndpoint(stack, 'Endpoint', {
      vpc,
      service: InterfaceVpcEndpointAwsService.APIGATEWAY,
    });
    const toLoadBalancer = RecordTarget.fromAlias(new LoadBalancerTarget(loadBalancer));
    const toEndpoint = RecordTarget.fromAlias(new InterfaceVpcEndpointTarget(endpoint));
    new ARecord(stack, 'Public', { zone, recordName: HOST, target: toLoadBalancer });
    new ARecord(stack, 'Private', { zone, recordName: HOST, target: toEndpoint });
    const template = Template.fromStack(stack);

    const stage = await setAuditStage(surroundings);
    putRecord(stage, stage.publicZoneId, resource(template, 'AWS::Route53::RecordSet', 'Public'));
    putRecord(stage, stage.privateZoneId, resource(template, 'AWS::Route53::RecordSet', 'Private'));
    expect(await kindsOf(stage, RECORD_CODES)).toEqual(ALL_OK);
  });

  it('that a record of the wrong zone is not the load balancer’s, however alike', async () => {
    const stage = await setAuditStage(surroundings);
    const alias = { name: stage.loadBalancer.dnsName, zoneId: stage.endpoint.alias.zoneId };
    stage.cloud.putRecord(stage.publicZoneId, { name: HOST, alias });
    expect(await kindsOf(stage, ['PUB_ALIAS_NOT_NLB'])).toEqual(['PUB_ALIAS_NOT_NLB finding']);
  });
});
