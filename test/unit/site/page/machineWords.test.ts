import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { machineReason } from '../../../../src/site/page/machineWords.ts';
import { loadSiteTexts } from '../../../../src/site/page/siteTexts.ts';

const texts = await loadSiteTexts(fileURLToPath(new URL('../../../../locales', import.meta.url)));
const de = texts.find('de');

function reasonOf(
  stateReasons: readonly string[],
  stateReason: string | null = 'dispatch.device-stopped: It says so.',
) {
  return (
    de && machineReason(de, { state: 'stopped', stateReason, stateReasons } as Parameters<typeof machineReason>[1])
  );
}

test.each([
  ['paper-out', 'Papier oder Etiketten leer'],
  ['paper-jam', 'Stau'],
  ['head-open', 'Deckel oder Druckkopf offen'],
  ['cover-open', 'Deckel oder Druckkopf offen'],
  ['ribbon-out', 'Farbband, Tinte oder Toner leer'],
  ['ink-out', 'Farbband, Tinte oder Toner leer'],
  ['buffer-full', 'Speicher voll'],
  ['output-full', 'Ausgabefach voll oder nicht da'],
  ['tray-missing', 'Papierfach fehlt'],
  ['paused', 'Am Drucker angehalten'],
  ['offline', 'Antwortet nicht'],
  ['media-jam-error', 'Stau'],
])('%s is told as "%s"', (reason, told) => {
  expect(reasonOf([reason])).toBe(told);
});

test('several are told once each, and what has no word in the printer’s own', () => {
  expect(reasonOf(['paper-out', 'media-empty-error', 'head-open'])).toBe(
    'Papier oder Etiketten leer · Deckel oder Druckkopf offen',
  );
  expect(reasonOf([])).toBe('It says so.');
  expect(reasonOf([], 'dispatch.device-unreachable: No answer.')).toBe('Antwortet nicht');
});
