import { describe, expect, it } from 'vitest';
import { isBefore, type Resource, resource, resources } from './resources.ts';
import { exampleTemplate, trial } from './synth.ts';

const template = exampleTemplate('internet-facing-terminate.jsonc');
const find = (type: string, part?: string): Resource => resource(template, type, part);

const endpoint = find('AWS::EC2::VPCEndpoint');
const group = find('AWS::ElasticLoadBalancingV2::TargetGroup');
const listener = find('AWS::ElasticLoadBalancingV2::Listener');
const version = find('AWS::Lambda::Version');
const rehearsal = find('Custom::TargetSyncRehearsal');
const alias = find('AWS::Lambda::Alias');
const schedule = find('AWS::Scheduler::Schedule', 'SyncSchedule');
const audit = find('AWS::Scheduler::Schedule', 'AuditSchedule');
const gate = find('Custom::TargetSyncGate');
const publicRecord = find('AWS::Route53::RecordSet', 'DnsPublic');
const privateRecord = find('AWS::Route53::RecordSet', 'DnsPrivate');

describe('a deployment makes, changes and, rolling back, restores in this order', () => {
  it.each([
    ['the endpoint', endpoint, 'the group, whose seal names it', group],
    ['the group', group, 'the listener', listener],
    ['the listener', listener, 'the schedule', schedule],
    ['new code', version, 'its rehearsal', rehearsal],
    ['the rehearsal', rehearsal, 'the alias that the schedule invokes', alias],
    ['the alias', alias, 'the schedule', schedule],
    ['the schedule', schedule, 'the gate', gate],
    ['the gate', gate, 'the public record', publicRecord],
    ['the gate', gate, 'the private record', privateRecord],
    ['the API’s stage', find('AWS::ApiGateway::Stage'), 'the records', privateRecord],
    ['what the sync function may do', find('AWS::IAM::Policy', 'TargetSyncRole'), 'the rehearsal', rehearsal],
    ['what the gate may do', find('AWS::IAM::Policy', 'GateJudgeRole'), 'the rehearsal', rehearsal],
    ['what the gate may do', find('AWS::IAM::Policy', 'GateJudgeRole'), 'the gate', gate],
    ['what the schedule may do', find('AWS::IAM::Policy', 'SyncScheduleRole'), 'the schedule', schedule],
    ['the gate', gate, 'the first audit, which shall not see half a path', audit],
    ['the public record', publicRecord, 'the first audit', audit],
    ['the private record', privateRecord, 'the first audit', audit],
    ['the probe', find('AWS::Lambda::Function', 'Probe'), 'the first audit', audit],
    [
      'what the probe may do',
      find('AWS::IAM::Policy', 'ProbeRole'),
      'the probe',
      find('AWS::Lambda::Function', 'Probe'),
    ],
    ['the group of the schedules', find('AWS::Scheduler::ScheduleGroup'), 'the schedule', schedule],
    ['the group of the schedules', find('AWS::Scheduler::ScheduleGroup'), 'that of audits', audit],
    ['what the audit may do', find('AWS::IAM::Policy', 'AuditRole'), 'the first audit', audit],
    ['what its schedule may do', find('AWS::IAM::Policy', 'AuditScheduleRole'), 'the first audit', audit],
  ])('$0 before $2', (_, first, __, then) => {
    expect(isBefore(template, first, then)).toBe(true);
    expect(isBefore(template, then, first)).toBe(false);
  });

  it('a load balancer of a new VPC comes after the internet gateway', () => {
    const made = trial();
    const gateway = resource(made, 'AWS::EC2::VPCGatewayAttachment');
    const loadBalancer = resource(made, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(isBefore(made, gateway, loadBalancer)).toBe(true);
  });

  it('without records the first audit comes after the gate all the same', () => {
    const made = trial();
    const first = resource(made, 'AWS::Scheduler::Schedule', 'AuditSchedule');
    expect(isBefore(made, resource(made, 'Custom::TargetSyncGate'), first)).toBe(true);
  });

  it.each(resources(template, 'AWS::CloudWatch::Alarm'))(
    'the gate and the first audit before the alarm $id, which would take what was not yet for silence',
    (each) => {
      expect(isBefore(template, gate, each)).toBe(true);
      expect(isBefore(template, audit, each)).toBe(true);
    },
  );

  it('the alarms before the one that joins them, and all of them before the dashboard', () => {
    const joined = find('AWS::CloudWatch::CompositeAlarm');
    const dashboard = find('AWS::CloudWatch::Dashboard');
    expect(isBefore(template, gate, joined)).toBe(true);
    expect(isBefore(template, find('AWS::CloudWatch::Alarm', 'SyncSilence'), joined)).toBe(true);
    for (const each of resources(template, 'AWS::CloudWatch::Alarm')) {
      expect(isBefore(template, each, dashboard)).toBe(true);
    }
  });

  it('but what tells of changes does not wait for the gate, which makes the first', () => {
    expect(isBefore(template, gate, find('AWS::Events::Rule'))).toBe(false);
  });

  it('new addresses under an unchanged id ask the gate, and no other resource of it', () => {
    expect(JSON.stringify(gate.Properties['addresses'])).toContain('NetworkInterfaceIds');
    expect(JSON.stringify(gate.Properties['addresses'])).toContain('Subnet3');
    expect(rehearsal.Properties).not.toHaveProperty('addresses');
  });
});
