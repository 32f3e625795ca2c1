import { readdirSync, readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { auditedWith } from './bound.ts';
import { render, resource } from './resources.ts';
import { NAMED } from './settings-builders.ts';
import { templateFor, trial } from './synth.ts';

type Statement = { readonly Effect: string; readonly Action: string | readonly string[]; readonly Resource: unknown };

const AWS = new URL('../../controller/aws/', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(file, AWS), 'utf8');

function grantsOf(template: Template): readonly Statement[] {
  const { PolicyDocument } = resource(template, 'AWS::IAM::Policy', 'AuditRole').Properties as {
    PolicyDocument: { Statement: Statement[] };
  };
  return PolicyDocument.Statement;
}

/** What an action is granted for, with logical ids for what CloudFormation fills in. */
const grantedFor = (template: Template, action: string): readonly string[] =>
  grantsOf(template)
    .filter(({ Action }) => [Action].flat().includes(action))
    .flatMap(({ Resource }) => Resource)
    .map((arn) => render(arn, (id) => id))
    .toSorted();

const zoneRole = 'arn:aws:iam::444455556666:role/zones';
const probeArn = 'arn:aws:lambda:eu-west-1:111122223333:function:probe';
/** Told everything that needs a permission of its own. */
const everything = auditedWith({
  restApiId: 'a1b2c3d4e5',
  stage: 'live',
  customDomain: 'api.example.com',
  zoneRoleArns: { Z0OTHER: zoneRole, Z0MORE: zoneRole },
  probe: { functionArn: probeArn, path: '/', expectStatus: [200] },
});

/** Files of the controller that send commands of an SDK client: the service, as IAM names it. */
const SERVICES: Readonly<Record<string, string>> = {
  'acm.ts': 'acm',
  'api-gateway.ts': 'apigateway',
  'ec2.ts': 'ec2',
  'elbv2.ts': 'elasticloadbalancing',
  'lambda.ts': 'lambda',
  'listeners.ts': 'elasticloadbalancing',
  'route53.ts': 'route53',
  'sts.ts': 'sts',
  'vpc.ts': 'ec2',
};

/** What these files hold for others: the sync pass alone looks at seals, and writes. */
const OF_SYNC_PASSES = ['DescribeTags', 'RegisterTargets', 'DeregisterTargets'].map(
  (operation) => `elasticloadbalancing:${operation}`,
);

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const NEEDS_NO_PERMISSION = ['sts:GetCallerIdentity'];

/** Route 53 Profiles speak REST: a path is an operation. */
const PROFILE_PATHS: Readonly<Record<string, string>> = {
  profileassociations: 'ListProfileAssociations',
  profileresourceassociations: 'ListProfileResourceAssociations',
};

function actionOf(service: string, operation: string): string {
  if (service === 'apigateway' && operation.startsWith('Get')) return 'apigateway:GET';
  return service === 'lambda' && operation === 'Invoke' ? 'lambda:InvokeFunction' : `${service}:${operation}`;
}

const commandsIn = (file: string): readonly string[] =>
  [...textOf(file).matchAll(/new (\w+)Command\(/g)].map(([, operation = '']) => operation);

describe('what the audit may do', () => {
  it('is what the controller calls: nothing missing, nothing spare', () => {
    const commands = Object.entries(SERVICES).flatMap(([file, service]) =>
      commandsIn(file).map((operation) => actionOf(service, operation)),
    );
    const resolver = [...textOf('resolver.ts').matchAll(/resolverCall\('(\w+)'/g)].map(([, operation]) => operation);
    const profiles = [...textOf('profiles.ts').matchAll(/['`]\/(\w+)/g)].map(([, path = '']) => PROFILE_PATHS[path]);
    const calls = new Set([
      ...commands,
      ...resolver.map((operation) => `route53resolver:${operation}`),
      ...profiles.map((operation) => `route53profiles:${operation}`),
    ]);
    const granted = grantsOf(everything).flatMap(({ Action }) => Action);
    expect(calls.size).toBeGreaterThan(25);
    expect(granted.toSorted()).toEqual(
      [...calls].filter((call) => ![...OF_SYNC_PASSES, ...NEEDS_NO_PERMISSION].includes(call)).toSorted(),
    );
  });

  it('is held against every file that calls AWS, but for those of the gate and of notifications', () => {
    const others = ['cloudformation.ts', 'events.ts'];
    const files = readdirSync(AWS).filter((file) => commandsIn(file).length > 0 && !others.includes(file));
    expect(Object.keys(SERVICES)).toEqual(files.toSorted());
  });

  it('is to read, to assume the roles that it is told, and to invoke the probe', () => {
    const actions = grantsOf(everything).flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/:(Describe|List|Get)[A-Z]|^apigateway:GET$/.test(action))).toEqual([
      'sts:AssumeRole',
      'lambda:InvokeFunction',
    ]);
    expect(grantedFor(everything, 'sts:AssumeRole')).toEqual([zoneRole]);
    expect(grantedFor(everything, 'lambda:InvokeFunction')).toEqual([probeArn]);
  });

  it('is to read alone where it is told of neither', () => {
    for (const action of ['sts:AssumeRole', 'lambda:InvokeFunction']) expect(grantedFor(trial(), action)).toEqual([]);
  });

  it('covers the probe of its own stack, and no other function', () => {
    const template = templateFor(NAMED);
    const probe = resource(template, 'AWS::Lambda::Function', 'Probe');
    expect(grantedFor(template, 'lambda:InvokeFunction')).toEqual([probe.id]);
  });

  it('covers of API Gateway the API with its stage, and custom domains only where there is one', () => {
    const shared = 'arn:AWS::Partition:apigateway:AWS::Region::';
    const own = 'arn:AWS::Partition:apigateway:AWS::Region:AWS::AccountId:';
    const api = [`${shared}/restapis/a1b2c3d4e5`, `${shared}/restapis/a1b2c3d4e5/stages/live`];
    const domains = [
      `${own}/domainnameaccessassociations`,
      `${own}/domainnames/*`,
      `${shared}/domainnames`,
      `${shared}/domainnames/*`,
    ];
    expect(grantedFor(everything, 'apigateway:GET')).toEqual([...domains, ...api].toSorted());
    const without = auditedWith({ restApiId: 'a1b2c3d4e5', stage: 'live' });
    expect(grantedFor(without, 'apigateway:GET')).toEqual(api);
  });
});
