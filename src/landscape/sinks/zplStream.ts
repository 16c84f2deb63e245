/** What comes out of a stream of ZPL: whole labels, and requests for the host status. */
export type ZplPart = { readonly kind: 'label'; readonly bytes: Buffer } | { readonly kind: 'host-status' };

export interface ZplStream {
  /** Takes the next bytes, cut anywhere, and gives the parts they complete, in order. */
  push(chunk: Buffer): ZplPart[];
}

const begin = Buffer.from('^XA');
const end = Buffer.from('^XZ');
const hostStatus = Buffer.from('~HS');
/** A label longer than this is no label. */
const labelLimit = 16 * 1024 * 1024;

/** Splits a stream at `^XA` and `^XZ`; what stands between labels is dropped, except `~HS`. */
export function openZplStream(): ZplStream {
  let rest: Buffer = Buffer.alloc(0);
  /** How far `rest` has been searched for `^XZ` in vain. */
  let searched = 0;
  return {
    push(chunk) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const parts: ZplPart[] = [];
      for (;;) {
        const label = rest.indexOf(begin);
        const status = rest.indexOf(hostStatus);
        if (status >= 0 && (label < 0 || status < label)) {
          parts.push({ kind: 'host-status' });
          rest = rest.subarray(status + hostStatus.length);
        } else if (label >= 0) {
          const close = rest.indexOf(end, Math.max(label + begin.length, searched));
          if (close < 0) {
            rest = rest.subarray(label);
            searched = Math.max(begin.length, rest.length - end.length);
            if (rest.length > labelLimit) rest = Buffer.alloc(0);
            return parts;
          }
          parts.push({ kind: 'label', bytes: Buffer.from(rest.subarray(label, close + end.length)) });
          rest = rest.subarray(close + end.length);
        } else {
          // The last two bytes may begin a command that the next chunk ends.
          rest = rest.subarray(Math.max(0, rest.length - 2));
          searched = 0;
          return parts;
        }
        searched = 0;
      }
    },
  };
}
