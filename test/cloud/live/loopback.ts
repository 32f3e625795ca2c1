import type { Server, Socket } from 'node:net';

/** A server on a free port of 127.0.0.1. Closing it ends its connections too, finished or not. */
export type Open = { readonly port: number; readonly close: () => Promise<void> };

/** Opens a server of any protocol on TCP. */
export async function openOnLoopback(server: Server): Promise<Open> {
  const connections = new Set<Socket>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
    // A client that hangs up in the middle is what some tests are about, and no defect of the server.
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('opening a server: it has no port');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const connection of connections) connection.destroy();
      }),
  };
}
