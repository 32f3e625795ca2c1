import { describe, expect, it } from 'vitest';
import { parseRule } from './composite.ts';
import type { AlarmState } from './evaluate-alarm.ts';

const states: Readonly<Record<string, AlarmState>> = {
  CPUUtilizationTooHigh: 'ALARM',
  DiskReadOpsTooHigh: 'OK',
  DeploymentInProgress: 'INSUFFICIENT_DATA',
  'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:dark (zone a)': 'ALARM',
};
const evaluate = (rule: string): boolean => parseRule(rule)((alarm) => states[alarm] ?? 'INSUFFICIENT_DATA');

// The first three are the examples of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html
describe('the rule of a composite alarm', () => {
  it.each([
    ['ALARM(CPUUtilizationTooHigh) AND ALARM(DiskReadOpsTooHigh)', false],
    ['ALARM(CPUUtilizationTooHigh) AND NOT ALARM(DeploymentInProgress)', true],
    ['(ALARM(CPUUtilizationTooHigh) OR ALARM(DiskReadOpsTooHigh)) AND OK(DiskReadOpsTooHigh)', true],
    ['ALARM("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:dark (zone a)")', true],
    ['INSUFFICIENT_DATA(DeploymentInProgress)', true],
    ['OK(DeploymentInProgress) OR ALARM(DeploymentInProgress)', false],
    ['TRUE AND NOT FALSE', true],
    ['TRUE OR TRUE AND FALSE', true],
    ['(TRUE OR TRUE) AND FALSE', false],
    ['NOT FALSE AND FALSE', false],
    ['NOT (FALSE AND FALSE)', true],
  ])('%s is %s', (rule, expected) => {
    expect(evaluate(rule)).toBe(expected);
  });

  it.each(['', 'ALARM(a) ALARM(b)', 'ALARM(a) AND', '(ALARM(a)', 'ALARM(a))', 'ALARM(a) XOR ALARM(b)', 'AND'])(
    'that reads "%s" is rejected',
    (rule) => {
      expect(() => parseRule(rule)).toThrow('parsing an alarm rule');
    },
  );
});
