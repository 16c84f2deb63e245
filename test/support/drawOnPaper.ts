import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A word of a PDF and the box of its line, in dots. */
export interface PaperWord {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The first page of a PDF. */
export interface Paper {
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  /** One byte a dot: 0 is black, 255 white. */
  readonly grey: Uint8Array;
  readonly words: readonly PaperWord[];
}

/** The PDF of a label to be drawn. */
export interface ToDraw {
  readonly pdf: Uint8Array;
  /** Dots an inch. */
  readonly dpi: number;
  /** Whether its words are wanted. */
  readonly isRead: boolean;
}

/**
 * PDFs on paper, drawn and read by poppler, which shares nothing with us. It works through all of them in processes of its
 * own, into files, so that it goes on while the tests draw something else.
 */
export async function drawOnPaper(all: readonly ToDraw[]): Promise<Paper[]> {
  const folder = await mkdtemp(join(tmpdir(), 'postwerk-paper-'));
  try {
    await Promise.all(all.map(({ pdf }, index) => writeFile(join(folder, `${index}.pdf`), pdf)));
    const commands = all.flatMap(({ dpi, isRead }, index) => [
      `pdftoppm -r ${dpi} -gray -singlefile ${index}.pdf ${index}`,
      ...(isRead ? [`pdftotext -l 1 -bbox ${index}.pdf ${index}.html`] : []),
    ]);
    const shell = spawn('sh', ['-e', '-c', commands.join('\n')], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = (await once(shell, 'close')) as [number | null];
    if (code !== 0) throw new Error(`poppler ended with ${code}`);
    return await Promise.all(
      all.map(async ({ dpi, isRead }, index) => {
        const words = isRead ? wordsIn(await readFile(join(folder, `${index}.html`), 'utf8'), dpi / 72) : [];
        return { ...greyOf(await readFile(join(folder, `${index}.pgm`))), dpi, words };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Portable grey map: "P5", width, height, the value of white, then a byte a dot. */
function greyOf(file: Buffer): Pick<Paper, 'width' | 'height' | 'grey'> {
  const [head = '', width, height, white] = /^P5\s+(\d+)\s+(\d+)\s+(\d+)\s/.exec(file.toString('latin1', 0, 60)) ?? [];
  if (white !== '255') throw new Error('no grey map with a byte a dot');
  return { width: Number(width), height: Number(height), grey: file.subarray(head.length) };
}

const word = /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" };

function wordsIn(html: string, dotsPerPoint: number): PaperWord[] {
  return [...html.matchAll(word)].map(([, ...found]) => {
    const [left = 0, top = 0, right = 0, bottom = 0] = found.slice(0, 4).map((points) => Number(points) * dotsPerPoint);
    const text = (found[4] ?? '').replaceAll(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);
    return { text, left, top, right, bottom };
  });
}
