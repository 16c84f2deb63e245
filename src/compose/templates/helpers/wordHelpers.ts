import { PostwerkError } from '../../../errors.ts';
import type { Helper } from './helper.ts';
import { textOf } from './helper.ts';

/** Helpers that fetch words of the locale. Their literal keys are checked when the templates are loaded. */
export const wordHelpers: Readonly<Record<string, Helper>> = {
  /** `{{t "invoice:dueDate" date=…}}`: a text, with values and plural (`count=`). */
  t: (data, named, key) => data.locale.text(textOf(key), named),

  /** `{{join " · " (phrase "invoice:orderLine" line=…)}}`: the text, or nothing where one of its values is absent. */
  phrase(data, named, key) {
    for (const name in named) if (named[name] === undefined || named[name] === null) return undefined;
    return data.locale.text(textOf(key), named);
  },

  /** `{{word "invoice:titles" typeCode}}`: the word for a code, else the list's `other`. */
  word(data, _, list, code) {
    const found = typeof code === 'string' ? data.locale.word(textOf(list), code) : null;
    const word = found ?? data.locale.word(textOf(list), 'other');
    if (word === null) {
      throw new PostwerkError('compose.missing-text', `No word for "${String(code)}" in "${textOf(list)}".`);
    }
    return word;
  },

  /** `{{#if (knows "invoice:vatCategory" category)}}`: whether the list has a word for the code. */
  knows: (data, _, list, code) => typeof code === 'string' && data.locale.word(textOf(list), code) !== null,
};
