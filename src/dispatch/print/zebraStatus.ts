import type { DeviceReason } from '../../model/deviceReport.ts';

/** What a label printer says of itself in answer to `~HS` (ZPL II Programming Guide, "~HS Host Status Return"). */
export interface ZebraStatus {
  readonly paperOut: boolean;
  readonly paused: boolean;
  readonly headUp: boolean;
  readonly ribbonOut: boolean;
  readonly bufferFull: boolean;
  /** The beginning of a format has come and its end has not. */
  readonly partialFormat: boolean;
  readonly diagnosticMode: boolean;
  readonly corruptMemory: boolean;
  readonly tooCold: boolean;
  readonly tooHot: boolean;
  /** Formats received and not yet printed. */
  readonly formatsWaiting: number;
  readonly labelsRemaining: number;
  /** A printed label stands in the mouth of the printer and waits to be taken (peel-off, applicator). */
  readonly labelWaiting: boolean;
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
    partialFormat: flag(first, 7),
    diagnosticMode: flag(first, 6),
    corruptMemory: flag(first, 9),
    tooCold: flag(first, 10),
    tooHot: flag(first, 11),
    headUp: flag(second, 2),
    ribbonOut: flag(second, 3),
    labelWaiting: flag(second, 7),
    labelsRemaining: Number(second[8]),
  };
}

const problems: readonly (readonly [keyof ZebraStatus, DeviceReason, string])[] = [
  ['paperOut', 'paper-out', 'out of labels'],
  ['ribbonOut', 'ribbon-out', 'ribbon out'],
  ['headUp', 'head-open', 'print head open'],
  ['paused', 'paused', 'paused'],
  ['bufferFull', 'buffer-full', 'buffer full'],
  ['diagnosticMode', 'other', 'in diagnostic mode'],
  ['corruptMemory', 'other', 'memory corrupt'],
  ['tooCold', 'too-cold', 'print head too cold'],
  ['tooHot', 'too-hot', 'print head too hot'],
];

/** Why no label can come out now, one word each; empty when one can. */
export function zebraReasons(status: ZebraStatus): DeviceReason[] {
  return problems.filter(([flag]) => status[flag] === true).map(([, reason]) => reason);
}

/** The same in words for a person at the printer; null when a label can come out. */
export function zebraProblem(status: ZebraStatus): string | null {
  const words = problems.filter(([flag]) => status[flag] === true).map(([, , word]) => word);
  return words.length === 0 ? null : words.join(', ');
}
