/** A picture that cannot be taken, in one sentence that says why. Readers throw it; the library adds the file. */
export class UnfitPicture extends Error {
  /** 1-based line of an SVG; null for a picture of pixels. */
  readonly line: number | null;

  constructor(message: string, line: number | null = null) {
    super(message);
    this.line = line;
  }
}
