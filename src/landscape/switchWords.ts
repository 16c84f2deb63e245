/** What a sink's switch does, in words: on the button, and what the system will see. */
export const switchWords: Readonly<Record<string, { readonly button: string; readonly effect: string }>> = {
  ready: { button: 'Ready', effect: 'Takes everything.' },
  offline: { button: 'Offline', effect: 'Refuses connections, as if it were switched off.' },
  'paper-out': { button: 'Out of paper', effect: 'Says that paper is missing; its queue waits.' },
  'ribbon-out': { button: 'Ribbon out', effect: 'Says so; what is in its buffer waits.' },
  'head-open': { button: 'Head open', effect: 'Stops in the middle of a label, which it prints again when closed.' },
  jam: { button: 'Jam', effect: 'Stops in the middle: what was under way is torn and not counted.' },
  'power-loss': {
    button: 'Power loss',
    effect: 'Goes off in the middle of the next label and loses its buffer; then it is back.',
  },
  'buffer-full': { button: 'Buffer full', effect: 'Prints nothing and reads no more: senders must wait.' },
  'no-counter': {
    button: 'No counter',
    effect: 'Prints, but does not tell how many labels came out, as old printers.',
  },
  stopped: { button: 'Stopped', effect: 'Takes jobs and prints none until somebody starts it again.' },
  busy: { button: 'Busy', effect: 'Answers that it is busy with another job.' },
  'refuse-attributes': {
    button: 'Refuse options',
    effect: 'Does not know two-sided, trays or copies: ignores them, or refuses where they are a must.',
  },
  slow: { button: 'Slow', effect: 'Takes some seconds for every job.' },
  hang: { button: 'Hang', effect: 'Takes connections and never answers.' },
  reset: { button: 'Break off', effect: 'Drops the connection in the middle of a document; nothing is printed.' },
  'lose-answer': {
    button: 'Lose the answer',
    effect: 'Prints, then drops the connection: only the printer can say what became of it.',
  },
  'refuse-temporarily': {
    button: 'Refuse for now',
    effect: 'Answers 4xx to every recipient; it is tried again later.',
  },
  refuse: { button: 'Refuse for good', effect: 'Answers 5xx to every recipient; it is never tried again.' },
  'drop-after-dot': {
    button: 'Lose the answer',
    effect: 'Keeps the message, then drops the connection: held as unknown.',
  },
};

export const kindWords = {
  printer: 'Printer (IPP)',
  'label-printer': 'Label printer (ZPL on a raw socket)',
  mailbox: 'Mailbox (SMTP)',
};
export const receivedWords = { printer: 'document', 'label-printer': 'label', mailbox: 'message' };
