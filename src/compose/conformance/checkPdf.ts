import { inspectPdf } from './inspectPdf.ts';
import { openPdf } from './pdfFile.ts';
import { PdfSyntaxError } from './pdfLexer.ts';
import type { Finding, Rule } from './rule.ts';
import { annotationRules } from './rules/annotationRules.ts';
import { colorRules } from './rules/colorRules.ts';
import { contentRules } from './rules/contentRules.ts';
import { fileRules } from './rules/fileRules.ts';
import { fontFormRules } from './rules/fontFormRules.ts';
import { fontRules } from './rules/fontRules.ts';
import { formRules } from './rules/formRules.ts';
import { graphicsRules } from './rules/graphicsRules.ts';
import { layerRules } from './rules/layerRules.ts';
import { metadataRules } from './rules/metadataRules.ts';
import { structureRules } from './rules/structureRules.ts';
import { syntaxRules } from './rules/syntaxRules.ts';
import { tableRules } from './rules/tableRules.ts';
import { xmpRules } from './rules/xmpRules.ts';

/** Every rule that is checked, in the order of reports. */
export const rules: readonly Rule[] = [
  ...fileRules,
  ...syntaxRules,
  ...metadataRules,
  ...xmpRules,
  ...colorRules,
  ...graphicsRules,
  ...fontRules,
  ...fontFormRules,
  ...contentRules,
  ...structureRules,
  ...tableRules,
  ...annotationRules,
  ...formRules,
  ...layerRules,
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
