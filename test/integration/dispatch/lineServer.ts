import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface LineServer {
  readonly port: number;
  /** Everything that came, as Latin-1, all connections one after the other. */
  readonly received: () => string;
  close(): Promise<void>;
}

/** A server that does `serve` with every connection: a device of some other kind. */
export async function startLineServer(serve: (socket: Socket) => void): Promise<LineServer> {
  let received = '';
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
