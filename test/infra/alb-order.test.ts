import { describe, expect, it } from 'vitest';
import { isBefore, type Resource, resource } from './resources.ts';
import { NAMED_ALB, NEAR_ALB, settingsWith } from './settings-builders.ts';
import { exampleTemplate, templateFor } from './synth.ts';

const far = exampleTemplate('alb-other-account.jsonc');
const near = templateFor(settingsWith(NEAR_ALB, NAMED_ALB));
const find = (type: string, part?: string): Resource => resource(far, type, part);
const found = (type: string, part?: string): Resource => resource(near, type, part);

const GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const RECORD = 'AWS::Route53::RecordSet';
const gate = find('Custom::TargetSyncGate');
const audit = find('AWS::Scheduler::Schedule', 'AuditSchedule');

describe('in front of an ALB a deployment makes, changes and, rolling back, restores in this order', () => {
  it.each([
    ['the group', find(GROUP), 'the listener', find(LISTENER)],
    ['the listener', find(LISTENER), 'the schedule', find('AWS::Scheduler::Schedule', 'SyncSchedule')],
    ['the schedule', find('AWS::Scheduler::Schedule', 'SyncSchedule'), 'the gate', gate],
    ['what the gate may do', find('AWS::IAM::Policy', 'GateJudgeRole'), 'the gate', gate],
    ['the gate', gate, 'the public record', find(RECORD, 'DnsPublic')],
    ['the gate', gate, 'the private record', find(RECORD, 'DnsPrivate')],
    ['the private record', find(RECORD, 'DnsPrivate'), 'the first audit', audit],
    ['the first audit', audit, 'the alarms', find('AWS::CloudWatch::Alarm', 'HealthyHosts')],
  ])('$0 before $2', (_, first, __, then) => {
    expect(isBefore(far, first, then)).toBe(true);
    expect(isBefore(far, then, first)).toBe(false);
  });

  it.each([
    ['the group', found(GROUP), 'the listener', found(LISTENER)],
    ['the listener', found(LISTENER), 'the public record', found(RECORD, 'DnsPublic')],
    ['the listener', found(LISTENER), 'the private record', found(RECORD, 'DnsPrivate')],
    ['the listener', found(LISTENER), 'the alarm', found('AWS::CloudWatch::Alarm')],
  ])('without a gate: $0 before $2', (_, first, __, then) => {
    expect(isBefore(near, first, then)).toBe(true);
    expect(isBefore(near, then, first)).toBe(false);
  });
});
