/** Codes of RFC 1951 §3.2.2: as they are written, lowest bit first, and how many bits each has; 0 for a symbol unused. */
export interface PrefixCode {
  readonly bits: Uint16Array;
  readonly lengths: Uint8Array;
}

/** Work space: as many symbols as any alphabet of deflate has, twice for the nodes above them. */
const mostSymbols = 288;
const sorted = new Float64Array(mostSymbols);
const weights = new Float64Array(2 * mostSymbols);
const parents = new Uint16Array(2 * mostSymbols);
const depths = new Uint8Array(2 * mostSymbols);

export function createPrefixCode(symbols: number): PrefixCode {
  return { bits: new Uint16Array(symbols), lengths: new Uint8Array(symbols) };
}

/**
 * Makes the code that writes symbols of these frequencies in the fewest bits (Huffman), none longer than `longest`.
 *
 * @param symbols how many of the frequencies count.
 */
export function fitPrefixCode(
  { bits, lengths }: PrefixCode,
  frequencies: Uint32Array,
  symbols: number,
  longest: number,
): void {
  lengths.fill(0);
  let used = 0;
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    const frequency = frequencies[symbol] ?? 0;
    if (frequency === 0) continue;
    sorted[used] = frequency * mostSymbols + symbol;
    used += 1;
  }
  if (used < 2) {
    // One symbol still takes a bit (§3.2.7).
    if (used === 1) lengths[(sorted[0] ?? 0) % mostSymbols] = 1;
  } else {
    sorted.subarray(0, used).sort();
    setLengths(lengths, used, longest);
  }
  numberCodes(bits, lengths, symbols);
}

/** Joins the two lightest nodes again and again: leaves in order of weight, then the nodes above them as they come. */
function joinNodes(used: number): void {
  for (let leaf = 0; leaf < used; leaf += 1) weights[leaf] = Math.floor((sorted[leaf] ?? 0) / mostSymbols);
  let leaf = 0;
  let node = used;
  for (let next = used; next < 2 * used - 1; next += 1) {
    let weight = 0;
    for (let child = 0; child < 2; child += 1) {
      const takesLeaf = leaf < used && (node === next || (weights[leaf] ?? 0) <= (weights[node] ?? 0));
      const taken = takesLeaf ? leaf : node;
      if (takesLeaf) leaf += 1;
      else node += 1;
      weight += weights[taken] ?? 0;
      parents[taken] = next;
    }
    weights[next] = weight;
  }
}

const counts = new Uint16Array(64);

function setLengths(lengths: Uint8Array, used: number, longest: number): void {
  joinNodes(used);
  counts.fill(0);
  depths[2 * used - 2] = 0;
  for (let node = 2 * used - 3; node >= 0; node -= 1) {
    const depth = Math.min((depths[parents[node] ?? 0] ?? 0) + 1, counts.length - 1);
    depths[node] = depth;
    if (node < used) counts[Math.min(depth, longest)] = (counts[Math.min(depth, longest)] ?? 0) + 1;
  }
  shorten(longest);
  // The rarest come first, so they take the longest codes.
  let place = 0;
  for (let length = longest; length > 0; length -= 1) {
    for (let count = counts[length] ?? 0; count > 0; count -= 1) {
      lengths[(sorted[place] ?? 0) % mostSymbols] = length;
      place += 1;
    }
  }
}

/** Codes cut to the longest length may be more than fit in: makes room by lengthening shorter ones. */
function shorten(longest: number): void {
  let taken = 0;
  for (let length = 1; length <= longest; length += 1) taken += (counts[length] ?? 0) << (longest - length);
  for (; taken > 1 << longest; taken -= 1) {
    counts[longest] = (counts[longest] ?? 0) - 1;
    let length = longest - 1;
    while (counts[length] === 0) length -= 1;
    counts[length] = (counts[length] ?? 0) - 1;
    counts[length + 1] = (counts[length + 1] ?? 0) + 2;
  }
}

const nextCodes = new Uint16Array(16);

/** Numbers the codes of each length in the order of their symbols (§3.2.2). */
export function numberCodes(bits: Uint16Array, lengths: Uint8Array, symbols: number): void {
  nextCodes.fill(0);
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    const length = lengths[symbol] ?? 0;
    if (length > 0 && length < 15) nextCodes[length + 1] = (nextCodes[length + 1] ?? 0) + 1;
  }
  let code = 0;
  for (let length = 1; length < 16; length += 1) {
    code = (code + (nextCodes[length] ?? 0)) << 1;
    nextCodes[length] = code;
  }
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    const length = lengths[symbol] ?? 0;
    if (length === 0) continue;
    bits[symbol] = reversed(nextCodes[length] ?? 0, length);
    nextCodes[length] = (nextCodes[length] ?? 0) + 1;
  }
}

/** Codes are written from their highest bit on, everything else from its lowest (§3.1.1). */
function reversed(code: number, length: number): number {
  let turned = 0;
  let rest = code;
  for (let bit = 0; bit < length; bit += 1) {
    turned = (turned << 1) | (rest & 1);
    rest >>= 1;
  }
  return turned;
}
