/**
 * `text.charCodeAt(index)`: the UTF-16 unit, NaN behind the end. For loops over strings of many kinds (whole, joined, cut,
 * of one or two bytes a unit): there the engine looks the method up again for each letter, and this one it knows. It makes
 * labels and long invoices a tenth faster; take the length before the loop, too (docs/performance.md).
 */
export const unitAt: (text: string, index: number) => number = Function.prototype.call.bind(
  String.prototype.charCodeAt,
);
