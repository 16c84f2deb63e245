import type { Inspection } from './inspectPdf.ts';

/** One thing that must hold in a file, with the clause that asks for it. */
export interface Rule {
  /** Short and stable: what a program compares. */
  readonly id: string;
  /** Standard and clause. */
  readonly clause: string;
  /** What must hold, one sentence. */
  readonly says: string;
  /** Where it does not: one sentence for each place; none when it holds. */
  readonly find: (inspection: Inspection) => Iterable<string>;
}

/** A place where a rule does not hold. */
export interface Finding {
  readonly rule: string;
  readonly clause: string;
  readonly says: string;
  readonly detail: string;
}
