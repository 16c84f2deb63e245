import { PostwerkError } from '../errors.ts';
import type { Message } from '../model/message.ts';
import type { Sender } from '../model/parties.ts';
import type { Failure, Loaded, Shown } from './previewProtocol.ts';
import { createPreviewThread } from './previewThread.ts';

/** A document that can be chosen. */
export interface PreviewSample {
  readonly name: string;
  readonly file: string;
  readonly document: Message;
  readonly sender: Sender | null;
}

export interface PreviewSamples {
  readonly samples: readonly PreviewSample[];
  readonly problems: readonly { readonly file: string; readonly error: PostwerkError }[];
}

/** What somebody wants to see. */
export interface Choice {
  readonly type: string;
  readonly sample: string;
  readonly locale: string;
  /** Print head of a label, dots per inch. */
  readonly dpi: number;
}

export interface PreviewDesk {
  /** Grows with every change of a file. */
  readonly version: () => number;
  readonly loaded: () => Loaded;
  readonly samples: () => PreviewSamples;
  /** Reads everything anew. */
  readonly reload: () => Promise<void>;
  /** Fills up what a choice leaves open, or names what there is not; null where there is nothing to choose from. */
  readonly choose: (wanted: Partial<Record<keyof Choice, string>>) => Choice | null;
  readonly show: (choice: Choice) => Promise<Shown>;
  /** PNG of a page, or of a label at the dots of its print head. */
  readonly picture: (choice: Choice, page: number) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}

export const printHeads = [203, 300, 600];

/** Dots per inch of the picture of a page: more than a screen's 96, so that it stays sharp when it is zoomed. */
const pictureDpi = 120;
/** Documents and pictures kept until the next change. */
const mostKept = 12;

type Drawable = Extract<Shown, { failure: null }>;

/** What the preview knows between two changes. @param timeoutMs Longest time a document may take. */
export function createPreviewDesk(
  folders: { readonly templatesDir: string; readonly localesDir: string },
  readSamples: () => PreviewSamples,
  timeoutMs: number,
): PreviewDesk {
  const thread = createPreviewThread(timeoutMs);
  let version = 0;
  let loaded: Loaded = { types: [], failures: [] };
  let samples: PreviewSamples = { samples: [], problems: [] };
  let kept = new Map<string, Promise<unknown>>();
  let running: Promise<void> = Promise.resolve();

  async function load(): Promise<void> {
    const asked = thread.ask({ kind: 'load', folders: { ...folders, pseudoLocale: true } }).catch((error: unknown) => ({
      types: [],
      failures: [failureOf(error)],
    }));
    // While the thread loads, here.
    const read = samplesOrFailure();
    const next: Loaded = await asked;
    samples = read.samples;
    // While something is broken, what was chosen stays chosen.
    const types = next.types.length > 0 ? next.types : loaded.types;
    loaded = { types, failures: read.failure === null ? next.failures : [...next.failures, read.failure] };
    kept = new Map();
    version += 1;
  }

  function samplesOrFailure(): { readonly samples: PreviewSamples; readonly failure: Failure | null } {
    try {
      return { samples: readSamples(), failure: null };
    } catch (error) {
      // A schema that is no JSON, a folder that goes away while it is read.
      return { samples: { samples: [], problems: [] }, failure: failureOf(error) };
    }
  }

  /** Made once for each version; `into` holds what was made of the version that was asked for. */
  function once<T>(into: typeof kept, key: string, make: () => Promise<T>): Promise<T> {
    const known = into.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    if (into.size >= mostKept) into.delete(into.keys().next().value as string);
    const made = make();
    into.set(key, made);
    return made;
  }

  async function compose(choice: Choice): Promise<Shown> {
    const sample = samples.samples.find(({ name }) => name === choice.sample);
    if (sample === undefined) throw new PostwerkError('web.not-found', `There is no sample "${choice.sample}".`);
    const { type, message } = sample.document;
    const isLabel = loaded.types.find((known) => known.type === type)?.kind === 'label';
    try {
      return await thread.ask({
        kind: 'show',
        request: {
          ...{ type, message, locale: choice.locale, sender: sample.sender },
          formats: isLabel ? ['pdf', 'zpl', 'email'] : ['pdf', 'email'],
          ...(isLabel && { dpi: choice.dpi }),
        },
      });
    } catch (error) {
      // The thread was ended and its successor knows nothing yet.
      running = running.then(load);
      return { failure: failureOf(error) };
    }
  }

  function draw(into: typeof kept, shown: Drawable, choice: Choice, page: number): Promise<Uint8Array> {
    const { pdf, zpl, pages } = shown;
    const key = `${page} ${JSON.stringify(choice)}`;
    if (zpl === null) return once(into, key, () => thread.ask({ kind: 'page', pdf, page, dpi: pictureDpi }));
    const [label] = pages;
    const mm = (units: number): number => (units / (label?.unitsPerInch ?? 203)) * 25.4;
    const size = { widthMm: mm(label?.width ?? 0), heightMm: mm(label?.height ?? 0) };
    return once(into, key, () => thread.ask({ kind: 'label', zpl, ...size, dpi: choice.dpi }));
  }

  function show(choice: Choice, into = kept): Promise<Shown> {
    return once(into, JSON.stringify(choice), async () => {
      const shown = await compose(choice);
      // Whoever looks wants the first picture next: it is drawn while the page is on its way.
      if (shown.failure === null) draw(into, shown, choice, 1).catch(() => undefined);
      return shown;
    });
  }

  return {
    version: () => version,
    loaded: () => loaded,
    samples: () => samples,
    reload() {
      running = running.then(load);
      return running;
    },
    choose(wanted) {
      const type = nameIn(
        loaded.types.map((known) => known.type),
        wanted.type,
        'invoice',
      );
      const names = samples.samples.filter(({ document }) => document.type === type).map(({ name }) => name);
      const sample = nameIn(names, wanted.sample);
      const locale = nameIn(loaded.types.find((known) => known.type === type)?.locales ?? [], wanted.locale, 'en');
      if (type === undefined || sample === undefined || locale === undefined) return null;
      const dpi = printHeads.find((head) => String(head) === wanted.dpi) ?? 203;
      return { type, sample, locale, dpi };
    },
    show: (choice) => show(choice),
    async picture(choice, page) {
      const into = kept;
      const shown = await show(choice, into);
      if (shown.failure !== null) throw new PostwerkError('web.not-found', 'This document could not be composed.');
      return draw(into, shown, choice, page);
    },
    close: () => thread.close(),
  };
}

function nameIn(names: readonly string[], wanted: string | undefined, usual?: string): string | undefined {
  return names.find((name) => name === wanted) ?? names.find((name) => name === usual) ?? names[0];
}

function failureOf(error: unknown): Failure {
  if (error instanceof PostwerkError) return { code: error.code, detail: error.detail, place: error.place };
  return { code: 'internal.unexpected', detail: error instanceof Error ? error.message : String(error), place: {} };
}
