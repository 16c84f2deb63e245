import { describe, expect, test } from 'vitest';
import { parseScan } from '../../../../src/site/page/parseScan.ts';

const sscc = '390123450030118404';
const unit = { kind: 'sscc', sscc };

describe('an SSCC is read', () => {
  test.each([
    ['as 18 digits', sscc],
    ['typed with spaces', '3 9012345 003011840 4'],
    ['with its application identifier', `00${sscc}`],
    ['from a GS1-128', `]C100${sscc}`],
    ['from a GS1-128 with FNC1 in front', `]C1\u001d00${sscc}`],
    ['from a GS1 DataMatrix behind other elements', `]d210B260914\u001d1528093000${sscc}`],
    ['where the scanner writes the separator in letters', `10B260914{GS}00${sscc}`],
    ['behind weight and count', `]C13300000362\u001d3748\u001d00${sscc}`],
    ['with brackets as people read it', `(00) ${sscc}`],
    ['with brackets behind other elements', `(02)19012345201101(37)48(00)${sscc}`],
    ['from a Digital Link', `https://id.alpenfracht.test/00/${sscc}`],
    ['from a Digital Link with more in it', `https://id.alpenfracht.test/x/00/${sscc}?15=280930`],
    ['from a GS1 QR code', `]Q300${sscc}`],
    ['with blanks around it', `  ${sscc}\t`],
  ])('%s', (_how, given) => {
    expect(parseScan(given)).toEqual(unit);
  });
});

describe('a number is read', () => {
  test.each([
    ['of a delivery note', 'LS-2026-20391', 'LS-2026-20391'],
    ['of a shipment', '26-301184', '26-301184'],
    ['from a plain Code 128', ']C026-301184', '26-301184'],
    ['from a plain DataMatrix', ']d1LS-2026-20391', 'LS-2026-20391'],
    ['of a shipment as GS1 gives it (402)', ']C140290123450000012346', '90123450000012346'],
    ['of an order (400)', '(400)DH-88213', 'DH-88213'],
    ['in other letters', 'ЛС-2026-7', 'ЛС-2026-7'],
  ])('%s', (_of, given, number) => {
    expect(parseScan(given)).toEqual({ kind: 'number', number });
  });

  test('with a doubt where it looks like an SSCC or an article', () => {
    const wrong = `${sscc.slice(0, -1)}5`;
    expect(parseScan(wrong)).toEqual({ kind: 'number', number: wrong, doubt: 'check-digit' });
    expect(parseScan(`]C100${wrong}`)).toEqual({ kind: 'number', number: wrong, doubt: 'check-digit' });
    expect(parseScan('9012345000035')).toEqual({ kind: 'number', number: '9012345000035', doubt: 'item' });
  });
});

describe('what is no paper of ours says so', () => {
  test.each([
    ['nothing', '  ', 'empty'],
    ['only an identifier of the symbology', ']C1', 'empty'],
    ['an EAN-13', ']E09012345000035', 'item'],
    ['an article in a GS1 DataMatrix', ']d20119012345201101', 'item'],
    ['an article in a Digital Link', 'https://id.example/01/19012345201101', 'item'],
    ['any link', 'https://www.example/menu', 'foreign'],
    ['elements that name nothing of ours', ']C110B260914', 'foreign'],
    ['a broken element string', ']C100123', 'foreign'],
  ])('%s', (_what, given, why) => {
    expect(parseScan(given)).toEqual({ kind: 'unusable', why });
  });
});
