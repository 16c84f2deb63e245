import { PostwerkError } from '../errors.ts';

/** JSON with bytes behind it: rendered documents travel as they are, not as text half as long again. */
export interface Frame<T> {
  readonly body: T;
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

export const frameMediaType = 'application/octet-stream';

/** 4 bytes big-endian: length of the JSON; the JSON `{ body, cuts: [[name, length], …] }`; the bytes in that order. */
export function encodeFrame<T>({ body, bytes }: Frame<T>): Buffer {
  const cuts = [...bytes].map(([name, own]) => [name, own.byteLength]);
  const json = Buffer.from(JSON.stringify({ body, cuts }));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(json.length);
  return Buffer.concat([head, json, ...bytes.values()]);
}

/** @throws PostwerkError site.broken-frame when lengths do not agree */
export function decodeFrame<T>(frame: Buffer): Frame<T> {
  if (frame.length < 4) throw broken(frame.length);
  const end = 4 + frame.readUInt32BE(0);
  if (end > frame.length) throw broken(frame.length);
  const { body, cuts } = parse(frame.subarray(4, end));
  const bytes = new Map<string, Uint8Array>();
  let at = end;
  for (const [name, length] of cuts) {
    if (!Number.isInteger(length) || length < 0 || at + length > frame.length) throw broken(frame.length);
    bytes.set(name, frame.subarray(at, at + length));
    at += length;
  }
  if (at !== frame.length) throw broken(frame.length);
  return { body: body as T, bytes };
}

function parse(json: Buffer): { body: unknown; cuts: [string, number][] } {
  let read: { body: unknown; cuts: [string, number][] } | null;
  try {
    read = JSON.parse(json.toString('utf8')) as { body: unknown; cuts: [string, number][] } | null;
  } catch {
    throw broken(json.length);
  }
  if (read === null || !Array.isArray(read.cuts) || !read.cuts.every(Array.isArray)) throw broken(json.length);
  return read;
}

function broken(length: number): PostwerkError {
  return new PostwerkError('site.broken-frame', `What arrived (${length} bytes) is not what was sent.`);
}
