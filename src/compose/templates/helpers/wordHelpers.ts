import { PostwerkError } from '../../../errors.ts';
import type { Helper } from './helper.ts';
import { textOf } from './helper.ts';

/** Helpers that fetch words of the locale. Their literal keys are checked when the templates are loaded. */
export const wordHelpers: Readonly<Record<string, Helper>> = {
  /** `{{t "invoice:dueDate" date=…}}`: a text, with values and plural (`count=`). */
  t: ([key], data, hash) => data.locale.text(textOf(key), hash),

  /** `{{join " · " (phrase "invoice:orderLine" line=…)}}`: the text, or nothing where one of its values is absent. */
  phrase([key], data, hash) {
    for (const name in hash) if (hash[name] === undefined || hash[name] === null) return undefined;
    return data.locale.text(textOf(key), hash);
  },

  /** `{{word "invoice:titles" typeCode}}`: the word for a code, else the list's `other`. */
  word([list, code], data) {
    const found = typeof code === 'string' ? data.locale.word(textOf(list), code) : null;
    const word = found ?? data.locale.word(textOf(list), 'other');
    if (word === null) {
      throw new PostwerkError('compose.missing-text', `No word for "${String(code)}" in "${textOf(list)}".`);
    }
    return word;
  },

  /** `{{#if (knows "invoice:vatCategory" category)}}`: whether the list has a word for the code. */
  knows: ([list, code], data) => typeof code === 'string' && data.locale.word(textOf(list), code) !== null,
};
