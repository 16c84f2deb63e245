import { gs1CheckDigit } from '../../src/model/gs1CheckDigit.ts';

/** Numbers from 0 to 1, the same for the same seed (Mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The parts of JSON Schema that messages of labels are described with. */
interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Names, streets and places as they are written where each script is at home; some of them long. */
const words: Readonly<
  Record<string, { readonly names: string[]; readonly streets: string[]; readonly cities: string[] }>
> = {
  latin: {
    names: ['Donau Handels GmbH', 'Kühl & Söhne Großhandelsgesellschaft m.b.H.', 'Ets. Müller-Lévêque', 'A/B'],
    streets: ['Handelskai 214', 'Rue de l’Église 12 bis', 'Straße des 17. Juni 135, Halle 4, Tor 12'],
    cities: ['Wien', 'Sankt Margarethen an der Raab', 'Ås', 'Nîmes'],
  },
  'latin-ext': {
    names: [
      'Győri Raktár Kft.',
      'Őrségi Fűrészüzem és Faipari Szolgáltató Zrt.',
      'Žďár Strojírny a.s.',
      'Łódź Spółka z o.o.',
    ],
    streets: ['Tűzoltó utca 14', 'třída Míru 1024/7', 'ul. Świętokrzyska 30', 'Çınarlı Mah. Atatürk Cad. No: 8'],
    cities: ['Győr', 'Žďár nad Sázavou', 'Ţăndărei', 'Gdańsk'],
  },
  cyrillic: {
    names: ['ТОВ «Укртранслогістика»', 'Складиште Шумадија д.о.о.', 'Фабрика за ѕвона Ѓорѓи Ќосев', 'Ей Пи Ел ЕООД'],
    streets: ['вул. Хрещатик, 22', 'Булевар краља Александра 73', 'бул. „Цар Борис III“ № 136'],
    cities: ['Київ', 'Краљево', 'Ќуприја', 'Велико Търново'],
  },
  greek: {
    names: ['Αποθήκες Πειραιά Α.Ε.', 'Ελληνική Εταιρεία Διανομών Ε.Π.Ε.'],
    streets: ['Λεωφόρος Συγγρού 101', 'Ακτή Μιαούλη 85'],
    cities: ['Αθήνα', 'Θεσσαλονίκη'],
  },
  georgian: {
    names: ['შპს კავკასიის ლოგისტიკა', 'სს „თბილისის საწყობი“'],
    streets: ['რუსთაველის გამზირი 12', 'აღმაშენებლის ხეივანი მე-13 კმ'],
    cities: ['თბილისი', 'ქუთაისი'],
  },
  arabic: {
    names: ['شركة الخليج للخدمات اللوجستية ذ.م.م', 'مستودعات دبي 7'],
    streets: ['شارع الشيخ زايد 45', 'المنطقة الحرة بجبل علي، مستودع B-12'],
    cities: ['دبي', 'أبوظبي'],
  },
  han: {
    names: ['上海港物流有限公司', '臺北國際貨運承攬股份有限公司', '東京配送センター株式会社'],
    streets: ['浦东新区世纪大道100号', '信義區市府路45號', '江東区青海2丁目4番'],
    cities: ['上海市', '臺北市', '東京都'],
  },
};

const scriptOf: Readonly<Record<string, string>> = {
  ...{
    pl: 'latin-ext',
    cs: 'latin-ext',
    sk: 'latin-ext',
    hu: 'latin-ext',
    sl: 'latin-ext',
    hr: 'latin-ext',
    bs: 'latin-ext',
  },
  ...{
    'sr-Latn': 'latin-ext',
    ro: 'latin-ext',
    tr: 'latin-ext',
    'sr-Cyrl': 'cyrillic',
    mk: 'cyrillic',
    bg: 'cyrillic',
  },
  ...{ uk: 'cyrillic', el: 'greek', ka: 'georgian', ar: 'arabic', 'zh-Hans': 'han', 'zh-Hant': 'han', ja: 'han' },
};

/**
 * A message that its schema allows, in the letters of a language: each optional part there or not, texts short and long.
 * Numbers with check digits have the right one.
 */
export function randomMessage(schema: unknown, locale: string, random: () => number): Record<string, unknown> {
  const root = schema as Schema;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const digits = (count: number): string => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
  const own = words[scriptOf[locale] ?? 'latin'] ?? words['latin'];
  const text = (kind: 'names' | 'streets' | 'cities'): string => pick(own?.[kind] ?? ['']);

  function stringFor(name: string, { pattern, format, maxLength = 500 }: Schema): string {
    if (format === 'date') return `20${pick(['26', '27'])}-${pick(['01', '11', '12'])}-${pick(['01', '09', '28'])}`;
    const numbered = /^\^\[0-9\]\{(\d+)\}\$$/.exec(pattern ?? '')?.[1];
    if (numbered !== undefined) {
      const body = digits(Number(numbered) - 1);
      return body + gs1CheckDigit(body);
    }
    if (name === 'gtin' || name === 'grai') {
      const body = digits((name === 'grai' ? 13 : pick([8, 12, 13, 14])) - 1);
      return body + gs1CheckDigit(body) + (name === 'grai' ? digits(3) : '');
    }
    if (pattern === '^[A-Z]{2}$') return pick(['AT', 'HU', 'UA', 'GE', 'AE', 'CN', 'DE', 'RS']);
    if (pattern === '^[A-Z]{3}$') return pick(['EUR', 'HUF']);
    if (pattern?.startsWith('^https?') === true) return pick(['https://id.example.org', 'http://example.com/l']);
    if (pattern?.startsWith('^-?[0-9]+')) return pick([digits(1), `${1 + Math.floor(random() * 800)}.5`, '24']);
    const made = /unit/iu.test(name)
      ? pick(['KGM', 'H87'])
      : /line\d|street/iu.test(name)
        ? text('streets')
        : /city/iu.test(name)
          ? text('cities')
          : /name|contact|description|carrier|reason|note|product|title/iu.test(name)
            ? text('names')
            : /phone/iu.test(name)
              ? '+43 732 555 0134'
              : /postCode/u.test(name)
                ? pick(['1020', 'H-9021', '01001'])
                : `${pick(['A', 'LS-2026-', 'X.', '#'])}${digits(1 + Math.floor(random() * 8))}`;
    return made.slice(0, maxLength);
  }

  function valueFor(name: string, given: Schema): unknown {
    const from = given.$ref === undefined ? given : { ...root.$defs?.[given.$ref.replace('#/$defs/', '')], ...given };
    if (from.enum !== undefined) return pick(from.enum);
    const type = typeof from.type === 'string' ? from.type : from.type?.[0];
    if (type === 'object') return objectFor(from);
    if (type === 'array') {
      const count =
        (from.minItems ?? 0) + Math.floor(random() * Math.min(3, (from.maxItems ?? 3) - (from.minItems ?? 0) + 1));
      return Array.from({ length: count }, () => valueFor(name, from.items ?? {}));
    }
    if (type === 'integer')
      return (from.minimum ?? 1) + Math.floor(random() * Math.min(40, (from.maximum ?? 99) - (from.minimum ?? 1)));
    if (type === 'boolean') return random() < 0.5;
    return stringFor(name, from);
  }

  function objectFor({ properties = {}, required = [] }: Schema): Record<string, unknown> {
    const entries = Object.entries(properties).filter(([name]) => required.includes(name) || random() < 0.7);
    return Object.fromEntries(entries.map(([name, property]) => [name, valueFor(name, property)]));
  }
  return objectFor(root);
}
