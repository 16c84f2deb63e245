/**
 * Every named failpoint with the kind of submission that passes it and how often it surely is passed in one job of
 * 16 mixed documents; a test kills at a seeded one of these passes.
 */
export const failpoints: readonly { readonly name: string; readonly passes: number; readonly format?: 'ndjson' }[] = [
  { name: 'accept.before-commit', passes: 1 },
  { name: 'accept.after-commit', passes: 1 },
  { name: 'accept.after-hint', passes: 1 },
  { name: 'accept.after-begin', passes: 1, format: 'ndjson' },
  { name: 'accept.before-slice', passes: 1, format: 'ndjson' },
  { name: 'accept.after-slice', passes: 1, format: 'ndjson' },
  { name: 'accept.before-seal', passes: 1, format: 'ndjson' },
  { name: 'accept.after-seal', passes: 1, format: 'ndjson' },
  { name: 'accept.after-hints', passes: 1, format: 'ndjson' },
  { name: 'compose.before-claim', passes: 1 },
  { name: 'compose.after-claim', passes: 1 },
  { name: 'compose.before-compose', passes: 1 },
  { name: 'compose.after-compose', passes: 1 },
  { name: 'compose.before-finish', passes: 1 },
  { name: 'compose.after-finish', passes: 1 },
  { name: 'compose.after-hint', passes: 1 },
  { name: 'deliver.before-claim', passes: 1 },
  { name: 'deliver.after-claim', passes: 1 },
  { name: 'deliver.after-begin', passes: 1 },
  { name: 'deliver.before-send', passes: 8 },
  { name: 'deliver.after-send', passes: 8 },
  { name: 'deliver.before-record', passes: 1 },
  { name: 'deliver.after-record', passes: 1 },
  { name: 'deliver.after-settle', passes: 1 },
  { name: 'drain.before-lease', passes: 2 },
  { name: 'drain.after-lease', passes: 2 },
  { name: 'drain.after-claim', passes: 2 },
  // Notes go one by one, labels in a stream: the first alone, on a printer not known yet.
  { name: 'drain.after-take-over', passes: 2 },
  { name: 'drain.after-begin', passes: 5 },
  { name: 'drain.before-send', passes: 5 },
  { name: 'drain.in-stream', passes: 8 },
  { name: 'drain.after-send', passes: 5 },
  { name: 'drain.after-verdicts', passes: 1 },
  { name: 'drain.after-record', passes: 5 },
  { name: 'drain.after-settle', passes: 2 },
  { name: 'drain.before-release', passes: 2 },
  { name: 'sweep.before-recover', passes: 3 },
  { name: 'sweep.after-recover', passes: 3 },
  { name: 'sweep.after-settle', passes: 3 },
  { name: 'sweep.after-hint', passes: 3 },
];

/** Failpoints of a site's agent, passed with the first delivery that headquarters has for it. */
export const siteFailpoints = [
  'site.before-import',
  'site.after-import',
  'site.before-report',
  'site.after-report',
] as const;
