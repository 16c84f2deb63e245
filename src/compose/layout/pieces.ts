import type { Mark } from './marks.ts';

/**
 * What stands on a page, each at a height of the body: property by property, because a long document waits for its pages
 * to be drawn with all of it.
 */
export class Pieces {
  readonly #heights: number[] = [];
  readonly #marks: Mark[] = [];
  readonly #artifacts: boolean[] = [];

  /** @param artifact what comes again on each page of a table. */
  add(y: number, mark: Mark | null, artifact: boolean): void {
    if (mark === null) return;
    this.#heights.push(y);
    this.#marks.push(mark);
    this.#artifacts.push(artifact);
  }

  get marks(): readonly Mark[] {
    return this.#marks;
  }

  y(at: number): number {
    return this.#heights[at] ?? 0;
  }

  isArtifact(at: number): boolean {
    return this.#artifacts[at] ?? false;
  }
}
