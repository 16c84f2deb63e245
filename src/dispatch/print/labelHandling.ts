import type { LabelHandling } from '../../model/device.ts';
import type { RenditionFormat } from '../../model/states.ts';

/** How a device wants its labels: what is set there, how many of each, dots per inch of its print head. */
export interface LabelSettings {
  readonly handling: LabelHandling | null;
  readonly copies: number;
  readonly dpi: number;
  /** How pictures are sent to a ZPL printer, `?graphics=` in its address; null: as every printer understands them. */
  readonly graphics?: 'z64' | 'stored' | null;
}

/** What the address of a device says of its graphics. */
export function graphicsOf(uri: string): 'z64' | 'stored' | null {
  const said = URL.canParse(uri) ? new URL(uri).searchParams.get('graphics') : null;
  return said === 'z64' || said === 'stored' ? said : null;
}

/**
 * A label with the settings of the device it goes to. The rendition does not have them: it is the same for every printer
 * of its language and print head, so that a label can be sent to another one. They stand in each label, not once in the
 * printer, because another program may have changed them in between.
 *
 * @returns new bytes, or the same where there is nothing to say.
 */
export function handleLabel(bytes: Uint8Array, format: RenditionFormat, settings: LabelSettings): Uint8Array {
  if (settings.handling === null && settings.copies === 1) return bytes;
  if (format === 'zpl') return handleZpl(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), settings);
  if (format === 'tspl') return handleTspl(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), settings);
  return bytes;
}

const zplTracking = { gap: '^MNW', mark: '^MNM', continuous: '^MNN' } as const;
const zplFinishing = { 'tear-off': '^MMT', peel: '^MMP', cut: '^MMC' } as const;
const zplMethod = { 'direct-thermal': '^MTD', 'thermal-transfer': '^MTT' } as const;
const labelStart = Buffer.from('^XA');

/**
 * ZPL II Programming Guide: ^MN Media Tracking, ^MM Print Mode, ^MT Media Type, ^PR Print Rate, ~SD Set Darkness, ^LS Label
 * Shift (to the left), ^LT Label Top, ^PO Print Orientation, ^PQ Print Quantity.
 */
function handleZpl(label: Buffer, { handling, copies, dpi }: LabelSettings): Uint8Array {
  let inside = '';
  let before = '';
  if (handling !== null) {
    const { tracking, finishing, method, speed, darkness, shiftXMm, shiftYMm, upsideDown } = handling;
    if (tracking !== null) inside += zplTracking[tracking];
    if (finishing !== null) inside += zplFinishing[finishing];
    if (method !== null) inside += zplMethod[method];
    if (speed !== null) inside += `^PR${within(speed, 1, 14)}`;
    if (shiftXMm !== null) inside += `^LS${within(-dots(shiftXMm, dpi), -9999, 9999)}`;
    if (shiftYMm !== null) inside += `^LT${within(dots(shiftYMm, dpi), -120, 120)}`;
    inside += upsideDown ? '^POI' : '^PON';
    if (darkness !== null) before = `~SD${String(within(darkness, 0, 30)).padStart(2, '0')}\n`;
  }
  if (copies > 1) inside += `^PQ${copies},0,0,N`;
  const parts: Uint8Array[] = [Buffer.from(before)];
  let from = 0;
  for (let at = label.indexOf(labelStart); at >= 0; at = label.indexOf(labelStart, from)) {
    parts.push(label.subarray(from, at + labelStart.length), Buffer.from(inside));
    from = at + labelStart.length;
  }
  return Buffer.concat([...parts, label.subarray(from)]);
}

/** The gap that labels on rolls have as a rule, mm: GAP and BLINE must be told one. */
const usualGapMm = 3;
const tsplFinishing = {
  'tear-off': ['SET PEEL OFF', 'SET CUTTER OFF', 'SET TEAR ON'],
  peel: ['SET CUTTER OFF', 'SET TEAR OFF', 'SET PEEL ON'],
  cut: ['SET PEEL OFF', 'SET TEAR OFF', 'SET CUTTER 1'],
} as const;

/**
 * TSPL/TSPL2 Programming Manual: GAP and BLINE, SET TEAR, SET PEEL, SET CUTTER, SET RIBBON, SPEED, DENSITY (0 to 15),
 * REFERENCE, SHIFT, DIRECTION; they come before CLS. PRINT sets, copies.
 */
function handleTspl(label: Buffer, { handling, copies, dpi }: LabelSettings): Uint8Array {
  const lines: string[] = [];
  if (handling !== null) {
    const { tracking, finishing, method, speed, darkness, gapMm, shiftXMm, shiftYMm, upsideDown } = handling;
    const gap = gapMm ?? usualGapMm;
    if (tracking !== null) {
      lines.push(`${tracking === 'mark' ? 'BLINE' : 'GAP'} ${tracking === 'continuous' ? 0 : gap} mm,0 mm`);
    }
    if (finishing !== null) lines.push(...tsplFinishing[finishing]);
    if (method !== null) lines.push(`SET RIBBON ${method === 'thermal-transfer' ? 'ON' : 'OFF'}`);
    if (speed !== null) lines.push(`SPEED ${within(speed, 1, 18)}`);
    if (darkness !== null) lines.push(`DENSITY ${within(darkness / 2, 0, 15)}`);
    // REFERENCE takes no negative place: to the left nothing can be moved.
    if (shiftXMm !== null) lines.push(`REFERENCE ${Math.max(0, dots(shiftXMm, dpi))},0`);
    if (shiftYMm !== null) lines.push(`SHIFT ${within(dots(shiftYMm, dpi), -dpi, dpi)}`);
    if (upsideDown) lines.push('DIRECTION 1,0');
  }
  const before = Buffer.from(lines.map((line) => `${line}\r\n`).join(''));
  const print = Buffer.from(`PRINT 1,${copies}\r\n`);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const { at, end, command } of tsplLines(label)) {
    if (command === 'CLS') parts.push(label.subarray(from, at), before);
    else if (command === 'PRINT 1,1') parts.push(label.subarray(from, at), print);
    else continue;
    from = command === 'CLS' ? at : end;
  }
  return Buffer.concat([...parts, label.subarray(from)]);
}

/** The lines of a label as our driver writes them; the dots behind a BITMAP may look like anything and are left out. */
function* tsplLines(label: Buffer): Generator<{ readonly at: number; readonly end: number; readonly command: string }> {
  for (let at = 0; at < label.length; ) {
    const [header = '', stride = '0', rows = '0'] =
      /^BITMAP \d+,\d+,(\d+),(\d+),\d,/.exec(label.toString('latin1', at, at + 48)) ?? [];
    const found = label.indexOf('\r\n', at + header.length + Number(stride) * Number(rows));
    const end = found < 0 ? label.length : found + 2;
    yield { at, end, command: header !== '' ? 'BITMAP' : label.toString('latin1', at, Math.max(at, end - 2)) };
    at = end;
  }
}

function dots(mm: number, dpi: number): number {
  return Math.round((mm * dpi) / 25.4);
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}
