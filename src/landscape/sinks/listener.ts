import type { Server, Socket } from 'node:net';

/** A server that can go off and come back on the same port, as a device does that is switched off. */
export interface Listener {
  readonly port: number;
  up(): Promise<void>;
  /** Refuses new connections and drops the ones there are. */
  down(): Promise<void>;
  /** Drops the connections there are. */
  dropConnections(): void;
}

/** Starts `server` on 127.0.0.1; port 0 takes a free one and keeps it. */
export async function listenOn(server: Server, port: number): Promise<Listener> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A peer that vanishes is none of a sink's worries.
    socket.on('error', () => undefined);
  });
  const listen = (wanted: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(port);
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: taken,
    up: () => (server.listening ? Promise.resolve() : listen(taken)),
    down: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        server.close(() => resolve());
        dropConnections();
      }),
    dropConnections,
  };
}
