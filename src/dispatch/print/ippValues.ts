import { PostwerkError } from '../../errors.ts';
import type { IppData } from './ippCodec.ts';

/** Value tags (RFC 8010 §3.5.2, table 3 to 7) that this code writes or reads with a meaning. */
export const valueTags = {
  unsupported: 0x10,
  unknown: 0x12,
  noValue: 0x13,
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  octetString: 0x30,
  dateTime: 0x31,
  resolution: 0x32,
  rangeOfInteger: 0x33,
  beginCollection: 0x34,
  textWithLanguage: 0x35,
  nameWithLanguage: 0x36,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  uriScheme: 0x46,
  charset: 0x47,
  naturalLanguage: 0x48,
  mimeMediaType: 0x49,
} as const;

/** Octets of one value, by its tag (RFC 8010 §3.9). Collections are written by the codec. */
export function writeValue(tag: number, value: IppData): Buffer {
  if (value === null) return Buffer.alloc(0);
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (typeof value === 'boolean') return Buffer.of(value ? 1 : 0);
  if (typeof value === 'number') return int32(value);
  if (value instanceof Date) return writeDateTime(value);
  if (value instanceof Uint8Array) return Buffer.from(value);
  if ('lower' in value) return Buffer.concat([int32(value.lower), int32(value.upper)]);
  if ('units' in value) return Buffer.concat([int32(value.crossFeed), int32(value.feed), Buffer.of(value.units)]);
  if ('language' in value) return Buffer.concat([counted(value.language), counted(value.text)]);
  throw new PostwerkError('dispatch.malformed-ipp', `a value of tag 0x${tag.toString(16)} cannot be written`);
}

/** Meaning of the octets of one value. A wrong length is an error; an unknown tag is given back as bytes. */
export function readValue(tag: number, octets: Buffer): IppData {
  if (tag >= 0x10 && tag <= 0x1f) return null;
  switch (tag) {
    case valueTags.integer:
    case valueTags.enum:
      return expectLength(tag, octets, 4).readInt32BE(0);
    case valueTags.boolean:
      return expectLength(tag, octets, 1).readUInt8(0) !== 0;
    case valueTags.dateTime:
      return readDateTime(expectLength(tag, octets, 11));
    case valueTags.resolution:
      expectLength(tag, octets, 9);
      return { crossFeed: octets.readInt32BE(0), feed: octets.readInt32BE(4), units: octets.readInt8(8) };
    case valueTags.rangeOfInteger:
      expectLength(tag, octets, 8);
      return { lower: octets.readInt32BE(0), upper: octets.readInt32BE(4) };
    case valueTags.textWithLanguage:
    case valueTags.nameWithLanguage:
      return readWithLanguage(tag, octets);
    default:
      // 0x40 to 0x5f are character strings; this code always asks for and sends utf-8 (RFC 8011 §4.1.4).
      if (tag >= 0x40 && tag <= 0x5f) return octets.toString('utf8');
      return Uint8Array.from(octets);
  }
}

function readWithLanguage(tag: number, octets: Buffer): IppData {
  if (octets.length < 4) throw wrongLength(tag, octets.length);
  const languageLength = octets.readUInt16BE(0);
  if (octets.length < 4 + languageLength) throw wrongLength(tag, octets.length);
  const textLength = octets.readUInt16BE(2 + languageLength);
  if (octets.length !== 4 + languageLength + textLength) throw wrongLength(tag, octets.length);
  return {
    language: octets.toString('utf8', 2, 2 + languageLength),
    text: octets.toString('utf8', 4 + languageLength),
  };
}

/** RFC 2579 DateAndTime, 11 octets: year, month, day, hour, minutes, seconds, deci-seconds, sign, hours, minutes. */
function writeDateTime(date: Date): Buffer {
  const octets = Buffer.alloc(11);
  octets.writeUInt16BE(date.getUTCFullYear(), 0);
  octets.writeUInt8(date.getUTCMonth() + 1, 2);
  octets.writeUInt8(date.getUTCDate(), 3);
  octets.writeUInt8(date.getUTCHours(), 4);
  octets.writeUInt8(date.getUTCMinutes(), 5);
  octets.writeUInt8(date.getUTCSeconds(), 6);
  octets.writeUInt8(Math.floor(date.getUTCMilliseconds() / 100), 7);
  octets.write('+', 8, 'latin1');
  return octets;
}

function readDateTime(octets: Buffer): Date {
  const utc = Date.UTC(
    octets.readUInt16BE(0),
    octets.readUInt8(2) - 1,
    octets.readUInt8(3),
    octets.readUInt8(4),
    octets.readUInt8(5),
    octets.readUInt8(6),
    octets.readUInt8(7) * 100,
  );
  const offsetMinutes = octets.readUInt8(9) * 60 + octets.readUInt8(10);
  return new Date(utc - (octets.toString('latin1', 8, 9) === '-' ? -1 : 1) * offsetMinutes * 60_000);
}

function int32(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeInt32BE(value, 0);
  return octets;
}

function counted(text: string): Buffer {
  const octets = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(octets.length, 0);
  return Buffer.concat([length, octets]);
}

function expectLength(tag: number, octets: Buffer, length: number): Buffer {
  if (octets.length !== length) throw wrongLength(tag, octets.length);
  return octets;
}

function wrongLength(tag: number, length: number): PostwerkError {
  return new PostwerkError('dispatch.malformed-ipp', `a value of tag 0x${tag.toString(16)} has ${length} octets`);
}
