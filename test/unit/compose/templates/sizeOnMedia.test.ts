import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sizeOnMedia } from '../../../../src/compose/templates/sizeOnMedia.ts';
import { parseTypeSettings } from '../../../../src/compose/templates/typeSettings.ts';
import type { DocumentType, Message } from '../../../../src/model/message.ts';

const read = (path: string): string => readFileSync(new URL(`../../../../templates/${path}`, import.meta.url), 'utf8');
const settingsOf = (type: string) => parseTypeSettings(type as DocumentType, 'type.yaml', read(`${type}/type.yaml`));
const message = (more: object = {}) => ({ number: 'L-1', ...more }) as unknown as Message['message'];
const mm = (widthMm: number, heightMm: number) => ({ widthMm, heightMm });

test.each(['shipping-label', 'product-label'])('%s says how large each size is that its messages may name', (type) => {
  const schema = JSON.parse(read(`${type}/message.schema.json`)) as { properties: { size: { enum: string[] } } };
  expect([...(settingsOf(type).sizes?.keys() ?? [])]).toEqual(schema.properties.size.enum);
});

test.each([
  ['the size of the media', mm(148, 210), '148x210'],
  ['the size that the media is nearly', mm(100, 150), '4x6'],
  ['no size of media that is none of them', mm(62, 40), undefined],
  ['no size of media that lies across', mm(148, 105), undefined],
])('takes %s', (_what, media, size) => {
  expect(sizeOnMedia(message(), settingsOf('shipping-label'), media)).toEqual(message({ ...(size && { size }) }));
});

test('keeps what the message says, and leaves alone what comes in one size or has no media', () => {
  const named = message({ size: '105x148' });
  expect(sizeOnMedia(named, settingsOf('shipping-label'), mm(148, 210))).toBe(named);
  const plain = message();
  expect(sizeOnMedia(plain, settingsOf('return-label'), mm(148, 210))).toBe(plain);
  expect(sizeOnMedia(plain, settingsOf('shipping-label'), undefined)).toBe(plain);
});

test.each(['{}', '[]', '{ a: 3 }', '{ a: [1] }', '{ a: [1, 2, 3] }'])('refuses sizes: %s', (sizes) => {
  const yaml = `kind: label\nchannels: [print]\npriority: 1\nformats: [zpl]\nsizes: ${sizes}\n`;
  expect(() => parseTypeSettings('shipping-label', 'type.yaml', yaml)).toThrow(/sizes must name/);
});
