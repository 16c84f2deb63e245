import { createRequire } from 'node:module';
import { type Face, openFace } from './face.ts';
import { fallbackFiles } from './fallbackFiles.ts';

export const faceNames = ['sans', 'sans-semibold', 'sans-bold', 'sans-italic'] as const;
export type FaceName = (typeof faceNames)[number];

/** The faces that templates may use, and those that step in for scripts these do not have (fallbackFiles.ts). */
export interface FontBook {
  /** Throws RangeError for a name that no file stands behind: a bug of the caller, markup is checked before. */
  face(name: string): Face;
}

/** Whole files, not slices: one face has Latin, Greek and Cyrillic, so that a word never changes its font midway. */
const files: Readonly<Record<FaceName, string>> = {
  sans: 'noto-sans/400Regular/NotoSans_400Regular.ttf',
  'sans-semibold': 'noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  'sans-bold': 'noto-sans/700Bold/NotoSans_700Bold.ttf',
  'sans-italic': 'noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf',
};

const require = createRequire(import.meta.url);
const shared = new Map<string, Face>();

/** Every book of a process shares the same faces; a file is opened when its face is first asked for. */
export function createFontBook(): FontBook {
  return { face: sharedFace };
}

/** See FontBook.face. */
export function sharedFace(name: string): Face {
  const known = shared.get(name);
  if (known !== undefined) return known;
  const own = Object.hasOwn(files, name) ? files[name as FaceName] : undefined;
  const { path, shaping } = own === undefined ? fallbackOf(name) : { path: own, shaping: 'pairs' as const };
  const face = openFace(name, require.resolve(`@expo-google-fonts/${path}`), shaping);
  shared.set(name, face);
  return face;
}

function fallbackOf(name: string): { path: string; shaping: Face['shaping'] } {
  const found = fallbackFiles.get(name);
  if (found === undefined) throw new RangeError(`no face "${name}"; there are ${faceNames.join(', ')}`);
  return found;
}
