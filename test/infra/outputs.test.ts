import { describe, expect, it } from 'vitest';
import { render } from './resources.ts';
import { NEW } from './settings-builders.ts';
import { templateFor, trial } from './synth.ts';

type Output = { readonly Value: unknown; readonly Description?: string };

const outputs = (template: ReturnType<typeof trial>): Readonly<Record<string, Output>> =>
  template.toJSON()['Outputs'] as Readonly<Record<string, Output>>;

function filledIn(id: string, attribute?: string): string {
  if (id === 'AWS::Region') return 'eu-west-1';
  return attribute === undefined ? id : `${id}.${attribute}`;
}

describe('the outputs are what a person needs', () => {
  it('and no more, each with a description', () => {
    const all = outputs(templateFor(NEW));
    expect(Object.keys(all).toSorted()).toEqual([
      'ApiUrl',
      'AuditCommand',
      'DashboardUrl',
      'FixedIps',
      'LogsCommand',
      'PlanCommand',
      'ScheduleCommand',
      'SmokeTest',
    ]);
    for (const { Description } of Object.values(all)) expect(Description?.length).toBeGreaterThan(20);
  });

  it.each([
    [
      'ScheduleCommand',
      /^aws scheduler get-schedule --region eu-west-1 --group-name staticipprivateapi-TargetSync-Schedules-\w+ --name TargetSyncSchedule/,
    ],
    ['PlanCommand', /--query Target\.Input --output text \| npx target-sync plan \/dev\/stdin$/],
    [
      'AuditCommand',
      /--name TargetSyncAuditSchedule\w+ --query Target\.Input --output text \| sed "s\/<aws\.scheduler\.scheduled-time>\/\$\(date -u \+%FT%TZ\)\/" \| aws lambda invoke --region eu-west-1 --function-name TargetSyncAuditFunction\w+ --cli-read-timeout 0 --payload fileb:\/\/\/dev\/stdin \/dev\/stdout$/,
    ],
    ['LogsCommand', /^aws logs tail TargetSyncLogs\w+ --region eu-west-1 --since 15m$/],
    ['SmokeTest', /--connect-to \S+\.execute-api\.eu-west-1\.\S+:443:\$ip:443 https:\/\/\S+\/live\/ /],
    [
      'DashboardUrl',
      /^https:\/\/console\.aws\.amazon\.com\/cloudwatch\/home\?region=eu-west-1#dashboards\/dashboard\/static-ip-private-api-eu-west-1$/,
    ],
    ['FixedIps', /^FrontDoorElasticIp1\w+\.PublicIp FrontDoorElasticIp2\w+\.PublicIp$/],
  ])('%s can be pasted', (name, text) => {
    const value = outputs(templateFor(NEW))[name]?.Value;
    expect(render(value, filledIn)).toMatch(text);
  });
});

describe('a trial', () => {
  it('knows neither account nor Region, and nothing in it goes out by a NAT gateway', () => {
    const template = trial();
    expect(JSON.stringify(template.toJSON())).not.toMatch(/dummy1|111122223333/);
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourceCountIs('AWS::EC2::Subnet', 4);
  });
});
