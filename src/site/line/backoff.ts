const firstMs = 500;
const longestMs = 30_000;

/**
 * How long to wait after so many failures in a row (1, 2, …), ms: doubling from half a second to half a minute, each
 * between half and the whole of it, so that a hundred sites do not come back in the same instant.
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const whole = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return Math.round(whole * (0.5 + random() / 2));
}
