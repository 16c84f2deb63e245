import { PostwerkError } from '../../errors.ts';
import { readValue, writeValue } from './ippValues.ts';

/** One value with its value-tag (RFC 8010 §3.5.2). */
export interface IppValue {
  readonly tag: number;
  readonly value: IppData;
}

/** What a value-tag's octets mean (RFC 8010 §3.9); out-of-band values are null, unknown tags stay bytes. */
export type IppData =
  | string
  | number
  | boolean
  | Date
  | null
  | Uint8Array
  | { readonly lower: number; readonly upper: number }
  | { readonly crossFeed: number; readonly feed: number; readonly units: number }
  | { readonly language: string; readonly text: string }
  | { readonly members: readonly IppAttribute[] };

export interface IppAttribute {
  readonly name: string;
  readonly values: readonly IppValue[];
}

export interface IppGroup {
  /** Delimiter tag: 1 operation, 2 job, 4 printer, 5 unsupported (RFC 8010 §3.5.1). */
  readonly tag: number;
  readonly attributes: readonly IppAttribute[];
}

export interface IppMessage {
  readonly version: readonly [major: number, minor: number];
  /** operation-id of a request, status-code of a response. */
  readonly code: number;
  readonly requestId: number;
  readonly groups: readonly IppGroup[];
}

const endOfAttributes = 0x03;
const beginCollection = 0x34;
const endCollection = 0x37;
const memberName = 0x4a;

/**
 * A message as bytes, up to and with the end-of-attributes-tag (RFC 8010 §3.1.1); document data follows it as is.
 */
export function encodeIpp(message: IppMessage): Buffer {
  const parts: Buffer[] = [];
  const head = Buffer.alloc(8);
  head.writeUInt8(message.version[0], 0);
  head.writeUInt8(message.version[1], 1);
  head.writeUInt16BE(message.code, 2);
  head.writeInt32BE(message.requestId, 4);
  parts.push(head);
  for (const group of message.groups) {
    parts.push(Buffer.of(group.tag));
    for (const attribute of group.attributes) writeAttribute(parts, attribute);
  }
  parts.push(Buffer.of(endOfAttributes));
  return Buffer.concat(parts);
}

function writeAttribute(parts: Buffer[], attribute: IppAttribute): void {
  // Only the first value carries the name; further values have name-length 0 (RFC 8010 §3.1.5).
  attribute.values.forEach((value, index) => writeField(parts, index === 0 ? attribute.name : '', value));
}

function writeField(parts: Buffer[], name: string, { tag, value }: IppValue): void {
  if (value !== null && typeof value === 'object' && 'members' in value) {
    // RFC 8010 §3.1.6: begCollection, then each member as memberAttrName and values without name, then endCollection.
    writeRaw(parts, beginCollection, name, Buffer.alloc(0));
    for (const member of value.members) {
      writeRaw(parts, memberName, '', Buffer.from(member.name));
      for (const memberValue of member.values) writeField(parts, '', memberValue);
    }
    writeRaw(parts, endCollection, '', Buffer.alloc(0));
    return;
  }
  writeRaw(parts, tag, name, writeValue(tag, value));
}

function writeRaw(parts: Buffer[], tag: number, name: string, value: Buffer): void {
  const nameBytes = Buffer.from(name);
  // name-length and value-length are SIGNED-SHORT (RFC 8010 §3.1.4), so a longer value cannot be said at all.
  if (nameBytes.length > 0x7fff || value.length > 0x7fff) {
    throw new PostwerkError('dispatch.malformed-ipp', `the value of "${name}" is longer than 32,767 octets`);
  }
  const head = Buffer.alloc(3 + nameBytes.length + 2);
  head.writeUInt8(tag, 0);
  head.writeUInt16BE(nameBytes.length, 1);
  nameBytes.copy(head, 3);
  head.writeUInt16BE(value.length, 3 + nameBytes.length);
  parts.push(head, value);
}

/**
 * Reads a message. `dataOffset` is where document data begins.
 * @throws PostwerkError `dispatch.malformed-ipp` when the bytes end early or break the grammar of RFC 8010 §3.1.
 */
export function decodeIpp(bytes: Uint8Array): { readonly message: IppMessage; readonly dataOffset: number } {
  const reader = new Reader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const version = [reader.uint8(), reader.uint8()] as const;
  const code = reader.uint16();
  const requestId = reader.int32();
  const groups: IppGroup[] = [];
  let attributes: { name: string; values: IppValue[] }[] | null = null;
  for (;;) {
    const tag = reader.uint8();
    if (tag === endOfAttributes) break;
    if (tag < 0x10) {
      attributes = [];
      groups.push({ tag, attributes });
      continue;
    }
    if (attributes === null) throw malformed('a value stands before any attribute group');
    const { name, value } = readField(reader, tag, 0);
    if (name !== '') attributes.push({ name, values: [value] });
    else {
      const last = attributes.at(-1);
      if (last === undefined) throw malformed('an additional value stands without an attribute');
      last.values.push(value);
    }
  }
  return { message: { version, code, requestId, groups }, dataOffset: reader.offset };
}

function readField(reader: Reader, tag: number, depth: number): { name: string; value: IppValue } {
  const name = reader.bytes(reader.uint16()).toString('utf8');
  const octets = reader.bytes(reader.uint16());
  if (tag !== beginCollection) return { name, value: { tag, value: readValue(tag, octets) } };
  if (depth > 16) throw malformed('collections are nested deeper than 16');
  return { name, value: { tag, value: { members: readMembers(reader, depth) } } };
}

function readMembers(reader: Reader, depth: number): IppAttribute[] {
  const members: { name: string; values: IppValue[] }[] = [];
  for (;;) {
    const tag = reader.uint8();
    if (tag < 0x10) throw malformed('a collection is not closed');
    const { value } = readField(reader, tag, depth + 1);
    if (tag === endCollection) return members;
    if (tag === memberName && typeof value.value === 'string') members.push({ name: value.value, values: [] });
    else {
      const last = members.at(-1);
      if (last === undefined) throw malformed('a collection holds a value without a member name');
      last.values.push(value);
    }
  }
}

function malformed(what: string): PostwerkError {
  return new PostwerkError('dispatch.malformed-ipp', what);
}

class Reader {
  offset = 0;
  readonly buffer: Buffer;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
  }

  bytes(length: number): Buffer {
    if (this.offset + length > this.buffer.length) throw malformed('the message ends in the middle of a value');
    const part = this.buffer.subarray(this.offset, this.offset + length);
    this.offset += length;
    return part;
  }

  uint8(): number {
    return this.bytes(1).readUInt8(0);
  }

  uint16(): number {
    return this.bytes(2).readUInt16BE(0);
  }

  int32(): number {
    return this.bytes(4).readInt32BE(0);
  }
}
