import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComposeRequest } from '../../../src/compose/composeDocument.ts';
import { type ComposePool, type ComposeResult, createComposePool } from '../../../src/compose/composePool.ts';
import { inspectTemplates } from '../../../src/compose/templates/inspectTemplates.ts';
import type { Message } from '../../../src/model/message.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'postwerk-hostile-'));
const folders = { templatesDir: join(folder, 'templates'), localesDir: join(root, 'locales') };

const each = (depth: number, inside: string): string =>
  `${'{{#each @root.message.many}}'.repeat(depth)}${inside}${'{{/each}}'.repeat(depth)}`;

/** What a template does when the message asks for it. */
const deeds: Readonly<Record<string, string>> = {
  'loops without end': each(6, ''),
  'writes without end': each(4, '<p>Some text of a paragraph that is set in lines</p>'),
  'makes one endless paragraph': `<p>${each(3, 'word ')}</p>`,
  'makes one endless word': `<p>${each(3, 'wwwwwwww')}</p>`,
  'makes a table of endless cells': `<table cols="auto"><tbody>${each(3, '<tr><td>x</td></tr>')}</tbody></table>`,
  'makes endless boxes': each(3, '<box x="1mm" y="1mm" width="9mm" height="9mm" on="all"><p>x</p></box>'),
  'makes endless codes': each(2, '<barcode type="qrcode" data="{{number}}{{@index}}"/>'),
  'uses a partial that uses itself': '{{> hostile/again}}',
  'nests by its own partial': '{{#with message.tree as |node|}}{{> hostile/deep node=node}}{{/with}}',
  'writes an endless attribute': `<barcode type="qrcode" data="${each(3, 'abcdefgh')}"/>`,
  'carries a code of endless text': `<barcode type="qrcode" data="${each(2, 'abcdefgh')}"/>`,
};

/** Ways to a prototype; printing what is not there is an error. */
const reaches = [
  '{{message.constructor}}',
  '{{message.constructor.constructor}}',
  '{{message.__proto__.toString}}',
  '{{message.number.constructor}}',
  '{{message.many.constructor.prototype}}',
  '{{#with message as |m|}}{{m.hasOwnProperty}}{{/with}}',
  '{{@root.constructor}}',
];

const page = `{{! Does what the message asks for. }}
<document title="x" lang="en">
<p>{{message.number}}</p>
${Object.entries(deeds)
  .map(([name, deed]) => `{{#if (eq message.number "${name}")}}${deed}{{/if}}`)
  .join('\n')}
${reaches.map((reach, index) => `{{#if (eq message.number "reach ${index}")}}<p>${reach}</p>{{/if}}`).join('\n')}
{{#if message.__proto__}}<p>{{reached}}</p>{{/if}}{{#each message.constructor}}<p>{{reached}}</p>{{/each}}
</document>`;

const email = '--- subject\nx\n--- attachment\nx\n--- text\nx\n--- html\n<p>x</p>\n';

let tree: object = { leaf: 'x' };
for (let depth = 0; depth < 3000; depth += 1) tree = { next: tree };

function request(number: string): ComposeRequest {
  const many = Array.from({ length: 200 }, () => 1);
  const message = { number, many, ...(number.startsWith('nests') && { tree }) } as unknown as Message['message'];
  return { type: 'hostile' as Message['type'], locale: 'en', sender: null, formats: ['pdf'], message };
}

function write(file: string, text: string): void {
  writeFileSync(join(folders.templatesDir, 'hostile', file), text);
}

beforeAll(() => {
  cpSync(join(root, 'templates', '_shared'), join(folders.templatesDir, '_shared'), { recursive: true });
  mkdirSync(join(folders.templatesDir, 'hostile'));
  write('type.yaml', 'kind: page\nchannels: [portal]\npriority: 5\nformats: [pdf]\n');
  write('page.hbs', page);
  write('email.hbs', email);
  write('again.hbs', '<section>{{> hostile/again}}</section>');
  write('deep.hbs', '<section>{{#if node.next}}{{> hostile/deep node=node.next}}{{/if}}</section>');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a hostile template', { timeout: 120_000 }, () => {
  let pool: ComposePool;
  beforeAll(() => {
    pool = createComposePool({ ...folders, threads: 1, timeoutMs: 2000, maxHeapMb: 256 });
  });
  afterAll(() => pool.close());

  it.each(Object.keys(deeds))('that %s holds only its own document', async (name) => {
    // The thread is there and warm: what is measured is the document.
    expect((await pool.composeSlice([request('calm')]))[0]?.ok).toBe(true);
    const cpu = process.cpuUsage();
    const results = await pool.composeSlice([request('before'), request(name), request('behind')]);
    const { user, system } = process.cpuUsage(cpu);
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
    const [, held] = results as [ComposeResult, Extract<ComposeResult, { ok: false }>, ComposeResult];
    // It says what was wrong with it, or that it was stopped; nothing of it is a bug of ours.
    expect(held.code).toMatch(/^compose\./);
    // Two seconds of work for the document, and what a new thread costs after it.
    expect((user + system) / 1000).toBeLessThan(9000);
  });

  it.each([
    ['writes without end', 'The document has more than 500000 elements.'],
    ['makes endless boxes', 'The document has more than 500000 elements.'],
    ['writes an endless attribute', 'The template writes more than 4000000 pieces of text.'],
    ['makes one endless paragraph', 'The template writes more than 4000000 pieces of text.'],
  ])('that %s is stopped for what it wrote, before it fills the memory', async (name, detail) => {
    const [held] = await pool.composeSlice([request(name)]);
    expect(held).toMatchObject({ ok: false, code: 'compose.time-limit', detail: expect.stringContaining(detail) });
  });

  it('reaches no prototype', async () => {
    const results = await pool.composeSlice(reaches.map((_, index) => request(`reach ${index}`)));
    for (const result of results) {
      const absent = { ok: false, code: 'compose.template-failed', detail: expect.stringContaining('is absent') };
      expect(result).toMatchObject(absent);
    }
  });
});

describe('a template that reaches out', () => {
  const problems = (text: string, mail = email): string => {
    write('page.hbs', `<document title="x" lang="en">\n${text}\n</document>`);
    write('email.hbs', mail);
    return inspectTemplates(folders)
      .map(({ detail }) => detail)
      .join('\n');
  };

  it.each([
    ['reads a file by a partial', '{{> ../../../etc/passwd}}', 'there is no partial "../../../etc/passwd"'],
    ['reads a file by a picture', '<img asset="../../etc/passwd" width="1mm" height="1mm" alt="x"/>', 'expected'],
    ['fetches a picture', '<img asset="http://example.com/x.png" width="1mm" height="1mm" alt="x"/>', 'expected'],
    ['names a partial by a value', '{{> (join "" message.number)}}', 'the name of a partial is written out'],
    ['looks members up', '<p>{{lookup message "constructor"}}</p>', 'there is no helper "lookup"'],
    ['writes to the log', '{{log "x"}}', 'there is no helper "log"'],
    ['calls what it finds', '<p>{{message.number.toString "x"}}</p>', 'there is no helper "message.number.toString"'],
    ['passes markup through', '<p>{{{message.number}}}</p>', '{{{…}}} would pass markup of a message through'],
    ['registers helpers', '{{#*inline "if"}}x{{/inline}}', 'inline partials are not supported'],
    ['declares entities', '<!DOCTYPE x [<!ENTITY a "b">]>', 'is not allowed in markup'],
    ['carries instructions', '<?xml-stylesheet href="x"?>', 'is not allowed in markup'],
  ])('is refused when it %s', (_what, text, problem) => {
    expect(problems(text)).toContain(problem);
  });

  it('is refused when its e-mail runs, frames, submits or fetches', () => {
    const html = '<script>x</script><iframe></iframe><form></form><img src="https://example.com/x"><object></object>';
    const found = problems('', email.replace('<p>x</p>', html));
    for (const name of ['script', 'iframe', 'form', 'object']) expect(found).toContain(`<${name}> is no element`);
    expect(found).toContain('"src" would fetch something');
  });
});
