/** What comes out of a stream of ZPL: whole labels, and the questions and orders between them. */
export type ZplPart =
  | { readonly kind: 'label'; readonly bytes: Buffer }
  /** `~DG`: a graphic for the printer's memory, everything behind the command. */
  | { readonly kind: 'graphic'; readonly parameters: string }
  /** `~HS`, `~HQES`, `~HI`; `~JX` cancels a format that has begun, `~JA` everything that waits. */
  | { readonly kind: 'host-status' | 'error-status' | 'identification' | 'cancel-format' | 'cancel-all' }
  /** `! U1 getvar "name"` (Set-Get-Do). */
  | { readonly kind: 'getvar'; readonly name: string };

export interface ZplStream {
  /** Takes the next bytes, cut anywhere, and gives the parts they complete, in order. */
  push(chunk: Buffer): ZplPart[];
}

const begin = Buffer.from('^XA');
const end = Buffer.from('^XZ');
const getvar = Buffer.from('! U1 getvar "');
const quote = Buffer.from('"');
const graphic = Buffer.from('~DG');
const [caret, tilde] = [0x5e, 0x7e];
const commands = [
  { bytes: Buffer.from('~HS'), kind: 'host-status' },
  { bytes: Buffer.from('~HQES'), kind: 'error-status' },
  { bytes: Buffer.from('~HI'), kind: 'identification' },
  { bytes: Buffer.from('~JX'), kind: 'cancel-format' },
  { bytes: Buffer.from('~JA'), kind: 'cancel-all' },
] as const;
/** A label longer than this is no label. */
const labelLimit = 16 * 1024 * 1024;

/** Splits a stream at `^XA` and `^XZ`; what stands between labels is dropped, except the commands above. */
export function openZplStream(): ZplStream {
  let rest: Buffer = Buffer.alloc(0);
  /** How far `rest` has been searched for `^XZ` in vain. */
  let searched = 0;
  const takeLabel = (at: number): ZplPart | null => {
    const close = rest.indexOf(end, Math.max(at + begin.length, searched));
    if (close < 0) {
      rest = rest.subarray(at);
      searched = Math.max(begin.length, rest.length - end.length);
      if (rest.length > labelLimit) rest = Buffer.alloc(0);
      return null;
    }
    const bytes = Buffer.from(rest.subarray(at, close + end.length));
    rest = rest.subarray(close + end.length);
    return { kind: 'label', bytes };
  };
  const takeVariable = (at: number): ZplPart | null => {
    const from = at + getvar.length;
    const close = rest.indexOf(quote, from);
    if (close < 0) {
      rest = rest.subarray(at);
      return null;
    }
    const name = rest.toString('latin1', from, close);
    rest = rest.subarray(close + 1);
    return { kind: 'getvar', name };
  };
  /** Its data end where the next command begins. */
  const takeGraphic = (at: number): ZplPart | null => {
    const from = at + graphic.length;
    const length = rest.subarray(from).findIndex((byte) => byte === caret || byte === tilde);
    if (length < 0) {
      rest = rest.length > labelLimit ? Buffer.alloc(0) : rest.subarray(at);
      return null;
    }
    const parameters = rest.toString('latin1', from, from + length);
    rest = rest.subarray(from + length);
    return { kind: 'graphic', parameters };
  };
  const next = (): ZplPart | null => {
    const label = rest.indexOf(begin);
    const before = label < 0 ? rest : rest.subarray(0, label);
    const found = commands
      .map((command) => ({ ...command, at: before.indexOf(command.bytes) }))
      .filter(({ at }) => at >= 0)
      .toSorted((a, b) => a.at - b.at)[0];
    const download = before.indexOf(graphic);
    const variable = before.indexOf(getvar);
    if (download >= 0 && [variable, found?.at ?? -1].every((at) => at < 0 || download < at))
      return takeGraphic(download);
    if (variable >= 0 && (!found || variable < found.at)) return takeVariable(variable);
    if (found) {
      rest = rest.subarray(found.at + found.bytes.length);
      return { kind: found.kind };
    }
    if (label >= 0) return takeLabel(label);
    // The last bytes may begin a command that the next chunk ends.
    rest = rest.subarray(Math.max(0, rest.length - getvar.length + 1));
    return null;
  };
  return {
    push(chunk) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const parts: ZplPart[] = [];
      for (let part = next(); part !== null; part = next()) {
        searched = 0;
        parts.push(part);
      }
      return parts;
    },
  };
}
