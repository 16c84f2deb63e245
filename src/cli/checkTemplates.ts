import { availableParallelism } from 'node:os';
import { type ComposePool, type ComposeResult, createComposePool } from '../compose/composePool.ts';
import type { Composed, ComposeRequest } from '../compose/composeDocument.ts';
import { checkPdf } from '../compose/conformance/checkPdf.ts';
import { pseudoLocaleName } from '../compose/locale/pseudoLocale.ts';
import { inspectTemplates } from '../compose/templates/inspectTemplates.ts';
import { createTemplateLibrary, type TemplateLibrary } from '../compose/templates/templateLibrary.ts';
import type { Config } from '../config.ts';
import { PostwerkError } from '../errors.ts';
import { readSamples, type Sample } from './readSamples.ts';
import { type CheckReport, type Finding, reportText } from './templateReport.ts';

export interface CheckOptions {
  /** Only these, separated by commas. */
  readonly locale?: string;
  readonly type?: string;
  /** Also the locale that finds texts that do not fit. */
  readonly pseudo?: boolean;
  readonly json?: boolean;
}

/** One document to compose, and what it is. */
interface Proof {
  readonly sample: Sample;
  readonly locale: string;
  readonly request: ComposeRequest;
}

/** As many documents a thread gets at once. */
const sliceSize = 8;
/** Print heads a label is proven for, dots per inch. */
const printHeads = [300, 600];

/**
 * `postwerk check templates`: composes every sample of every type in every locale, with all that is proven of a document
 * before it leaves, and prints what was found.
 *
 * @returns exit code: 1 when something was found.
 */
export async function checkTemplates(config: Config, options: CheckOptions): Promise<number> {
  const began = performance.now();
  const folders = {
    templatesDir: config.templatesDir,
    localesDir: config.localesDir,
    pseudoLocale: options.pseudo ?? false,
  };
  const problems = inspectTemplates(folders);
  if (problems.length > 0) {
    const findings = problems.map(
      ({ file, line, column, detail }): Finding => ({
        code: 'compose.template-invalid',
        detail,
        place: { file, line, column },
      }),
    );
    return print(
      { types: [], locales: [], notReleased: [], samples: 0, documents: 0, seconds: secondsSince(began), findings },
      options,
    );
  }
  const library = createTemplateLibrary(folders);
  const { samples, problems: unreadable } = readSamples(config);
  const types = chosen(options.type, [...library.types.keys()].sort(), 'type');
  const spoken = library.locales.filter((locale) => types.some((type) => library.localesOf(type).includes(locale)));
  const locales = options.locale === undefined ? spoken : chosen(options.locale, library.locales, 'locale');
  const proofs = proofsOf(library, samples, types, locales);
  const findings: Finding[] = unreadable.map(({ file, error }) => ({
    code: error.code,
    detail: error.detail,
    place: { ...error.place, file },
  }));
  for (const type of types) {
    if (!samples.some(({ document }) => document.type === type)) {
      findings.push({
        code: 'cli.no-sample',
        detail: `"${type}" has none in samples/`,
        type,
        place: {},
      });
    }
  }
  const pool = createComposePool({
    ...folders,
    checked: true,
    threads: availableParallelism(),
    timeoutMs: config.composeTimeoutMs,
  });
  try {
    findings.push(...(await compose(pool, proofs, progressLine(options))));
  } finally {
    await pool.close();
  }
  const notReleased = types.flatMap((type) =>
    locales.filter((locale) => !library.localesOf(type).includes(locale)).map((locale) => `${type} ${locale}`),
  );
  const proven = new Set(proofs.map(({ sample }) => sample.name)).size;
  return print(
    { types, locales, notReleased, samples: proven, documents: proofs.length, seconds: secondsSince(began), findings },
    options,
  );
}

function proofsOf(
  library: TemplateLibrary,
  samples: readonly Sample[],
  types: readonly string[],
  locales: readonly string[],
): Proof[] {
  return locales.flatMap((locale) =>
    samples
      .filter(({ document }) => types.includes(document.type))
      .filter(({ document }) => library.localesOf(document.type).includes(locale))
      .flatMap((sample) => {
        const { type, message } = sample.document;
        const settings = library.types.get(type);
        const common = { type, message, locale, sender: sample.sender };
        const formats = [...new Set([...(settings?.formats ?? []), 'email' as const])];
        const requests: ComposeRequest[] = [{ ...common, formats }];
        if (settings?.kind === 'label') {
          for (const dpi of printHeads) requests.push({ ...common, formats: ['zpl'], dpi });
        }
        return requests.map((request) => ({ sample, locale, request }));
      }),
  );
}

async function compose(
  pool: ComposePool,
  proofs: readonly Proof[],
  progress: (done: number, all: number) => void,
): Promise<Finding[]> {
  // In the order of the documents, whoever is done first.
  const findings: (readonly Finding[])[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < proofs.length) {
      const from = next;
      const slice = proofs.slice(from, from + sliceSize);
      next += slice.length;
      const results = await pool.composeSlice(slice.map(({ request }) => request));
      for (const [index, proof] of slice.entries()) {
        const result = results[index];
        if (result !== undefined) findings[from + index] = findingsOf(proof, result);
      }
      done += slice.length;
      progress(done, proofs.length);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() * 2 }, work));
  return findings.flat();
}

function findingsOf({ sample, locale, request: { dpi } }: Proof, result: ComposeResult): readonly Finding[] {
  const of = { type: sample.document.type, locale, sample: sample.name, ...(dpi !== undefined && { dpi }) };
  if (result.ok) return nonconforming(result.composed).map((finding) => ({ ...finding, ...of }));
  const { code, detail, place = {} } = result;
  return [{ code, detail, place, ...of }];
}

/** What keeps a PDF from being PDF/A-3a and PDF/UA-1. */
function nonconforming({ renditions }: Composed): Finding[] {
  const pdf = renditions.find(({ format }) => format === 'pdf');
  if (pdf === undefined) return [];
  return checkPdf(pdf.bytes).map(({ rule, clause, detail }) => ({
    code: rule,
    detail: `${detail} (${clause})`,
    place: {},
  }));
}

function chosen(wanted: string | undefined, known: readonly string[], what: 'type' | 'locale'): readonly string[] {
  if (wanted === undefined) return known;
  const names = wanted.split(',').map((name) => (name.trim() === 'pseudo' ? pseudoLocaleName : name.trim()));
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  const code = what === 'type' ? 'intake.unknown-type' : 'intake.unknown-locale';
  throw new PostwerkError(code, `"${unknown}" is not one of ${known.join(', ')}.`);
}

/** A line that counts, where somebody watches. */
function progressLine({ json }: CheckOptions): (done: number, all: number) => void {
  if (json === true || !process.stderr.isTTY) return () => undefined;
  return (done, all) => {
    const end = done === all ? '\r\u001b[K' : '';
    process.stderr.write(`\r${done} of ${all} documents proven${end}`);
  };
}

function print(report: CheckReport, { json }: CheckOptions): number {
  process.stdout.write(json === true ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
  return report.findings.length === 0 ? 0 : 1;
}

function secondsSince(began: number): number {
  return Math.round((performance.now() - began) / 100) / 10;
}
