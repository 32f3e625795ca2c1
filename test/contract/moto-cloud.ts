import { wallClock } from '../../controller/clock.ts';
import { resetMoto } from './moto.ts';
import type { Cloud } from './world.ts';

/** The running moto, emptied. It does everything at once, so nothing has to settle. */
export async function moto(): Promise<Cloud> {
  const url = process.env['MOTO_URL'];
  if (url === undefined) throw new Error('MOTO_URL is not set: run npm run test:contract, which starts moto');
  await resetMoto(url);
  return {
    url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    clock: wallClock,
    settle: () => undefined,
    close: () => Promise.resolve(),
  };
}
