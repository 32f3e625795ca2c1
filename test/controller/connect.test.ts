import { expect, it } from 'vitest';
import { createConnect } from '../../controller/connect.ts';

it('a Region’s clients are made once and kept; another Region has its own', async () => {
  const connect = createConnect();
  const first = connect('eu-west-1');
  const other = connect('us-east-1');
  expect(connect('eu-west-1')).toBe(first);
  expect(connect('us-east-1')).toBe(other);
  expect([first, other].map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1']);
  await expect(Promise.all([first, other].map(({ elbv2 }) => elbv2.config.region()))).resolves.toEqual([
    'eu-west-1',
    'us-east-1',
  ]);
});

it('a pass that connects anew shares no client with another', () => {
  expect(createConnect()('eu-west-1')).not.toBe(createConnect()('eu-west-1'));
});
