import { describe, expect, it } from 'vitest';
import {
  type AlarmState,
  evaluateAlarm,
  evaluateRange,
  type MetricAlarm,
  type MissingData,
  type Point,
} from './evaluate-alarm.ts';
import { createMetricStore } from './metric-store.ts';

const TREATMENTS: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

/** `0 - X - X` as AWS writes it: within the threshold, missing, breaching; the most recent on the right. */
function points(text: string): readonly Point[] {
  return text.split(' ').map((sign): Point => (sign === '-' ? undefined : sign === 'X' ? 'breaching' : 'ok'));
}

/** The states by treatment; `retain` where an alarm keeps whatever state it was in. */
function byTreatment(text: string, datapointsToAlarm: number): readonly string[] {
  return TREATMENTS.map((missingData) => {
    const settings = { evaluationPeriods: 3, datapointsToAlarm, missingData };
    const after = STATES.map((state) => evaluateRange(points(text), settings, state));
    if (after.every((state, index) => state === STATES[index])) return 'retain';
    expect(new Set(after).size).toBe(1);
    return String(after[0]);
  });
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
describe('the documented table of 3 out of 3, evaluation range 5', () => {
  it.each([
    ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 'INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK'],
    ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 'ALARM', 'retain', 'ALARM', 'OK'],
  ])('%s: missing %s, ignore %s, breaching %s, notBreaching %s', (text, ...expected) => {
    expect(byTreatment(text, 3)).toEqual(expected);
  });
});

describe('the documented table of 2 out of 3, evaluation range 5', () => {
  it.each([
    ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 'ALARM', 'retain', 'ALARM', 'OK'],
  ])('%s: missing %s, ignore %s, breaching %s, notBreaching %s', (text, ...expected) => {
    expect(byTreatment(text, 2)).toEqual(expected);
  });
});

describe('the documented avoidance of premature alarms, 3 out of 3, missing', () => {
  const evaluate = (text: string): AlarmState =>
    evaluateRange(points(text), { evaluationPeriods: 3, datapointsToAlarm: 3, missingData: 'missing' }, 'OK');

  it.each(['- - - - X', '- - - X -', '- - - X 0', '- - X - 0'])('%s: not yet', (text) => {
    expect(evaluate(text)).toBe('OK');
  });

  it.each(['- - X - -', '- - X - X', '- X - - -'])('%s: the oldest has lasted long enough', (text) => {
    expect(evaluate(text)).toBe('ALARM');
  });
});

describe('an alarm over time', () => {
  const alarm: MetricAlarm = {
    name: 'errors',
    metric: { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'sync' } },
    statistic: 'Sum',
    periodSeconds: 60,
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: 1,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    missingData: 'breaching',
  };
  const at = (minute: number): number => minute * 60_000;

  /** The states at the end of each minute, for the values that were measured in it. */
  function play(changes: Partial<MetricAlarm>, values: readonly (number | undefined)[]): readonly AlarmState[] {
    const store = createMetricStore();
    let state: AlarmState = 'INSUFFICIENT_DATA';
    return values.map((value, minute) => {
      if (value !== undefined) store.put(alarm.metric, { at: at(minute), value });
      state = evaluateAlarm({ ...alarm, ...changes }, { store, now: at(minute + 1), state });
      return state;
    });
  }

  it('goes to ALARM once a data point within the threshold has left the evaluation range, as AWS says of row 2', () => {
    expect(play({}, [0, undefined, undefined, undefined, undefined, undefined]).slice(-2)).toEqual(['OK', 'ALARM']);
  });

  it('without any data has insufficient data, unless missing data is breaching or not breaching', () => {
    const first = TREATMENTS.map((missingData) => play({ missingData }, [undefined])[0]);
    expect(first).toEqual(['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA', 'ALARM', 'OK']);
  });

  it('of five minutes is evaluated every minute, over the last five', () => {
    const settings = { periodSeconds: 300, evaluationPeriods: 1, datapointsToAlarm: 1, missingData: 'notBreaching' };
    const states = play({ ...settings, missingData: 'notBreaching' }, [0, 0, 1, 0, 0, 0, 0, 0]);
    expect(states).toEqual(['OK', 'OK', 'ALARM', 'ALARM', 'ALARM', 'ALARM', 'ALARM', 'OK']);
  });

  it.each([
    ['GreaterThanThreshold', ['OK', 'OK', 'ALARM']],
    ['GreaterThanOrEqualToThreshold', ['OK', 'ALARM', 'ALARM']],
    ['LessThanThreshold', ['ALARM', 'OK', 'OK']],
    ['LessThanOrEqualToThreshold', ['ALARM', 'ALARM', 'OK']],
  ] as const)('%s compares 0, 1 and 2 with 1', (comparison, expected) => {
    expect(play({ comparison, evaluationPeriods: 1, datapointsToAlarm: 1 }, [0, 1, 2])).toEqual(expected);
  });
});
