import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Real files that this project did not write; they live beside the repository and may be missing. */
const corpusDir = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
export const corpusFolders = ['xrechnung', 'en16931-ubl', 'en16931-cii', 'ubl-oasis'] as const;

export const hasCorpus = corpusFolders.every((folder) => existsSync(join(corpusDir, folder)));

export interface CorpusFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export function corpusFiles(): CorpusFile[] {
  if (!hasCorpus) return [];
  return corpusFolders.flatMap((folder) =>
    readdirSync(join(corpusDir, folder))
      .filter((name) => name.endsWith('.xml'))
      .sort()
      .map((name) => ({ name: `${folder}/${name}`, bytes: readFileSync(join(corpusDir, folder, name)) })),
  );
}

/** One element that holds text: `Invoice/InvoiceLine[2]/Price[1]/PriceAmount[1]`, with attributes. */
export interface Leaf {
  readonly path: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gu;

/**
 * A second, deliberately different way to read the same file: tokens by one regular expression, no tree, no
 * namespaces, a flat list of leaves with counted paths. What it and the intake agree on is not one bug made twice.
 */
export function leavesOf(bytes: Buffer): Leaf[] {
  const leaves: Leaf[] = [];
  const open: { path: string; attributes: Record<string, string>; text: string; counts: Map<string, number> }[] = [];
  for (const [, closing, qualified = '', attributes = '', empty, text] of bytes.toString('utf8').matchAll(token)) {
    const current = open.at(-1);
    if (text !== undefined) {
      if (current) current.text += text;
    } else if (closing === '/') {
      const done = open.pop();
      if (done && done.counts.size === 0 && done.text.trim() !== '') leaves.push(leaf(done));
    } else if (qualified !== '' && empty !== '/') {
      const name = qualified.replace(/^.*:/u, '');
      const count = (current?.counts.get(name) ?? 0) + 1;
      current?.counts.set(name, count);
      const path = current ? `${current.path}/${name}[${count}]` : name;
      open.push({ path, attributes: attributesOf(attributes), text: '', counts: new Map() });
    }
  }
  return leaves;
}

function leaf({ path, attributes, text }: { path: string; attributes: Record<string, string>; text: string }): Leaf {
  return { path, text: unescaped(text).trim(), attributes };
}

function attributesOf(written: string): Record<string, string> {
  const pairs = [...written.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu)];
  return Object.fromEntries(pairs.map(([, name, double, single]) => [name, unescaped(double ?? single ?? '')]));
}

function unescaped(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/&#x([\da-f]+);/giu, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/gu, (_, decimal: string) => String.fromCodePoint(Number(decimal)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

/** Questions to the leaves of one file. Steps of a path without count mean the first. */
export class Leaves {
  readonly all: readonly Leaf[];

  constructor(all: readonly Leaf[]) {
    this.all = all;
  }

  /** The text at a path such as `Invoice/Delivery/ActualDeliveryDate`, or undefined. */
  text(path: string): string | undefined {
    return this.at(path)?.text;
  }

  at(path: string): Leaf | undefined {
    return this.all.find((one) => one.path === counted(path));
  }

  /** Paths of the elements called `name` directly under `parent`, in document order. */
  each(parent: string, name: string): string[] {
    const start = `${counted(parent)}/${name}[`;
    const found = this.all.flatMap(({ path }) => {
      if (!path.startsWith(start)) return [];
      return [path.slice(0, path.indexOf(']', start.length) + 1)];
    });
    return [...new Set(found)];
  }
}

function counted(path: string): string {
  const steps = path.split('/').map((step, index) => (index === 0 || step.endsWith(']') ? step : `${step}[1]`));
  return steps.join('/');
}
