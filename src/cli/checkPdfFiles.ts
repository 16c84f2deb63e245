import { checkPdf, rules } from '../compose/conformance/checkPdf.ts';
import type { Finding } from '../compose/conformance/rule.ts';
import { print, table } from './print.ts';
import { readInput } from './readInput.ts';

export interface CheckPdfOptions {
  readonly json?: boolean;
  /** List the rules instead of checking. */
  readonly rules?: boolean;
}

interface Checked {
  readonly file: string;
  readonly findings: readonly Finding[];
}

/**
 * `postwerk check FILE…`: conformance of finished PDFs. Every finding names its clause; the exit code is 1 when there is
 * one.
 *
 * @throws PostwerkError `cli.unreadable-file`
 */
export async function checkPdfFiles(files: readonly string[], options: CheckPdfOptions): Promise<number> {
  if (options.rules === true) {
    const all = rules.map(({ id, clause, says }) => ({ rule: id, clause, says }));
    const rows = all.map(({ rule, clause, says }) => [rule, says, clause]);
    print(options.json === true ? JSON.stringify(all, null, 2) : table(['rule', 'what must hold', 'clause'], rows));
    return 0;
  }
  const checked: Checked[] = [];
  for (const file of files) checked.push({ file, findings: checkPdf(await readInput(file)) });
  print(options.json === true ? JSON.stringify(checked, null, 2) : report(checked));
  return checked.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

function report(checked: readonly Checked[]): string {
  const parts = checked
    .filter(({ findings }) => findings.length > 0)
    .map(({ file, findings }) => {
      const rows = findings.map(({ rule, detail, clause }) => [rule, detail, clause]);
      return `${file}\n${table(['rule', 'what was found', 'clause'], rows)}\n`;
    });
  const broken = parts.length;
  const files = checked.length === 1 ? '1 file' : `${checked.length} files`;
  const summary =
    broken === 0
      ? `${files}: nothing found by ${rules.length} rules of PDF/A-3a and PDF/UA-1`
      : `${broken} of ${files} with findings`;
  return [...parts, summary].join('\n');
}
