/** What the payment schemes' own tables say of a content: a fault in words, or nothing. Written apart from `src`. */
export type Judge = (payload: string) => string[];

interface Field {
  readonly name: string;
  readonly is: RegExp;
}

const f = (name: string, is: RegExp): Field => ({ name, is });

function faultsOf(fields: readonly Field[], values: readonly string[]): string[] {
  const wrong = fields.filter(({ is }, index) => !is.test(values[index] ?? ''));
  const count = fields.length === values.length ? [] : [`${values.length} fields instead of ${fields.length}`];
  return [...count, ...wrong.map(({ name }) => `${name}: ${values[fields.findIndex((field) => field.name === name)]}`)];
}

/** No blanks at the ends, no line ends or controls. */
const line = (letters: string, most: number, least = 0): RegExp =>
  new RegExp(`^(?! )(?:${letters}){${least},${most}}(?<! )$`, 'u');
const printable = String.raw`[^\p{Cc}\p{Cs}]`;

/** ISO 13616 by whole numbers, unlike the program. */
export function hasIbanCheck(account: string): boolean {
  const turned = account.slice(4) + account.slice(0, 4);
  return BigInt(turned.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))) % 97n === 1n;
}

/** EPC069-12 §2, version 002, character set 1. */
export const judgeEpc: Judge = (payload) => {
  const values = payload.split('\n');
  const faults = faultsOf(
    [
      f('service tag', /^BCD$/),
      f('version', /^002$/),
      f('character set', /^1$/),
      f('identification', /^SCT$/),
      f('BIC', /^(?:[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)?$/),
      f('name', line(printable, 70, 1)),
      f('IBAN', /^[A-Z]{2}\d{2}[A-Z0-9]{1,30}$/),
      f('amount', /^EUR(?!0\.00$)(?:0|[1-9]\d{0,8})\.\d\d$/),
      f('purpose', /^[A-Z]{0,4}$/),
      f('structured', /^(?:RF\d{2}[A-Z0-9]{1,21})?$/),
      f('unstructured', line(printable, 140)),
    ],
    values.length === 10 ? [...values, ''] : values,
  );
  if (values[9] !== '' && (values[10] ?? '') !== '') faults.push('both kinds of remittance information');
  if (Buffer.byteLength(payload) > 331) faults.push('more than 331 bytes');
  return faults;
};

/** SPAYD 1.0, table of keys: lengths, characters, order is free. */
export const judgeSpayd: Judge = (payload) => {
  const [header, version, ...pairs] = payload.split('*');
  const keys: Readonly<Record<string, RegExp>> = {
    ACC: /^[A-Z]{2}\d{2}[A-Z0-9]{1,30}(?:\+[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)?$/,
    AM: /^(?=.{1,10}$)(?!0\.00$)\d+\.\d\d$/,
    CC: /^(?:CZK|EUR)$/,
    DT: /^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/,
    RN: line(String.raw`[0-9A-Z $./:-]|%2[A5B]`, 35, 1),
    MSG: line(String.raw`[0-9A-Z $./:-]|%2[A5B]`, 60, 1),
    'X-VS': /^[1-9]\d{0,9}$/,
  };
  const faults = header === 'SPD' && version === '1.0' ? [] : ['header'];
  if (!pairs[0]?.startsWith('ACC:')) faults.push('no account');
  for (const pair of pairs) {
    const [key = '', ...rest] = pair.split(':');
    const value = rest.join(':');
    if (keys[key]?.test(value) !== true) faults.push(pair);
    if ((key === 'RN' && value.length > 35) || (key === 'MSG' && value.length > 60)) faults.push(`${key} is too long`);
  }
  const names = pairs.map((pair) => pair.split(':')[0]);
  if (new Set(names).size < names.length) faults.push('a key stands twice');
  return faults;
};

/** UPN QR technical standard, structure of the QR record: 19 fields, control sum, reserve. ISO 8859-2 by TextDecoder. */
export const judgeUpn: Judge = (payload) => {
  const latin2 = new TextDecoder('iso-8859-2').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  const letters = String.raw`[^\p{Cc}\p{Cs}]`;
  const values = payload.split('\n');
  const faults = faultsOf(
    [
      f('type', /^UPNQR$/),
      ...['payer IBAN', 'deposit', 'withdrawal', 'payer reference'].map((name) => f(name, /^$/)),
      ...['payer', 'payer street', 'payer place'].map((name) => f(name, line(letters, 33))),
      f('amount', /^(?!0{11})\d{11}$/),
      f('payment date', /^$/),
      f('urgent', /^$/),
      f('purpose code', /^[A-Z]{4}$/),
      f('purpose', line(letters, 42, 1)),
      f('deadline', /^(?:(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.\d{4})?$/),
      f('IBAN', /^SI56\d{15}$/),
      f('reference', /^(?:SI99|SI\d{2}\d{1,13}(?:-\d{1,12}){0,2}|RF\d{2}[A-Z0-9]{1,21})$/),
      f('payee', line(letters, 33, 1)),
      ...['payee street', 'payee place'].map((name) => f(name, line(letters, 33))),
      f('control sum', /^\d{3}$/),
      f('end', /^$/),
    ],
    values,
  );
  const sum = values.slice(0, 19).reduce((total, value) => total + value.length + 1, 0);
  if (Number(values[19]) !== sum) faults.push(`control sum ${values[19]} instead of ${sum}`);
  if (payload.length > 411) faults.push('more than 411 characters');
  for (const letter of payload) if (!latin2.includes(letter)) faults.push(`${letter} is not in ISO 8859-2`);
  return faults;
};

/** HUB-3, annex A, format of the PDF417 record, lengths of the fourteen fields. */
export const judgeHub3: Judge = (payload) => {
  const letters = String.raw`[\u0020-\u007eČčĆćĐđŠšŽž]`;
  return faultsOf(
    [
      f('header', /^HRVHUB30$/),
      f('currency', /^EUR$/),
      f('amount', /^(?!0{15})\d{15}$/),
      f('payer', line(letters, 30)),
      f('payer street', line(letters, 27)),
      f('payer place', line(letters, 27)),
      f('payee', line(letters, 25, 1)),
      f('payee street', line(letters, 25)),
      f('payee place', line(letters, 27)),
      f('IBAN', /^HR\d{19}$/),
      f('model', /^HR\d{2}$/),
      f('reference', /^(?:(?=.{1,22}$)\d{1,12}(?:-\d{1,12}){0,3})?$/),
      f('purpose code', /^[A-Z]{4}$/),
      f('description', line(letters, 35)),
      f('end', /^$/),
    ],
    payload.split('\n'),
  );
};

/** National Bank of Serbia, recommendations on the NBS IPS QR code: tags, lengths, order. */
export const judgeIps: Judge = (payload) => {
  const letters = String.raw`[\u0020-\u007bČčĆćĐđŠšŽž\u007d\u007e\u0400-\u045f]`;
  const lines = new RegExp(`^(?=[^|]{1,70}$)${letters}{1,70}(?:\\r\\n${letters}{1,68}){0,2}$`, 'u');
  const tags: readonly [string, RegExp, boolean][] = [
    ['K', /^PR$/, true],
    ['V', /^01$/, true],
    ['C', /^1$/, true],
    ['R', /^\d{18}$/, true],
    ['N', lines, true],
    ['I', /^(?=.{5,18}$)RSD(?!0,00$)\d+,\d\d$/, true],
    ['P', lines, false],
    ['SF', /^[12]\d\d$/, true],
    ['S', line(letters, 35, 1), false],
    ['RO', /^(?=.{3,25}$)(?:97\d+|\d\d[\d-]+)$/, false],
  ];
  const given = new Map(
    payload.split('|').map((field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1)]),
  );
  const faults = tags.flatMap(([tag, is, isNeeded]) => {
    const value = given.get(tag);
    if (value === undefined) return isNeeded ? [`no ${tag}`] : [];
    return is.test(value) ? [] : [`${tag}: ${value}`];
  });
  const order = tags.map(([tag]) => tag).filter((tag) => given.has(tag));
  if ([...given.keys()].join(' ') !== order.join(' ')) faults.push(`order ${[...given.keys()].join(' ')}`);
  return faults;
};

/** Magyar Nemzeti Bank, guideline on the QR code data entry solution: 17 fields, each ended by LF, at most 345 characters. */
export const judgeMnb: Judge = (payload) => {
  const letters = '[\u0020-\u007eÁáÉéÍíÓóÖöŐőÚúÜüŰű]';
  const faults = faultsOf(
    [
      f('code', /^HCT$/),
      f('version', /^001$/),
      f('character set', /^1$/),
      f('BIC', /^[A-Z]{6}[A-Z0-9]{5}$/),
      f('name', line(letters, 70, 1)),
      f('IBAN', /^HU\d{26}$/),
      f('amount', /^HUF[1-9]\d{0,11}$/),
      f('valid until', /^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])235959\+[12]$/),
      f('purpose', /^(?:[A-Z]{4})?$/),
      f('message', line(letters, 70)),
      ...['shop', 'device', 'invoice', 'customer', 'transaction', 'loyalty', 'NAV'].map((name) =>
        f(name, line(letters, 35)),
      ),
      f('end', /^$/),
    ],
    payload.split('\n'),
  );
  if (Buffer.byteLength(payload) > 331) faults.push('more than version 13 at level M holds');
  return faults;
};

/** SIX, Implementation Guidelines QR-bill §4.2: 31 elements, addresses of type S only, and what goes with a QR-IBAN. */
export const judgeSwiss: Judge = (payload) => {
  const letters = String.raw`[\u0020-\u007e\u00a0-\u017fȘșȚț€]`;
  const party = (who: string): Field[] => [
    f(`${who} type`, /^S$/),
    f(`${who} name`, line(letters, 70, 1)),
    f(`${who} street`, line(letters, 70)),
    f(`${who} house`, line(letters, 16)),
    f(`${who} post code`, line(letters, 16, 1)),
    f(`${who} town`, line(letters, 35, 1)),
    f(`${who} country`, /^[A-Z]{2}$/),
  ];
  const values = payload.split('\n');
  const faults = faultsOf(
    [
      f('type', /^SPC$/),
      f('version', /^0200$/),
      f('coding', /^1$/),
      f('IBAN', /^(?:CH|LI)\d{2}\d{5}[A-Z0-9]{12}$/),
      ...party('creditor'),
      ...Array.from({ length: 7 }, (_, index) => f(`future ${index}`, /^$/)),
      f('amount', /^(?=.{1,12}$)(?!0\.00$)(?:0|[1-9]\d{0,8})\.\d\d$/),
      f('currency', /^(?:CHF|EUR)$/),
      ...party('debtor'),
      f('reference type', /^(?:QRR|SCOR|NON)$/),
      f('reference', /^(?:\d{27}|RF\d{2}[A-Z0-9]{1,21}|)$/),
      f('message', line(letters, 140)),
      f('trailer', /^EPD$/),
    ],
    values,
  );
  const isQrIban = /^..\d\d3[01]/.test(values[3] ?? '');
  if (isQrIban !== (values[27] === 'QRR')) faults.push('a QR-IBAN goes with a QR reference, and only with it');
  if ((values[27] === 'NON') !== (values[28] === '')) faults.push('reference and its type do not fit');
  if (payload.length > 997) faults.push('more than 997 characters');
  return faults;
};
