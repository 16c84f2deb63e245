/** A format in the printer's buffer: its bytes and how many labels it makes. */
export interface BufferedFormat {
  readonly bytes: Buffer;
  readonly labels: number;
  /** Labels of it that are out. */
  readonly out: number;
  /** It lay in the buffer while the printer stood. */
  readonly waited: boolean;
}

/** What stops the print head: nothing, before the next label, or in the middle of the one under way. */
export type Halt = 'none' | 'between-labels' | 'within-label';

export interface EngineEvents {
  /** A whole label is out. */
  readonly counted: () => void;
  /** All labels of a format are out. */
  readonly finished: (format: BufferedFormat) => void;
  /** The head stopped in the middle of a label, which is torn. */
  readonly torn: (format: BufferedFormat) => void;
}

export interface LabelEngine {
  /** Formats in the buffer, the one that prints included. */
  readonly waiting: number;
  /** Labels of the present format that are still to come. */
  readonly remaining: number;
  readonly full: boolean;
  /** Puts a format into the buffer; resolves when there was room. */
  take(bytes: Buffer, labels: number): Promise<void>;
  /** Stops or starts the head. A label that was torn is printed again in whole when it starts ("^JZ Reprint After Error"). */
  halt(how: Halt): void;
  /** Power is lost: a label under way is torn, the buffer is empty. */
  lose(): void;
  /** "~JA Cancel All": the buffer is emptied, a label under way still comes out. */
  cancelAll(): void;
}

/** The mechanics of a label printer: a buffer of formats and a head that prints one label after the other. */
export function openLabelEngine(
  settings: { readonly capacity: () => number; readonly printMs: () => number },
  events: EngineEvents,
): LabelEngine {
  let buffer: BufferedFormat[] = [];
  let halted: Halt = 'none';
  let head: NodeJS.Timeout | null = null;
  let torn = false;
  const waiters: (() => void)[] = [];

  const makeRoom = (): void => {
    while (waiters.length > 0 && buffer.length < settings.capacity()) waiters.shift()?.();
  };
  const labelOut = (): void => {
    const [format] = buffer;
    if (format === undefined) return;
    const now = { ...format, out: format.out + 1 };
    events.counted();
    if (now.out < now.labels) buffer[0] = now;
    else {
      buffer.shift();
      events.finished(now);
      makeRoom();
    }
  };
  const tear = (): void => {
    if (head !== null) clearTimeout(head);
    head = null;
    if (buffer[0] !== undefined && !torn) events.torn(buffer[0]);
    torn = true;
  };
  const mayStart = (): boolean => buffer.length > 0 && head === null && halted !== 'between-labels';
  const work = (): void => {
    while (mayStart()) {
      if (halted === 'within-label') return tear();
      const ms = settings.printMs();
      if (ms > 0) {
        head = setTimeout(() => {
          head = null;
          labelOut();
          work();
        }, ms);
      } else labelOut();
    }
  };

  return {
    get waiting() {
      return buffer.length;
    },
    get remaining() {
      const [format] = buffer;
      return format === undefined ? 0 : format.labels - format.out;
    },
    get full() {
      return buffer.length >= settings.capacity();
    },
    async take(bytes, labels) {
      if (buffer.length >= settings.capacity()) await new Promise<void>((resolve) => waiters.push(resolve));
      buffer.push({ bytes, labels, out: 0, waited: halted !== 'none' });
      work();
    },
    halt(how) {
      halted = how;
      if (how === 'within-label' && head !== null) tear();
      if (how === 'none') torn = false;
      makeRoom();
      work();
    },
    lose() {
      if (head !== null) tear();
      buffer = [];
      torn = false;
      makeRoom();
    },
    cancelAll() {
      buffer = head === null ? [] : buffer.slice(0, 1);
      makeRoom();
    },
  };
}
