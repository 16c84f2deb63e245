import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const locales = new URL('../../../../locales/', import.meta.url);
const read = (locale: string, file: string) => readFileSync(new URL(`${locale}/${file}`, locales), 'utf8');

const digraphs: Readonly<Record<string, string>> = { љ: 'lj', њ: 'nj', џ: 'dž', Љ: 'Lj', Њ: 'Nj', Џ: 'Dž' };
const cyrillic = 'абвгдђежзијклмнопрстћуфхцчшАБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ';
const latin = 'abvgdđežzijklmnoprstćufhcčšABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ';

const inLatin = (text: string) =>
  text.replaceAll(/\p{Script=Cyrillic}/gu, (letter) => digraphs[letter] ?? latin[cyrillic.indexOf(letter)] ?? letter);

it.each(readdirSync(new URL('sr-Latn', locales)))('Serbian says the same in both scripts: %s', (file) => {
  expect(inLatin(read('sr-Cyrl', file)).replace('sr-Cyrl-RS', 'sr-Latn-RS')).toBe(read('sr-Latn', file));
});
