import { type AddressInfo, createServer, type Socket, connect } from 'node:net';

/** The line between a site and headquarters: a pipe for bytes that can be cut like a cable. */
export interface CutLine {
  /** Where the site finds headquarters. */
  readonly url: string;
  readonly isUp: boolean;
  /** Cuts every connection and takes no new one, or takes them again. */
  set(up: boolean): void;
  close(): Promise<void>;
}

/** @param target host and port of headquarters */
export async function startCutLine(target: { readonly host: string; readonly port: number }): Promise<CutLine> {
  const sockets = new Set<Socket>();
  let up = true;
  const server = createServer((near) => {
    if (!up) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(target);
    for (const [own, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(own);
      own.pipe(other);
      own.on('error', () => other.destroy());
      own.on('close', () => {
        sockets.delete(own);
        other.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get isUp() {
      return up;
    },
    set(to) {
      up = to;
      if (!up) cut();
    },
    async close() {
      up = false;
      cut();
      await new Promise((closed) => server.close(closed));
    },
  };
}
