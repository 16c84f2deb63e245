import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createFace, type Face } from './face.ts';

export const faceNames = ['sans', 'sans-semibold', 'sans-bold', 'sans-italic'] as const;
export type FaceName = (typeof faceNames)[number];

/** The faces that templates may use. */
export interface FontBook {
  /** Throws RangeError for a name that is not in `faceNames`: a bug of the caller, markup is checked before. */
  face(name: string): Face;
}

/** Whole files, not slices: one face has Latin, Greek and Cyrillic, so that a word never changes its font midway. */
const files: Readonly<Record<FaceName, string>> = {
  sans: '400Regular/NotoSans_400Regular.ttf',
  'sans-semibold': '600SemiBold/NotoSans_600SemiBold.ttf',
  'sans-bold': '700Bold/NotoSans_700Bold.ttf',
  'sans-italic': '400Regular_Italic/NotoSans_400Regular_Italic.ttf',
};

const require = createRequire(import.meta.url);
const shared = new Map<string, Face>();

/** Every book of a process shares the same parsed faces; a face is parsed when it is first asked for. */
export function createFontBook(): FontBook {
  return { face: sharedFace };
}

function sharedFace(name: string): Face {
  const known = shared.get(name);
  if (known !== undefined) return known;
  const file = Object.hasOwn(files, name) ? files[name as FaceName] : undefined;
  if (file === undefined) throw new RangeError(`no face "${name}"; there are ${faceNames.join(', ')}`);
  const face = createFace(name, readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${file}`)));
  shared.set(name, face);
  return face;
}
