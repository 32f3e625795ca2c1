import type { AlarmState } from './evaluate-alarm.ts';

/** A composite alarm's rule, parsed: true if the alarm is to be in ALARM, given the states of others. */
export type Rule = (stateOf: (alarm: string) => AlarmState) => boolean;

/** One word of a rule: a function with its alarm, an operator, a parenthesis, TRUE or FALSE. */
const TOKEN =
  /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*("[^"]*"|'[^']*'|[^)"']*)\s*\)|(AND|OR|NOT|TRUE|FALSE|\(|\)))/y;

type Token = { readonly word: string; readonly alarm?: string };

/**
 * Parses an AlarmRule; alarms are named by name or ARN. NOT binds before AND, and AND before OR.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function parseRule(text: string): Rule {
  const rest = tokens(text);
  const rule = any(rest);
  if (rest.length > 0) throw new Error(`parsing an alarm rule: ${rest[0]?.word} is out of place in ${text}`);
  return rule;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  const source = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (match === null) throw new Error(`parsing an alarm rule: cannot read "${source.slice(from)}"`);
    const [, state, alarm, word] = match;
    found.push(state === undefined ? { word: word ?? '' } : { word: state, alarm: unquote(alarm ?? '') });
  }
  return found;
}

function any(rest: Token[]): Rule {
  const left = all(rest);
  if (rest[0]?.word !== 'OR') return left;
  rest.shift();
  const right = any(rest);
  return (stateOf) => left(stateOf) || right(stateOf);
}

function all(rest: Token[]): Rule {
  const left = one(rest);
  if (rest[0]?.word !== 'AND') return left;
  rest.shift();
  const right = all(rest);
  return (stateOf) => left(stateOf) && right(stateOf);
}

function one(rest: Token[]): Rule {
  const token = rest.shift();
  if (token === undefined) throw new Error('parsing an alarm rule: it ends too early');
  const { word, alarm } = token;
  if (alarm !== undefined) return (stateOf) => stateOf(alarm) === word;
  if (word === 'TRUE' || word === 'FALSE') return () => word === 'TRUE';
  if (word === 'NOT') {
    const negated = one(rest);
    return (stateOf) => !negated(stateOf);
  }
  if (word !== '(') throw new Error(`parsing an alarm rule: ${word} is out of place`);
  const inner = any(rest);
  if (rest.shift()?.word !== ')') throw new Error('parsing an alarm rule: a parenthesis is not closed');
  return inner;
}

function unquote(name: string): string {
  return name.trim().replaceAll(/^["']|["']$/g, '');
}
