import { createHash } from 'node:crypto';
import { PostwerkError } from '../errors.ts';

/** @throws PostwerkError site.broken-frame when bytes do not have the SHA-256 under which they came */
export function requireHashes(blobs: ReadonlyMap<string, Uint8Array>): void {
  for (const [sha256, bytes] of blobs) {
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
      throw new PostwerkError('site.broken-frame', `Bytes that came as ${sha256} have another hash.`);
    }
  }
}
