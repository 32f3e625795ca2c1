import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Open } from './loopback.ts';

/** Time for a connection on loopback to be accepted; one that is not by then never will be. */
const ACCEPTED_WITHIN_MS = 50;
/** More than any backlog of 1 holds on any system. */
const MAX_WAITING = 16;

/**
 * A port to which no connection is ever made, as behind a firewall that drops: its queue of connections is full and
 * nobody takes them from it.
 */
export async function openUnreachable(): Promise<Open> {
  const worker = new Worker(new URL('full-port.ts', import.meta.url));
  const [port]: unknown[] = await once(worker, 'message');
  if (typeof port !== 'number') throw new Error('opening an unreachable port: the worker has none');
  const waiting: Socket[] = [];
  const close = async (): Promise<void> => {
    for (const socket of waiting) socket.destroy();
    await worker.terminate();
  };
  for (;;) {
    const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
    waiting.push(socket);
    if (!(await isAccepted(socket))) return { port, close };
    if (waiting.length > MAX_WAITING) {
      await close();
      throw new Error(`opening an unreachable port: ${waiting.length} connections were made to it`);
    }
  }
}

function isAccepted(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      // After a pause of the whole process a connection that was made comes to light before this does.
      setImmediate(resolve, false);
    }, ACCEPTED_WITHIN_MS);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
