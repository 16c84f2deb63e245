/** What a label printer keeps in its volatile memory (device R:) until it is deleted or the power goes. */
export interface PrinterMemory {
  /** `~DG`: everything behind the command, "name,bytes,bytes a row,data". */
  keepGraphic(parameters: string): void;
  /**
   * Takes a format: keeps what it stores (^DF) and deletes what it deletes (^ID).
   *
   * @returns the format with what it recalls (^XF, ^XG) written out: the label as it comes out. What is not in the memory
   *   is missing from it, as on paper.
   */
  take(format: Buffer): Buffer;
  lose(): void;
}

const stores = /^\^XA\s*\^DF([^^]+)\^FS([\s\S]*)\^XZ$/;
const recalls = /\^XF([^^]+)(?:\^FS)?/g;
const recallsGraphic = /\^XG([^,^]+),1,1/g;
const deletes = /\^ID([^^]+)/g;

/** ZPL II Programming Guide: ~DG Download Graphics, ^XG Recall Graphic, ^DF, ^XF, ^ID Object Delete. */
export function openPrinterMemory(): PrinterMemory {
  const formats = new Map<string, string>();
  const graphics = new Map<string, string>();
  return {
    keepGraphic(parameters) {
      const [, name = '', size = '', stride = '', data = ''] =
        /^([^,]+),(\d+),(\d+),([\s\S]*)$/.exec(parameters.trim()) ?? [];
      graphics.set(name.trim(), `^GFA,${size},${size},${stride},${data.replaceAll(/\s/g, '')}`);
    },
    take(format) {
      const text = format.toString('latin1');
      const [, stored, commands = ''] = stores.exec(text) ?? [];
      if (stored !== undefined) {
        formats.set(stored.trim(), commands.trim());
        return format;
      }
      for (const [, name = ''] of text.matchAll(deletes)) {
        formats.delete(name.trim());
        graphics.delete(name.trim());
      }
      if (!text.includes('^X')) return format;
      const written = text
        .replaceAll(recalls, (_, name: string) => formats.get(name.trim()) ?? '')
        .replaceAll(recallsGraphic, (_, name: string) => graphics.get(name.trim()) ?? '');
      return Buffer.from(written, 'latin1');
    },
    lose() {
      formats.clear();
      graphics.clear();
    },
  };
}
