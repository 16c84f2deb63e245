import type { Shaping } from './face.ts';

/** Scripts that the sans faces do not have, by the name of the face that draws them; Han has one for each tradition. */
export type FallbackScript = 'arabic' | 'georgian' | 'hans' | 'hant' | 'hebrew' | 'jpan' | 'thai';

interface Family {
  /** Folder below @expo-google-fonts, and how its files begin. */
  readonly folder: string;
  readonly file: string;
  readonly shaping: Shaping;
}

/** docs/fonts.md says why these, and under which licences. */
const families: Readonly<Record<FallbackScript, Family>> = {
  // Not Noto Sans Arabic: its dots are glyphs of their own, and text copied from a PDF comes out corrupt.
  arabic: { folder: 'vazirmatn', file: 'Vazirmatn', shaping: 'whole' },
  georgian: { folder: 'noto-sans-georgian', file: 'NotoSansGeorgian', shaping: 'pairs' },
  hans: { folder: 'noto-sans-sc', file: 'NotoSansSC', shaping: 'plain' },
  hant: { folder: 'noto-sans-tc', file: 'NotoSansTC', shaping: 'plain' },
  hebrew: { folder: 'noto-sans-hebrew', file: 'NotoSansHebrew', shaping: 'whole' },
  jpan: { folder: 'noto-sans-jp', file: 'NotoSansJP', shaping: 'plain' },
  thai: { folder: 'noto-sans-thai', file: 'NotoSansThai', shaping: 'whole' },
};

/** What stands behind the name of a template's face; these scripts have no italics. */
const weights = [
  { suffix: '', style: '400Regular' },
  { suffix: '-semibold', style: '600SemiBold' },
  { suffix: '-bold', style: '700Bold' },
] as const;

/** Path below @expo-google-fonts by name of the face: 'arabic', 'arabic-semibold', 'hans-bold' … */
export const fallbackFiles: ReadonlyMap<string, { readonly path: string; readonly shaping: Shaping }> = new Map(
  Object.entries(families).flatMap(([script, { folder, file, shaping }]) =>
    weights.map(({ suffix, style }) => [
      `${script}${suffix}`,
      { path: `${folder}/${style}/${file}_${style}.ttf`, shaping },
    ]),
  ),
);

/** The face of a script that goes with one of the sans faces: 'sans-bold' and Georgian give 'georgian-bold'. */
export function fallbackName(script: FallbackScript, sansName: string): string {
  const dash = sansName.indexOf('-');
  const suffix = dash < 0 ? '' : sansName.slice(dash);
  return suffix === '-italic' ? script : script + suffix;
}
