import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PostwerkError } from '../../errors.ts';
import { nearestName } from '../markup/nearestName.ts';
import type { Asset } from './asset.ts';
import { readJpeg } from './readJpeg.ts';
import { readPng } from './readPng.ts';
import { readSvg } from './readSvg.ts';
import { UnfitPicture } from './unfitPicture.ts';

export interface AssetLibrary {
  /** `logo.svg` for `_shared/logo.svg`, `invoice/photo.png` for what is a type's own. */
  readonly names: readonly string[];
  /**
   * @param line of the markup, for the message.
   * @throws PostwerkError `compose.unknown-picture` with the name that is nearest.
   */
  readonly asset: (name: string, line?: number) => Asset;
}

const sharedFolder = '_shared';
const readers: Readonly<Record<string, (bytes: Buffer) => Asset>> = {
  png: readPng,
  jpg: readJpeg,
  jpeg: readJpeg,
  svg: (bytes) => readSvg(bytes.toString('utf8')),
};

/**
 * Reads and checks every picture of a folder of templates once, so that filling a template does no I/O.
 *
 * @throws PostwerkError `compose.template-invalid` with the file, for a picture that paper cannot show.
 */
export function readAssets(templatesDir: string): AssetLibrary {
  const assets = new Map<string, Asset>();
  const folders = existsSync(templatesDir) ? readdirSync(templatesDir, { withFileTypes: true }) : [];
  for (const { name: folder } of folders.filter((entry) => entry.isDirectory())) {
    for (const file of readdirSync(join(templatesDir, folder)).sort()) {
      const reader = readers[file.slice(file.lastIndexOf('.') + 1).toLowerCase()];
      if (reader === undefined) continue;
      const bytes = readFileSync(join(templatesDir, folder, file));
      assets.set(folder === sharedFolder ? file : `${folder}/${file}`, readWith(reader, bytes, folder, file));
    }
  }
  const names = [...assets.keys()];
  return {
    names,
    asset(name, line) {
      const found = assets.get(name);
      if (found !== undefined) return found;
      const near = nearestName(name, names);
      const known = names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
      const hint = near === null ? known : `did you mean "${near}"?`;
      throw new PostwerkError(
        'compose.unknown-picture',
        `No picture "${name}": ${hint}`,
        line === undefined ? {} : { line },
      );
    },
  };
}

function readWith(reader: (bytes: Buffer) => Asset, bytes: Buffer, folder: string, file: string): Asset {
  try {
    return reader(bytes);
  } catch (error) {
    if (!(error instanceof UnfitPicture)) throw error;
    const at = error.line === null ? '' : `, line ${error.line}`;
    const place = error.line === null ? {} : { line: error.line };
    throw new PostwerkError('compose.template-invalid', `templates/${folder}/${file}${at}: ${error.message}`, place);
  }
}
