import { describe, expect, it } from 'vitest';
import { contentDisposition, fileNameOf } from '../../../src/web/api/renditionReply.ts';

describe('the name of a file', () => {
  it('says type and number and has no character that a file system refuses', () => {
    expect(fileNameOf({ type: 'invoice', number: 'RE-2026/0815' }, 'pdf')).toBe('invoice RE-2026-0815.pdf');
    expect(fileNameOf({ type: 'invoice', number: 'a\r\nb:"c"\u202e' }, 'zpl')).toBe('invoice a-b-c-.zpl');
  });

  it('is sent for old and for new clients (RFC 6266, RFC 8187)', () => {
    expect(contentDisposition('inline', 'Számla Ő "1".pdf')).toBe(
      `inline; filename="Szamla O 1.pdf"; filename*=UTF-8''Sz%C3%A1mla%20%C5%90%20%221%22.pdf`,
    );
  });
});
