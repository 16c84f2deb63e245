const known = new Map<string, string>();

/** '#rrggbb' as the operands of rg and RG. Thousandths tell all 256 steps apart. */
export function deviceRgb(color: string): string {
  const before = known.get(color);
  if (before !== undefined) return before;
  const value = Number.parseInt(color.slice(1), 16);
  const parts = [value >> 16, (value >> 8) & 0xff, value & 0xff].map((part) => Math.round((part / 255) * 1000) / 1000);
  const text = parts.join(' ');
  if (known.size < 1000) known.set(color, text);
  return text;
}
