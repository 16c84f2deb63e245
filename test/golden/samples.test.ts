import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createComposer } from '../../src/compose/composeDocument.ts';
import { listDisplayItems } from '../../src/compose/drivers/text/listDisplayItems.ts';
import { convertBytes } from '../../src/intake/convertBytes.ts';
import type { SubmittedDocument } from '../../src/model/job.ts';
import type { Message } from '../../src/model/message.ts';
import type { Recipient, Sender } from '../../src/model/parties.ts';

const root = new URL('../../', import.meta.url);
const folder = new URL('samples/', root);
const files = readdirSync(folder).filter((name) => /\.(?:json|xml)$/.test(name));
const landscape = parse(readFileSync(new URL('landscape.yaml', folder), 'utf8')) as {
  readonly senders: readonly Sender[];
  readonly recipients: readonly Recipient[];
};
const composer = await createComposer({
  templatesDir: fileURLToPath(new URL('templates', root)),
  localesDir: fileURLToPath(new URL('locales', root)),
});

interface Sample {
  readonly name: string;
  readonly locale: string;
  readonly document: Message;
}

/** The language a sample is composed in on the road: its own, else its recipient's. */
function localeOf(submitted: Partial<SubmittedDocument>, message: Message['message']): string {
  const party = 'buyer' in message ? message.buyer : 'deliveryParty' in message ? message.deliveryParty : undefined;
  const recipient = landscape.recipients.find(
    ({ id, identifiers }) => id === submitted.recipient || identifiers.includes(party?.vatIdentifier ?? ''),
  );
  return submitted.locale ?? recipient?.locale ?? 'de';
}

const samples: readonly Sample[] = files.flatMap((file) => {
  const bytes = readFileSync(new URL(file, folder));
  const submitted = file.endsWith('.json')
    ? (JSON.parse(bytes.toString('utf8')) as { documents: SubmittedDocument[] }).documents
    : [{}];
  return convertBytes(bytes, file).map((document, index) => ({
    name: `${file.replace(/\.\w+$/, '')}-${index + 1}`,
    locale: localeOf(submitted[index] ?? {}, document.message),
    document,
  }));
});

/**
 * Every sample beside what would be drawn and mailed. `npx vitest run --project golden -u` writes them anew; look at
 * the pages before you commit them.
 */
describe('samples', () => {
  /** Languages that no sample is written in have only their words shown: the English samples, in their locale. */
  const shown = new Set(samples.map(({ document, locale }) => `${document.type} ${locale}`));
  const others = [...composer.library.types.keys()].flatMap((type) =>
    composer.library
      .localesOf(type)
      .filter((locale) => !shown.has(`${type} ${locale}`))
      .map((locale) => ({ type, locale })),
  );
  it.each(others)('of $type can be written in $locale', ({ type, locale }) => {
    const sample = samples.find((candidate) => candidate.locale === 'en' && candidate.document.type === type);
    if (sample === undefined) throw new Error(`No English sample of ${type}.`);
    const { message } = sample.document;
    const list = composer.layOut({ type, message, locale, sender: null, formats: ['pdf'] });
    expect(list.pages.length).toBeGreaterThan(0);
    expect(composer.library.renderEmail(type, message, locale, { sender: null }).subject).not.toBe('');
  });

  it.each(samples)('$name ($locale)', async ({ name, locale, document }) => {
    const sender = landscape.senders[0] ?? null;
    const request = { type: document.type, message: document.message, locale, sender, formats: ['pdf'] as const };
    await expect(listDisplayItems(composer.layOut(request))).toMatchFileSnapshot(`samples/${name}.txt`);
    const { subject, attachmentName, text } = composer.library.renderEmail(document.type, document.message, locale, {
      sender,
    });
    await expect(`${subject}\n${attachmentName}\n\n${text}`).toMatchFileSnapshot(`samples/${name}.email.txt`);
  });
});
