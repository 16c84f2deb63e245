/**
 * Characters that have the same CID in every file and every sans face. Letters of one alphabet follow each other, so
 * that a subset's tables stay short and one ToUnicode CMap serves all; what is not here is numbered by each document
 * behind them, in order of first use.
 */
const ranges: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  // Dashes, quotation marks, dagger, bullet, ellipsis, guillemets.
  [0x2013, 0x2014],
  [0x2018, 0x201e],
  [0x2020, 0x2022],
  [0x2026, 0x2026],
  [0x2030, 0x2030],
  [0x2039, 0x203a],
  [0x20ac, 0x20ac],
  [0x2116, 0x2116],
  [0x2122, 0x2122],
  [0x2212, 0x2212],
  [0xa1, 0xac],
  [0xae, 0xff],
  [0x100, 0x17f],
  [0x218, 0x21b],
  [0x1e9e, 0x1e9e],
  [0x401, 0x40f],
  [0x410, 0x44f],
  [0x450, 0x45f],
  [0x490, 0x491],
  [0x386, 0x386],
  [0x388, 0x38a],
  [0x38c, 0x38c],
  [0x38e, 0x3a1],
  [0x3a3, 0x3ce],
];

/** CID by UTF-16 unit; 0 for none. */
export const staticCids = new Uint16Array(0x10000);
/** Character by CID; '' for CID 0. */
export const staticTexts: readonly string[] = numberCharacters();
export const staticCount = staticTexts.length;

function numberCharacters(): string[] {
  const texts = [''];
  for (const [first, last] of ranges) {
    for (let unit = first; unit <= last; unit += 1) {
      staticCids[unit] = texts.length;
      texts.push(String.fromCharCode(unit));
    }
  }
  // A no-break space reads as a space, which is what a reader who copies it wants.
  staticCids[0xa0] = staticCids[0x20] ?? 0;
  return texts;
}

/**
 * Letters that hardly any text is without: a subset holds all of a group or nothing of it, and every other letter only
 * where it is used. Documents of one language then often share their subsets, which are cut and deflated once; larger
 * groups are shared more often and cost each file a kilobyte (docs/performance.md).
 */
const groups = [
  ' acdeghilmnorstu',
  '0123456789.,-',
  'äöü',
  'áéíóöőúű',
  'абвгдежзийклмнопрстуфхцчшья',
  'αγδεηθικλμνοπρστυω',
  'άέήίόύώ',
] as const;

/** CIDs by group. */
export const groupCids: readonly (readonly number[])[] = groups.map((letters) =>
  Array.from(letters, (letter) => staticCids[letter.charCodeAt(0)] ?? 0),
);

/** Group by CID, -1 for a character that is embedded by itself. */
export const groupOfCid: Int8Array = numberGroups();

function numberGroups(): Int8Array {
  const numbers = new Int8Array(staticCount).fill(-1);
  groupCids.forEach((cids, group) => {
    for (const cid of cids) if (numbers[cid] === -1) numbers[cid] = group;
  });
  return numbers;
}
