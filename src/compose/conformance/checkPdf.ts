import { inspectPdf } from './inspectPdf.ts';
import { openPdf } from './pdfFile.ts';
import { PdfSyntaxError } from './pdfLexer.ts';
import type { Finding, Rule } from './rule.ts';
import { annotationRules } from './rules/annotationRules.ts';
import { colorRules } from './rules/colorRules.ts';
import { contentRules } from './rules/contentRules.ts';
import { fileRules } from './rules/fileRules.ts';
import { fontRules } from './rules/fontRules.ts';
import { metadataRules } from './rules/metadataRules.ts';
import { structureRules } from './rules/structureRules.ts';

/** Every rule that is checked, in the order of reports. */
export const rules: readonly Rule[] = [
  ...fileRules,
  ...metadataRules,
  ...colorRules,
  ...fontRules,
  ...contentRules,
  ...structureRules,
  ...annotationRules,
];

const encrypted: Finding[] = [
  {
    rule: 'not-encrypted',
    clause: 'ISO 19005-3 §6.1.3',
    says: 'The file is not encrypted.',
    detail: 'the trailer has Encrypt; nothing else was checked',
  },
];

/**
 * Checks a finished PDF against PDF/A-3 level A (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), as far as our own documents
 * could break them. No findings mean that none of `rules` found anything.
 */
export function checkPdf(bytes: Uint8Array): Finding[] {
  try {
    const file = openPdf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    // What is encrypted cannot be looked into.
    if (file.trailer.has('Encrypt')) return encrypted;
    const inspection = inspectPdf(file);
    return rules.flatMap(({ id, clause, says, find }) =>
      Array.from(find(inspection), (detail): Finding => ({ rule: id, clause, says, detail })),
    );
  } catch (error) {
    if (!(error instanceof PdfSyntaxError)) throw error;
    const says = 'The file can be read.';
    return [{ rule: 'syntax', clause: 'ISO 32000-1 §7', says, detail: error.message }];
  }
}
