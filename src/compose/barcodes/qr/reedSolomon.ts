/** Arithmetic in GF(256) with the polynomial x⁸ + x⁴ + x³ + x² + 1 (ISO/IEC 18004 §7.5.2). */
const powers = new Uint8Array(512);
const logarithms = new Uint8Array(256);
for (let exponent = 0, value = 1; exponent < 255; exponent += 1) {
  powers[exponent] = value;
  powers[exponent + 255] = value;
  logarithms[value] = exponent;
  value = value & 0x80 ? ((value << 1) ^ 0x11d) & 0xff : value << 1;
}

const generators = new Map<number, Uint8Array>();

/** Logarithms of the generator's coefficients, highest power left out (it is 1). */
function generatorOf(degree: number): Uint8Array {
  let generator = generators.get(degree);
  if (generator === undefined) {
    const product = new Uint8Array(degree);
    product[degree - 1] = 1;
    for (let root = 0; root < degree; root += 1) {
      // Times (x - 2^root).
      for (let at = 0; at < degree; at += 1) {
        product[at] = multiply(product[at] ?? 0, powers[root] ?? 0) ^ (product[at + 1] ?? 0);
      }
    }
    generator = product.map((coefficient) => logarithms[coefficient] ?? 0);
    generators.set(degree, generator);
  }
  return generator;
}

function multiply(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : (powers[(logarithms[a] ?? 0) + (logarithms[b] ?? 0)] ?? 0);
}

/**
 * Error correction codewords of `words[start]` to `words[end - 1]`: the remainder of their polynomial by the generator.
 *
 * @param remainder written to; its length is the number of codewords.
 */
export function correctionOf(words: Uint8Array, start: number, end: number, remainder: Uint8Array): void {
  const degree = remainder.length;
  const generator = generatorOf(degree);
  remainder.fill(0);
  for (let at = start; at < end; at += 1) {
    const factor = (words[at] ?? 0) ^ (remainder[0] ?? 0);
    remainder.copyWithin(0, 1);
    remainder[degree - 1] = 0;
    if (factor === 0) continue;
    const logarithm = logarithms[factor] ?? 0;
    // No coefficient of a generator is zero for the degrees that QR codes use.
    for (let index = 0; index < degree; index += 1) {
      remainder[index] = (remainder[index] ?? 0) ^ (powers[logarithm + (generator[index] ?? 0)] ?? 0);
    }
  }
}
