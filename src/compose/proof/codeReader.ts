import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { binarizers, prepareZXingModule, textModes } from 'zxing-wasm/reader';

/** What the decoder finds in a bitmap. */
export interface CodeReading {
  readonly isValid: boolean;
  readonly error: string;
  readonly text: string;
  readonly symbologyIdentifier: string;
}

export interface CodeReader {
  /**
   * Memory for a bitmap of so many pixels, all white; one byte a pixel, 0 is black. Valid until the next call: the same
   * memory serves every code.
   */
  readonly canvas: (pixels: number) => Uint8Array;
  /** Reads what was drawn on the canvas; null where no code is found. `gs1` gives identifiers in brackets. */
  readonly read: (width: number, height: number, format: string, gs1: boolean) => CodeReading | null;
}

/** zxing's own interface, behind the wrapper that allocates and converts for each code and never frees its results. */
interface Decoder {
  readonly HEAPU8: Uint8Array;
  readonly _malloc: (bytes: number) => number;
  readonly _free: (place: number) => void;
  readonly readBarcodesFromPixmap: (place: number, width: number, height: number, options: object) => Results;
}

interface Results {
  readonly size: () => number;
  readonly get: (index: number) => CodeReading | undefined;
  readonly delete: () => void;
}

const firstPixels = 1 << 16;
const white = 255;

let reader: Promise<CodeReader> | undefined;

/** Loads the decoder from the installed package; its default would fetch it from the network. */
export function loadCodeReader(): Promise<CodeReader> {
  reader ??= createCodeReader();
  return reader;
}

async function createCodeReader(): Promise<CodeReader> {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const overrides = { wasmBinary: Uint8Array.from(await readFile(file)).buffer };
  const decoder = (await prepareZXingModule({ overrides, fireImmediately: true })) as unknown as Decoder;
  // oxlint-disable-next-line no-underscore-dangle -- Emscripten names them so
  const { _malloc: allocate, _free: release } = decoder;
  let capacity = firstPixels;
  let place = allocate(capacity);

  function canvas(pixels: number): Uint8Array {
    if (pixels > capacity) {
      release(place);
      capacity = pixels * 2;
      place = allocate(capacity);
    }
    // The heap moves when it grows, so it is asked for each time.
    return decoder.HEAPU8.subarray(place, place + pixels).fill(white);
  }

  function read(width: number, height: number, format: string, gs1: boolean): CodeReading | null {
    const results = decoder.readBarcodesFromPixmap(place, width, height, optionsOf(format, gs1));
    const found = results.size() > 0 ? (results.get(0) ?? null) : null;
    results.delete();
    return found;
  }

  return { canvas, read };
}

const known = new Map<string, object>();

/** The bitmap is exactly the code, upright and sharp, so that the reader need not search. */
function optionsOf(format: string, gs1: boolean): object {
  const key = gs1 ? `${format} gs1` : format;
  let options = known.get(key);
  if (options === undefined) {
    options = {
      formats: format,
      tryHarder: false,
      tryRotate: false,
      tryInvert: false,
      tryDownscale: false,
      tryDenoise: false,
      binarizer: binarizers.indexOf('FixedThreshold'),
      isPure: true,
      downscaleFactor: 3,
      downscaleThreshold: 500,
      minLineCount: 1,
      maxNumberOfSymbols: 1,
      validateOptionalChecksum: false,
      returnErrors: false,
      eanAddOnSymbol: format.startsWith('EAN') || format.startsWith('UPC') ? 1 : 0,
      textMode: textModes.indexOf(gs1 ? 'HRI' : 'Plain'),
      characterSet: 0,
      tryCode39ExtendedMode: format !== 'Code39Std',
    };
    known.set(key, options);
  }
  return options;
}
