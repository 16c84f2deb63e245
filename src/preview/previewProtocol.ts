import type { ComposeRequest } from '../compose/composeDocument.ts';
import type { Origin } from '../compose/templates/origins.ts';
import type { TemplateFolders } from '../compose/templates/templateLibrary.ts';
import type { ErrorCode, ErrorPlace } from '../errors.ts';

/** A failure as it crosses a thread. */
export interface Failure {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly place: ErrorPlace;
}

/** What the page's thread asks the composing thread. */
export type Question =
  | { readonly kind: 'load'; readonly folders: TemplateFolders }
  | { readonly kind: 'show'; readonly request: ComposeRequest }
  | { readonly kind: 'page'; readonly pdf: Uint8Array; readonly page: number; readonly dpi: number }
  | {
      readonly kind: 'label';
      readonly zpl: string;
      readonly widthMm: number;
      readonly heightMm: number;
      readonly dpi: number;
    };

/** What can be chosen, and what keeps it from being composed. */
export interface Loaded {
  readonly types: readonly {
    readonly type: string;
    readonly kind: 'page' | 'label';
    readonly locales: readonly string[];
  }[];
  readonly failures: readonly Failure[];
}

/** A document as it can be looked at. */
export type Shown =
  | { readonly failure: Failure }
  | {
      readonly failure: null;
      readonly pages: readonly ShownPage[];
      readonly findings: readonly ShownFinding[];
      readonly pdf: Uint8Array<ArrayBuffer>;
      readonly zpl: string | null;
      readonly milliseconds: number;
    };

export interface ShownPage {
  readonly width: number;
  readonly height: number;
  readonly unitsPerInch: number;
  readonly marks: readonly ShownMark[];
}

/** Something on a page that has an origin: its box in the page's units. */
export interface ShownMark {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly origin: Origin;
}

export interface ShownFinding {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly sentence: string;
}

/** The answer to each kind of question. */
export interface Answers {
  readonly load: Loaded;
  readonly show: Shown;
  readonly page: Uint8Array;
  readonly label: Uint8Array;
}
