import type { Packed } from '../objectStream.ts';
import { NumberList } from '../numberList.ts';
import { PackedText } from './packedText.ts';
import { Series } from './repeats.ts';

/** The numbers of the objects and where each begins stand before them (ISO 32000-1 §7.5.7). */
const places = new PackedText();
const bodies = new PackedText();
const numbers = new NumberList();
const ids = new Series(' ');
const offsets = new Series(' ');
/** Between an object and the one that follows. */
const end = '>>\n';
const between = '>>\n<<';

/** Objects of a structure tree, deflated while they are written. One tree is written at a time. */
export class PackedObjects {
  /** Valid until the next ones begin. */
  readonly ids = numbers;
  readonly text = bodies;

  constructor() {
    numbers.clear();
    places.begin(false);
    bodies.begin(true);
    ids.begin();
    offsets.begin();
  }

  /**
   * Takes note that a dictionary begins.
   *
   * @returns what stands before its entries, to be written first: its own beginning and the end of the one before, which
   *   are part of what repeats.
   */
  begin(id: number): string {
    const isFirst = this.ids.length === 0;
    if (isFirst) places.integer(id);
    else places.next(ids, id);
    places.next(offsets, bodies.length + (isFirst ? 0 : end.length));
    this.ids.push(id);
    return isFirst ? '<<' : between;
  }

  /** Ends the last object and the stream: entries of its dictionary, and its bytes. */
  finish(): Packed {
    bodies.text('>>');
    places.byte(0x20);
    places.end();
    bodies.end();
    return {
      dictionary: `/Type/ObjStm/N ${this.ids.length}/First ${places.length}/Filter/FlateDecode`,
      bytes: joined(),
    };
  }
}

/** Both texts as one stream (RFC 1950 §2.2). */
function joined(): Uint8Array {
  const low = 1 + places.low + bodies.low;
  // Each byte of the second text counts all of the first once more, and the one that sums begin with.
  const high = places.high + places.length + bodies.high + bodies.length * (places.low + 1);
  // An empty block that is stored ends on a whole byte (RFC 1951 §3.2.4).
  places.bits.put(0, 3);
  places.bits.align();
  bodies.bits.align();
  const [first, second] = [places.bits.view(), bodies.bits.view()];
  const bytes = new Uint8Array(2 + first.length + 4 + second.length + 4);
  bytes.set([0x78, 0x01]);
  bytes.set(first, 2);
  bytes.set([0, 0, 0xff, 0xff], 2 + first.length);
  bytes.set(second, 6 + first.length);
  new DataView(bytes.buffer).setUint32(bytes.length - 4, (high % 65_521) * 65_536 + (low % 65_521));
  return bytes;
}
