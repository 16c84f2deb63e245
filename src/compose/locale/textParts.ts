import { PostwerkError } from '../../errors.ts';

/** Takes "Zu Rechnung {{number}} vom {{date}}" apart: text and names of values in turn, beginning with text. */
export function splitText(text: string): readonly string[] {
  return text.split(/\{\{\s*(\w+)\s*\}\}/);
}

/**
 * Fills in the values; they are put in as they are.
 *
 * @param key Names the text in the error.
 * @throws PostwerkError `compose.missing-text` where a value is absent.
 */
export function fillText(key: string, parts: readonly string[], values: Readonly<Record<string, unknown>>): string {
  let filled = parts[0] ?? '';
  for (let index = 1; index < parts.length; index += 2) {
    const name = parts[index] ?? '';
    const value = values[name];
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new PostwerkError('compose.missing-text', `The text "${key}" wants the value {{${name}}}.`);
    }
    filled += String(value) + (parts[index + 1] ?? '');
  }
  return filled;
}
