import { createHash } from 'node:crypto';
import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sink, SinkItem } from './sink.ts';

interface StoredItem extends SinkItem {
  readonly offset: number;
}

export interface SinkStore extends Pick<Sink, 'items' | 'get'> {
  readonly count: number;
  /** Keeps the bytes; when this returns they are in the file, so a kill of this process cannot lose them. */
  add(bytes: Uint8Array, about: Pick<SinkItem, 'name' | 'mediaType' | 'deliveryId' | 'details'>): SinkItem;
  close(): void;
}

/**
 * What a sink received, in a folder of its own: `received.bin`, all bytes one after the other, and `index.jsonl`, one
 * line each. Bytes are written before their line, so a line always has its bytes; a last line cut off by a kill is
 * dropped, as the sender was never answered for it.
 */
export function openSinkStore(folder: string): SinkStore {
  mkdirSync(folder, { recursive: true });
  const bytesPath = join(folder, 'received.bin');
  const bytesFile = openSync(bytesPath, 'a');
  const indexFile = openSync(join(folder, 'index.jsonl'), 'a+');
  const stored = readIndex(indexFile, join(folder, 'index.jsonl'));
  let end = fstatSync(bytesFile).size;

  return {
    get count() {
      return stored.length;
    },
    add(bytes, about) {
      const item: StoredItem = {
        id: String(stored.length + 1),
        receivedAt: new Date().toISOString(),
        size: bytes.byteLength,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        ...about,
        offset: end,
      };
      for (let written = 0; written < bytes.byteLength; ) written += writeSync(bytesFile, bytes, written);
      end += bytes.byteLength;
      writeSync(indexFile, `${JSON.stringify(item)}\n`);
      stored.push(item);
      return withoutOffset(item);
    },
    items({ limit = 50, after } = {}) {
      const before = after === undefined ? stored.length : Math.min(stored.length, Number(after) - 1);
      const from = Math.max(0, before - limit);
      const items = stored.slice(from, Math.max(from, before)).toReversed().map(withoutOffset);
      return { items, next: from > 0 ? String(from + 1) : null };
    },
    async get(id) {
      const item = stored[Number(id) - 1];
      if (item === undefined) return null;
      const file = await open(bytesPath);
      try {
        const bytes = Buffer.alloc(item.size);
        await file.read(bytes, 0, item.size, item.offset);
        return { item: withoutOffset(item), bytes };
      } finally {
        await file.close();
      }
    },
    close() {
      closeSync(bytesFile);
      closeSync(indexFile);
    },
  };
}

function readIndex(file: number, path: string): StoredItem[] {
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) ftruncateSync(file, Buffer.byteLength(whole));
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as StoredItem);
}

function withoutOffset({ offset: _offset, ...item }: StoredItem): SinkItem {
  return item;
}
