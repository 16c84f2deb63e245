import { Html, html } from '../web/views/html.ts';
import type { ShownPage } from './previewProtocol.ts';
import type { SourceFiles } from './sourceLines.ts';

/** Rows of the table; whoever looks for a text of a long document points at it. */
const mostRows = 400;

/** The same that pointing shows, as a table: it works without a pointer and without scripts. */
export function whyTable(pages: readonly ShownPage[]): Html {
  const marks = pages.flatMap((page) => page.marks);
  return html`<div class="wide"><table><thead><tr><th>Text</th><th>Template</th><th>Text of the locale</th><th>Field of the message</th></tr></thead><tbody>
${marks
  .slice(0, mostRows)
  .map(
    ({ text, origin }) =>
      html`<tr><td>${text}</td><td><code>${origin.file.replace(/^templates\//u, '')}:${String(origin.line)}</code></td><td><code>${origin.texts.join(', ')}</code></td><td><code>${origin.fields.join(', ')}</code></td></tr>`,
  )}
</tbody></table>${marks.length > mostRows && html`<p class="over">And ${marks.length - mostRows} more.</p>`}</div>`;
}

/** Origins for the script: marks in the order of the pages; lines of templates once, however many marks they make. */
export function originsScript(
  pages: readonly ShownPage[],
  locale: string,
  sources: SourceFiles,
  message: unknown,
): Html {
  const lines: Record<string, string> = {};
  const values: Record<string, string> = {};
  const place = ({ file, line }: { readonly file: string; readonly line: number }): string => {
    const at = `${file}:${line}`;
    lines[at] ??= sources.line(file, line);
    return at;
  };
  const data = pages.map(({ marks }) =>
    marks.map(({ text, origin }) => {
      for (const field of origin.fields) values[field] ??= valueAt(message, field);
      return { text, at: place(origin), calls: origin.calls.map(place), texts: origin.texts, fields: origin.fields };
    }),
  );
  // Inside a script element only "</" and "<!--" could end it.
  const json = JSON.stringify({ pages: data, lines, values, locale }).replaceAll('<', String.raw`\u003c`);
  return new Html(`<script type="application/json" id="origins">${json}</script>`);
}

/** What a JSON pointer (RFC 6901) finds, as text; '' for what is not of the message. */
function valueAt(message: unknown, pointer: string): string {
  let value = message;
  if (!pointer.startsWith('/')) return '';
  for (const part of pointer.slice(1).split('/')) {
    if (typeof value !== 'object' || value === null) return '';
    value = (value as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
