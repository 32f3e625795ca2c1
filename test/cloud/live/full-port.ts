import { createServer } from 'node:net';
import { parentPort } from 'node:worker_threads';

/** Runs in a worker: listens, tells its port, and from then on accepts nothing, because its thread sleeps. */
const server = createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  const address = server.address();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port is no window and has no origin
  parentPort?.postMessage(typeof address === 'object' ? address?.port : undefined);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
