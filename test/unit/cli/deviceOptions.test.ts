import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../../src/cli/deviceOptions.ts';
import { plainDefaults } from '../../../src/model/device.ts';
import type { Device } from '../../../src/model/parties.ts';

const known: Device = {
  ...{ id: 'gate-3', name: 'Gate 3', siteId: 'linz', uri: 'socket://gate-3', driver: 'zpl', dpi: 203 },
  media: { name: 'Roll', widthMm: 105, heightMm: 148 },
  label: {
    ...{ tracking: 'gap', finishing: 'peel', speed: 4, darkness: null, gapMm: null, method: null },
    ...{ shiftXMm: null, shiftYMm: null, upsideDown: false },
  },
  defaults: plainDefaults,
  ...{
    state: 'idle',
    stateReason: null,
    stateReasons: [],
    stateSince: new Date(0),
    paused: false,
    nextAttemptAt: null,
  },
};

describe('the options of devices', () => {
  it('change what they name and leave the rest', () => {
    expect(settingsOf({ speed: '6', finishing: 'none', shift: '1.5,-2' }, known)).toEqual({
      ...{ name: 'Gate 3', siteId: 'linz', uri: 'socket://gate-3', driver: 'zpl', dpi: 203, media: known.media },
      label: { ...known.label, speed: 6, finishing: null, shiftXMm: 1.5, shiftYMm: -2 },
      defaults: plainDefaults,
    });
  });

  it('forget the label printer in what becomes a page printer', () => {
    expect(settingsOf({ driver: 'pdf', media: 'a4', copies: '2' }, known)).toMatchObject({
      ...{ dpi: null, label: null, media: { name: 'iso_a4_210x297mm', widthMm: 210, heightMm: 297 } },
      defaults: { copies: 2 },
    });
  });

  it.each([
    ['105x148', { name: '105 × 148 mm', widthMm: 105, heightMm: 148 }],
    ['Roll 7=101.6x152.4', { name: 'Roll 7', widthMm: 101.6, heightMm: 152.4 }],
    ['4x6in', { name: 'na_index-4x6_4x6in', widthMm: 101.6, heightMm: 152.4 }],
    ['none', null],
  ])('know the media %s', (media, expected) => {
    expect(settingsOf({ media }, known)['media']).toEqual(expected);
  });

  it.each([
    ['dpi', 'fine'],
    ['copies', '1e3'],
    ['speed', ''],
    ['media', 'big'],
    ['shift', '3'],
  ])('refuse --%s %s', (option, value) => {
    expect(() => settingsOf({ [option]: value }, known)).toThrow(`--${option} is "${value}"`);
  });
});
