import { PostwerkError } from '../errors.ts';

/**
 * Draws one page of a PDF as PNG, for screens.
 *
 * @param page counts from 1
 * @param dpi dots per inch of the picture
 * @throws PostwerkError when there is no such page
 */
export type DrawPage = (pdf: Uint8Array, page: number, dpi: number) => Promise<Uint8Array>;

/** About 200 pages of 100 KB. */
const kept = 200;

/** Pictures of pages, drawn once: a live page asks for the same ones again and again. */
export class PagePictures {
  readonly #draw: DrawPage;
  readonly #drawn = new Map<string, Promise<Uint8Array | null>>();

  constructor(draw: DrawPage) {
    this.#draw = draw;
  }

  /**
   * @param sha256 of the PDF, so that the same bytes are never drawn twice
   * @returns null when the PDF has no such page
   */
  async of(sha256: string, pdf: Uint8Array, page: number, dpi: number): Promise<Uint8Array | null> {
    if (!Number.isInteger(page) || page < 1) return null;
    const key = `${sha256} ${page} ${dpi}`;
    const drawing = this.#drawn.get(key) ?? this.#draw(pdf, page, dpi).catch(missingPage);
    // Set again, so that the map stays in order of last use.
    this.#drawn.delete(key);
    this.#drawn.set(key, drawing);
    drawing.catch(() => this.#drawn.delete(key));
    const [oldest] = this.#drawn.keys();
    if (this.#drawn.size > kept && oldest !== undefined) this.#drawn.delete(oldest);
    return await drawing;
  }
}

function missingPage(error: unknown): null {
  if (error instanceof PostwerkError) return null;
  throw error;
}
