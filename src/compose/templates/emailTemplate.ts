import { PostwerkError } from '../../errors.ts';
import type { EmailContent } from '../../model/rendition.ts';
import type { Locale } from '../locale/locale.ts';
import type { Template, TemplateCompiler } from './templateCompiler.ts';

/** Parts of `email.hbs`, each below a line `--- subject`, `--- attachment`, `--- text`, `--- html`. */
const partNames = ['subject', 'attachment', 'text', 'html'] as const;
type PartName = (typeof partNames)[number];
type Parts = Readonly<Record<PartName, string>>;

/**
 * Takes `email.hbs` apart. Each part keeps its place: the lines before it stay as empty ones, so that an error names
 * the line of the file.
 *
 * @throws PostwerkError `compose.template-invalid` naming the part that is missing or unknown.
 */
export function splitEmailTemplate(file: string, source: string): Parts {
  const parts = new Map<string, string>();
  let current: string | null = null;
  for (const [index, line] of source.split('\n').entries()) {
    const name = /^--- (\S+)\s*$/.exec(line)?.[1];
    if (name !== undefined) {
      if (!(partNames as readonly string[]).includes(name) || parts.has(name)) {
        throw new PostwerkError('compose.template-invalid', `${file}:${index + 1}: unexpected part "${name}"`);
      }
      current = name;
      parts.set(name, '\n'.repeat(index + 1));
    } else if (current !== null) parts.set(current, `${parts.get(current) ?? ''}${line}\n`);
  }
  const missing = partNames.find((name) => !parts.has(name));
  if (missing !== undefined) {
    throw new PostwerkError('compose.template-invalid', `${file}: the part "--- ${missing}" is missing`);
  }
  return Object.fromEntries(parts) as Parts;
}

/** @returns A function that fills all parts of an e-mail. */
export function compileEmail(
  compiler: TemplateCompiler,
  file: string,
  parts: Parts,
): (root: object, locale: Locale) => EmailContent {
  const templates: Record<PartName, Template> = {
    subject: compiler.compile(file, parts.subject, true),
    attachment: compiler.compile(file, parts.attachment, true),
    text: compiler.compile(file, parts.text, true),
    html: compiler.compile(file, parts.html),
  };
  return (root, locale) => ({
    // RFC 5322 §2.2: a header field is one line.
    subject: templates.subject.text(root, locale).replaceAll(/\s+/g, ' ').trim(),
    text: `${templates.text
      .text(root, locale)
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim()}\n`,
    html: `${templates.html.text(root, locale).trim()}\n`,
    attachmentName: templates.attachment.text(root, locale).trim(),
  });
}
