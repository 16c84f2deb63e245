import Handlebars from 'handlebars';
import { isolated, withoutIsolates } from '../../locale/isolate.ts';
import type { Helper } from './helper.ts';
import { optionalText, textOf } from './helper.ts';

/** Helpers that join, split and compare values. */
export const textHelpers: Readonly<Record<string, Helper>> = {
  /** `{{lines text}}`: line ends of the text become `<br/>`. */
  lines(data, _, text) {
    const trimmed = textOf(text).trim();
    if (!trimmed.includes('\n')) return trimmed;
    const lines = trimmed
      .split(/\s*\r?\n\s*/)
      .map((line) => Handlebars.escapeExpression(data.locale.rtl ? isolated(line) : line));
    return new Handlebars.SafeString(lines.join('<br/>'));
  },
  /** `data="{{attribute text}}"`: line ends as references, for XML §3.3.3 makes plain ones in attributes blanks. */
  attribute: (_, __, text) =>
    new Handlebars.SafeString(Handlebars.escapeExpression(textOf(text)).replaceAll('\n', '&#10;')),
  /** `{{join " · " a b c}}`: the values that are there. Arrays are taken in. ", " is the comma of the language. */
  join(data, _, separator, ...parts) {
    const texts: string[] = [];
    for (const part of parts) {
      if (Array.isArray(part)) for (const one of part as readonly unknown[]) addText(one, texts);
      else addText(part, texts);
    }
    if (texts.length < 2) return texts[0] ?? '';
    const between = separator === ', ' ? data.locale.comma : textOf(separator);
    // Parts of one name ("-") belong together, parts of a line do not.
    if (data.locale.rtl && between.includes(' ')) texts.forEach((text, index) => (texts[index] = isolated(text)));
    // A line never begins with the dot that separates.
    return texts.join(between.replace(' ·', '\u00a0·'));
  },
  /** `{{concat "X" code}}`. */
  concat: (_, __, ...parts) => parts.map(textOf).join(''),
  /** `{{groups iban}}`: an IBAN in groups of four (ISO 13616-1 §6.1 print form), any other account as it is. */
  groups: (_, __, account) => {
    const text = textOf(account);
    const compact = text.replaceAll(' ', '');
    return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact) ? compact.replace(/(.{4})(?=.)/g, '$1 ') : text;
  },
  /** `{{fileName (join "-" title number)}}`: a name that every file system takes. */
  fileName: (_, __, name) =>
    withoutIsolates(textOf(name))
      .normalize('NFC')
      .replace(/[^\p{L}\p{N}._-]+/gu, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(0, 120),

  /** `{{or a b c}}`: the first that is there. */
  or: (_, __, ...values) => values.find((value) => !Handlebars.Utils.isEmpty(value)),
  /** `{{and a b c}}`: the last, where all are there. */
  and: (_, __, ...values) => (values.some((value) => Handlebars.Utils.isEmpty(value)) ? undefined : values.at(-1)),
  not: (_, __, value) => Handlebars.Utils.isEmpty(value),
  /** `{{#if (eq a b c)}}`: a is b or c. */
  eq: (_, __, ...values) => values.includes(values[0], 1),
  /** Decimals are texts, so "0.00" would count as filled: `{{#if (nonZero amount)}}`. */
  nonZero: (_, __, amount) => typeof amount === 'string' && /[1-9]/.test(amount),
  /** `{{#if (several list)}}`: more than one. */
  several: (_, __, list) => Array.isArray(list) && list.length > 1,
};

function addText(value: unknown, texts: string[]): void {
  const text = optionalText(value);
  if (text !== undefined) texts.push(text);
}
