/** What a label printer says of itself in answer to `~HS` (ZPL II Programming Guide, "~HS Host Status Return"). */
export interface ZebraStatus {
  readonly paperOut: boolean;
  readonly paused: boolean;
  readonly headUp: boolean;
  readonly ribbonOut: boolean;
  readonly bufferFull: boolean;
  readonly diagnosticMode: boolean;
  readonly corruptMemory: boolean;
  readonly tooCold: boolean;
  readonly tooHot: boolean;
  /** Formats received and not yet printed. */
  readonly formatsWaiting: number;
  readonly labelsRemaining: number;
}

export const hostStatusRequest = '~HS';

/**
 * Reads the three strings of an answer, without their STX and ETX:
 * `aaa,b,c,dddd,eee,f,g,h,iii,j,k,l` · `mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www` · `xxxx,y`.
 * @returns null when they are not such an answer.
 */
export function readZebraStatus(strings: readonly string[]): ZebraStatus | null {
  const [first, second] = strings.map((text) => text.split(',').map((field) => field.trim()));
  if (first === undefined || second === undefined || first.length < 12 || second.length < 9) return null;
  const flag = (fields: readonly string[], index: number): boolean => fields[index] === '1';
  return {
    paperOut: flag(first, 1),
    paused: flag(first, 2),
    formatsWaiting: Number(first[4]),
    bufferFull: flag(first, 5),
    diagnosticMode: flag(first, 6),
    corruptMemory: flag(first, 9),
    tooCold: flag(first, 10),
    tooHot: flag(first, 11),
    headUp: flag(second, 2),
    ribbonOut: flag(second, 3),
    labelsRemaining: Number(second[8]),
  };
}

/** Why no label can come out now, in words for a person at the printer; null when one can. */
export function zebraProblem(status: ZebraStatus): string | null {
  const problems = [
    status.paperOut && 'out of labels',
    status.ribbonOut && 'ribbon out',
    status.headUp && 'print head open',
    status.paused && 'paused',
    status.bufferFull && 'buffer full',
    status.diagnosticMode && 'in diagnostic mode',
    status.corruptMemory && 'memory corrupt',
    status.tooCold && 'print head too cold',
    status.tooHot && 'print head too hot',
  ].filter((problem) => problem !== false);
  return problems.length === 0 ? null : problems.join(', ');
}
