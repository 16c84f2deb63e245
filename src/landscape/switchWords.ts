/** What a sink's switch does, in words: on the button, and what the system will see. */
export const switchWords: Readonly<Record<string, { readonly button: string; readonly effect: string }>> = {
  ready: { button: 'Ready', effect: 'Takes everything.' },
  offline: { button: 'Offline', effect: 'Refuses connections, as if it were switched off.' },
  'paper-out': { button: 'Out of paper', effect: 'Says that paper is missing; its queue waits.' },
  slow: { button: 'Slow', effect: 'Takes some seconds for every job.' },
  hang: { button: 'Hang', effect: 'Takes connections and never answers.' },
  reset: { button: 'Break off', effect: 'Drops the connection in the middle of a document; nothing is printed.' },
  'lose-answer': {
    button: 'Lose the answer',
    effect: 'Prints, then drops the connection: nobody can know, so the document is held as unknown.',
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
