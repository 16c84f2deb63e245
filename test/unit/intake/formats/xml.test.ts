import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../../src/errors.ts';
import { readXml, type XmlElement } from '../../../../src/intake/formats/xml.ts';

function refusal(xml: string | Uint8Array): { code: string; detail: string; line?: number; column?: number } {
  try {
    readXml(typeof xml === 'string' ? Buffer.from(xml) : xml);
  } catch (error) {
    if (error instanceof PostwerkError) return { code: error.code, detail: error.detail, ...error.place };
    throw error;
  }
  throw new Error('was read');
}

function read(xml: string): XmlElement {
  return readXml(Buffer.from(xml));
}

describe('readXml', () => {
  it('builds a tree with standard prefixes, whatever the file calls them', () => {
    const root = read(
      `<?xml version="1.0"?><!-- c --><?pi x?>
<i:Invoice xmlns:i="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <b:ID schemeID=" X "> A<!-- c -->1 </b:ID><ID xmlns="urn:other">2</ID></i:Invoice>`,
    );
    expect(root).toMatchObject({ name: 'Invoice', line: 2 });
    const [id, other] = root.children;
    expect(id).toMatchObject({ name: 'cbc:ID', text: 'A1', line: 3 });
    expect(id?.attributes?.get('schemeID')).toBe('X');
    expect(other).toMatchObject({ name: '{urn:other}ID', text: '2' });
  });

  it('reads CDATA and character references as text', () => {
    expect(read('<a>1 &lt; <![CDATA[<2> & ]]>&#x1F69A;</a>').text).toBe('1 < <2> & 🚚');
  });

  it.each([
    ['unclosed', '<a>\n <b></a>', { line: 2, column: 8 }],
    ['a foreign prefix', '<a><x:b/></a>', { line: 1 }],
    ['an unknown entity', '<a>&nbsp;</a>', { line: 1 }],
    ['two roots', '<a/><b/>', { line: 1 }],
    ['nothing', '', { line: 1 }],
    ['no XML', 'hello', { line: 1, column: 5 }],
    ['a NUL reference', '<a>&#0;</a>', { line: 1 }],
    ['a control character', '<a>\u0001</a>', { line: 1 }],
    ['a control character by XML 1.1', '<?xml version="1.1"?><a>&#1;</a>', { line: 1 }],
    ['a doubled attribute', '<a b="1" b="2"/>', { line: 1 }],
  ])('refuses %s with its place', (_, xml, place) => {
    expect(refusal(xml)).toMatchObject({ code: 'intake.invalid-xml', ...place });
  });

  it.each([
    ['plain', '<!DOCTYPE a><a/>', { line: 1, column: 1 }],
    [
      'in small letters after a comment',
      '<?xml version="1.0"?>\n<!-- x -->\n <!doctype a><a/>',
      { line: 3, column: 2 },
    ],
    ['external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', { line: 1 }],
    ['billion laughs', '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><a>&b;</a>', { line: 1 }],
    ['parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://192.0.2.1/x.dtd">%x;]><a/>', { line: 1 }],
  ])('refuses a DOCTYPE: %s', (_, xml, place) => {
    expect(refusal(xml)).toMatchObject({ code: 'intake.xml-forbidden', ...place });
  });

  it('refuses a DOCTYPE of 9 MB at once', () => {
    const started = performance.now();
    expect(refusal(`<!DOCTYPE a [${'<!ENTITY a "aaaaaaaaaa">'.repeat(400_000)}]><a/>`).code).toBe(
      'intake.xml-forbidden',
    );
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('reads 64 levels and refuses the next', () => {
    expect(read('<a>'.repeat(64) + '</a>'.repeat(64)).local).toBe('a');
    expect(refusal('<a>'.repeat(65) + '</a>'.repeat(65))).toMatchObject({ code: 'intake.xml-forbidden' });
  });

  it('refuses too many elements and too many attributes', () => {
    expect(refusal(`<a>${'<b/>'.repeat(600_001)}</a>`).code).toBe('intake.xml-forbidden');
    const attributes = Array.from({ length: 600_001 }, (_, index) => `a${index}=""`).join(' ');
    expect(refusal(`<a ${attributes}/>`).code).toBe('intake.xml-forbidden');
  });

  it('refuses more than 20 MiB before reading any of it', () => {
    expect(refusal(Buffer.alloc(20 * 1024 * 1024 + 1)).code).toBe('intake.body-too-large');
  });
});

describe('encodings of XML', () => {
  const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

  it.each([
    ['UTF-8', Buffer.from('<a>Grüße €</a>')],
    ['UTF-8 with byte order mark', Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-8"?><a>Grüße €</a>')],
    ['UTF-16LE', Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><a>Grüße €</a>', 'utf16le')],
    ['UTF-16BE', utf16be('\ufeff<?xml version="1.0" encoding="UTF-16"?><a>Grüße €</a>')],
    ['UTF-16BE without mark', utf16be('<?xml version="1.0" encoding="UTF-16"?><a>Grüße €</a>')],
    [
      'a mark that wins over the declaration',
      Buffer.from('\ufeff<?xml version="1.0" encoding="ISO-8859-1"?><a>Grüße €</a>'),
    ],
    [
      'ISO-8859-1 with the euro of windows-1252',
      Buffer.from("<?xml version='1.0' encoding='ISO-8859-1'?><a>Gr\xfc\xdfe \x80</a>", 'latin1'),
    ],
    ['ISO-8859-15', Buffer.from('<?xml version="1.0" encoding="iso-8859-15"?><a>Gr\xfc\xdfe \xa4</a>', 'latin1')],
  ])('reads %s', (_, bytes) => {
    expect(readXml(bytes).text).toBe('Grüße €');
  });

  it('reads Hungarian in ISO-8859-2', () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="ISO-8859-2"?><a>\xd5z t\xfbz</a>', 'latin1');
    expect(readXml(bytes).text).toBe('Őz tűz');
  });

  it.each([
    ['a byte outside any character', [0x80], 3],
    ['an overlong form', [0xc0, 0x80], 3],
    ['a surrogate', [0xed, 0xa0, 0x80], 3],
    ['above U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 3],
    ['a cut character', [0x78, 0xe2, 0x82], 4],
  ])('refuses %s with its offset', (_, bad, offset) => {
    const bytes = Buffer.concat([Buffer.from('<a>'), Buffer.from(bad), Buffer.from('</a>')]);
    const { code, detail } = refusal(bytes);
    expect(code).toBe('intake.invalid-utf8');
    expect(detail).toContain(`offset ${offset} `);
  });

  it('refuses an unknown encoding by its name and a broken UTF-16', () => {
    expect(refusal('<?xml version="1.0" encoding="EBCDIC-AT"?><a/>')).toMatchObject({ code: 'intake.invalid-xml' });
    const broken = Buffer.from('\ufeff<a>\ud83d</a>', 'utf16le');
    expect(refusal(broken)).toMatchObject({ code: 'intake.invalid-xml' });
  });
});
