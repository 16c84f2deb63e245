import { connect, createServer } from 'node:net';

/** When something reached a printer, on the machine's own clock (ms): see `now`. */
export interface Tapped {
  readonly connectedAt: number;
  /** The first byte of a label, not of a question. */
  readonly labelAt: number;
}

/** A clock that all processes of one machine share. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Stands before a printer, hands on what comes, and notes when. */
export async function tapPrinter(uri: string): Promise<{ readonly uri: string; take(): Tapped[] }> {
  const { hostname, port } = new URL(uri);
  const seen: Tapped[] = [];
  const server = createServer({ noDelay: true }, (near) => {
    const connectedAt = now();
    let labels = 0;
    const far = connect({ host: hostname, port: Number(port), noDelay: true });
    near.on('data', (chunk: Buffer) => {
      if (labels === 0 && chunk.includes('^XA')) seen.push({ connectedAt, labelAt: now() });
      if (chunk.includes('^XA')) labels += 1;
    });
    near.pipe(far).pipe(near);
    for (const [own, other] of [
      [near, far],
      [far, near],
    ] as const) {
      own.on('error', () => other.destroy());
      own.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port: own } = server.address() as { readonly port: number };
  return { uri: `socket://127.0.0.1:${own}`, take: () => seen.splice(0) };
}
