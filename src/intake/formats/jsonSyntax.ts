import { PostwerkError } from '../../errors.ts';

/**
 * JSON text to a value.
 *
 * @throws PostwerkError intake.invalid-json with line, column and what was expected there
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const { offset, expected } = findJsonError(text);
    const before = text.slice(0, offset);
    const line = before.split('\n').length;
    const column = offset - before.lastIndexOf('\n');
    const detail = `At line ${line}, column ${column}: ${expected}, found ${shown(text, offset)}.`;
    throw new PostwerkError('intake.invalid-json', detail, { line, column }, { cause: error });
  }
}

function shown(text: string, offset: number): string {
  if (offset >= text.length) return 'the end of the text';
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  const code = (text.codePointAt(offset) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `"${character}"` : `U+${code}`;
}

interface JsonError {
  readonly offset: number;
  readonly expected: string;
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/uy;
const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/uy;
const space = /[ \t\n\r]*/uy;

/**
 * Where text breaks the grammar of RFC 8259. The engine's own message often has no position; this walks the same
 * grammar with a stack of its own, so that deep nesting is no danger.
 */
export function findJsonError(text: string): JsonError {
  const open: ('{' | '[')[] = [];
  let at = 0;
  let need: 'value' | 'value or ]' | 'key' | 'key or }' | 'separator' = 'value';
  const skip = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    at += length;
    return length;
  };
  const string = (): JsonError | undefined => {
    at = endOfString(text, at + 1);
    if (text[at] !== '"') {
      return { offset: at, expected: text[at] === '\\' ? 'expected a valid escape' : 'expected the end of a string' };
    }
    at += 1;
    return undefined;
  };

  for (;;) {
    skip(space);
    const character = text[at];
    if (need === 'separator') {
      const around = open.at(-1);
      if (around === undefined) return { offset: at, expected: 'expected nothing more' };
      const close = around === '{' ? '}' : ']';
      if (character === close) {
        open.pop();
        at += 1;
      } else if (character === ',') {
        at += 1;
        need = around === '{' ? 'key' : 'value';
      } else {
        return { offset: at, expected: `expected "," or "${close}"` };
      }
    } else if (need === 'key' || need === 'key or }') {
      if (character === '}' && need === 'key or }') {
        open.pop();
        at += 1;
        need = 'separator';
        continue;
      }
      if (character !== '"') return { offset: at, expected: 'expected a member name in double quotes' };
      const broken = string();
      if (broken) return broken;
      skip(space);
      if (text[at] !== ':') return { offset: at, expected: 'expected ":" after the member name' };
      at += 1;
      need = 'value';
    } else if (character === ']' && need === 'value or ]') {
      open.pop();
      at += 1;
      need = 'separator';
    } else if (character === '{' || character === '[') {
      open.push(character);
      at += 1;
      need = character === '{' ? 'key or }' : 'value or ]';
    } else if (character === '"') {
      const broken = string();
      if (broken) return broken;
      need = 'separator';
    } else {
      const word = ['true', 'false', 'null'].find((literal) => text.startsWith(literal, at));
      if (word !== undefined) at += word.length;
      else if (skip(number) === 0) return { offset: at, expected: 'expected a value' };
      need = 'separator';
    }
  }
}

/** First place from `at` that is the closing quote, a control character, a wrong escape or the end (RFC 8259 section 7). */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22 || code < 0x20) return at;
    if (code === 0x5c) {
      escape.lastIndex = at;
      const length = escape.exec(text)?.[0].length;
      if (length === undefined) return at;
      at += length;
    } else {
      at += 1;
    }
  }
  return at;
}
