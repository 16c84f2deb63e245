import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../../src/errors.ts';
import { parseJson } from '../../../../src/intake/formats/jsonSyntax.ts';

function refusal(text: string): string {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof PostwerkError) return error.detail;
    throw error;
  }
  throw new Error('was parsed');
}

function outcome(parse: () => unknown): { value?: unknown; error?: string } {
  try {
    return { value: parse() };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

describe('parseJson', () => {
  it.each([
    ['', 'At line 1, column 1: expected a value, found the end of the text.'],
    ['{"a":1,}', 'At line 1, column 8: expected a member name in double quotes, found "}".'],
    ['{\n  "a" 1}', 'At line 2, column 7: expected ":" after the member name, found "1".'],
    ["{'a':1}", 'At line 1, column 2: expected a member name in double quotes, found "\'".'],
    ['[1,,2]', 'At line 1, column 4: expected a value, found ",".'],
    ['{"a":[1,2}', 'At line 1, column 10: expected "," or "]", found "}".'],
    ['{"a":1}}', 'At line 1, column 8: expected nothing more, found "}".'],
    ['"a\nb"', 'At line 1, column 3: expected the end of a string, found U+000A.'],
    ['"\\x"', 'At line 1, column 2: expected a valid escape, found "\\".'],
    ['{"a":1', 'At line 1, column 7: expected "," or "}", found the end of the text.'],
    ['01', 'At line 1, column 2: expected nothing more, found "1".'],
    ['{"a":NaN}', 'At line 1, column 6: expected a value, found "N".'],
    ['\u00a0{}', 'At line 1, column 1: expected a value, found U+00A0.'],
  ])('%j: %s', (text, detail) => {
    expect(refusal(text)).toBe(detail);
  });

  it('finds the end of a million open arrays and of a long open string', () => {
    expect(refusal('['.repeat(1_000_000))).toContain('column 1000001');
    expect(refusal(`"${'\\n'.repeat(1_000_000)}`)).toContain('column 2000002');
  });

  it('agrees with the engine on what is JSON, and has a place inside the text for what is not', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '{', '}', ',', ':', '\\', '0', '\u0000'),
        (json, at, put) => {
          const cut = at % (json.length + 1);
          const text = json.slice(0, cut) + put + json.slice(cut + 1);
          const engine = outcome(() => JSON.parse(text) as unknown);
          const own = outcome(() => parseJson(text));
          expect(own.value).toEqual(engine.value);
          expect(own.error === undefined).toBe(engine.error === undefined);
          expect(own.error ?? '').toMatch(/^$|^intake\.invalid-json: At line \d+, column \d+: expected /u);
        },
      ),
    );
  });
});
