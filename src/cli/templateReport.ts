import type { ErrorPlace } from '../errors.ts';

/** Something that would hold a document. */
export interface Finding {
  readonly code: string;
  readonly detail: string;
  readonly place: ErrorPlace;
  readonly type?: string;
  readonly locale?: string;
  readonly sample?: string;
  readonly dpi?: number;
}

export interface CheckReport {
  readonly types: readonly string[];
  readonly locales: readonly string[];
  /** Of these, what has no words of its own: `reminder hu`. */
  readonly notReleased: readonly string[];
  readonly samples: number;
  /** Composed and proven: samples × locales, labels once for each print head. */
  readonly documents: number;
  readonly seconds: number;
  readonly findings: readonly Finding[];
}

/** A matrix of types and locales, and below it each finding once with the documents that have it. */
export function reportText(report: CheckReport): string {
  const { types, locales, samples, documents, seconds, findings } = report;
  const lines: string[] = [];
  if (types.length > 0) lines.push(...matrix(report), '');
  for (const group of groups(findings)) lines.push(...group, '');
  const found =
    findings.length === 0 ? 'nothing found' : `${findings.length} finding${findings.length === 1 ? '' : 's'}`;
  lines.push(
    types.length === 0
      ? `${found}; mend the templates first, then every sample is composed`
      : `${count(types.length, 'type')} × ${count(locales.length, 'locale')} × ${count(samples, 'sample')}: ${documents} documents proven in ${seconds} s, ${found}`,
  );
  return `${lines.join('\n')}\n`;
}

function matrix({ types, locales, notReleased, findings }: CheckReport): string[] {
  const first = Math.max(6, ...locales.map((name) => name.length));
  const row = (name: string, cells: readonly string[]): string =>
    [name.padEnd(first), ...cells.map((cell, index) => cell.padEnd(types[index]?.length ?? 0))].join('  ').trimEnd();
  return [
    row('', types),
    ...locales.map((locale) =>
      row(
        locale,
        types.map((type) => {
          const found = findings.filter((finding) => finding.type === type && finding.locale === locale).length;
          if (found > 0) return String(found);
          return notReleased.includes(`${type} ${locale}`) ? '–' : 'ok';
        }),
      ),
    ),
  ];
}

/** Findings that say the same of several documents are told once. */
function groups(findings: readonly Finding[]): string[][] {
  const byText = new Map<string, Finding[]>();
  for (const finding of findings) {
    const text = `${finding.code}\n${textOf(finding)}`;
    byText.set(text, [...(byText.get(text) ?? []), finding]);
  }
  return [...byText].map(([, same]) => {
    const [first] = same as [Finding];
    const place = placeOf(first.place);
    const where = documentsOf(same);
    return [
      ...(place === '' ? [] : [place]),
      `  ${textOf(first).replaceAll('\n', '\n  ')} (${first.code})`,
      ...(where === '' ? [] : [`  ${where}`]),
    ];
  });
}

function textOf({ detail, place }: Finding): string {
  const at = placeOf(place);
  return at !== '' && detail.startsWith(`${at}: `) ? detail.slice(at.length + 2) : detail;
}

function placeOf({ file, line, column }: ErrorPlace): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

/** So many documents are named; the rest is a number. */
const namedSamples = 4;
const namedLocales = 6;

/** `hu: invoice-de, invoice-en · pl: invoice-de`. */
function documentsOf(findings: readonly Finding[]): string {
  const byLocale = new Map<string, Map<string, number[]>>();
  for (const { locale, sample, dpi } of findings) {
    if (locale === undefined || sample === undefined) continue;
    const names = byLocale.get(locale) ?? new Map<string, number[]>();
    names.set(sample, [...(names.get(sample) ?? []), ...(dpi === undefined ? [] : [dpi])]);
    byLocale.set(locale, names);
  }
  const locales = [...byLocale].map(([locale, names]) => {
    const samples = [...names].map(([name, dpi]) => (dpi.length === 0 ? name : `${name} (${dpi.join(', ')} dpi)`));
    return `${locale}: ${shortened(samples, namedSamples, ', ')}`;
  });
  return shortened(locales, namedLocales, ' · ');
}

function shortened(all: readonly string[], most: number, separator: string): string {
  const named = all.slice(0, most).join(separator);
  return all.length <= most ? named : `${named} and ${all.length - most} more`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
