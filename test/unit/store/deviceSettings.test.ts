import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../src/errors.ts';
import { plainDefaults } from '../../../src/model/device.ts';
import { readDeviceSettings } from '../../../src/store/deviceSettings.ts';

const labels = { name: 'Gate 3', siteId: 'linz', uri: 'socket://10.4.1.17:9100', driver: 'zpl', dpi: 203 };

function fault(given: Record<string, unknown>, id = 'gate-3'): string {
  try {
    readDeviceSettings(id, { ...labels, ...given });
  } catch (error) {
    if (error instanceof PostwerkError) return `${error.code} ${error.place.field}: ${error.detail}`;
    throw error;
  }
  return 'none';
}

describe('the settings of a device', () => {
  it('come complete', () => {
    expect(readDeviceSettings('gate-3', labels)).toEqual({
      ...{ id: 'gate-3', ...labels, media: null, label: null, defaults: plainDefaults },
    });
    const media = { name: 'iso_a4_210x297mm', widthMm: 210, heightMm: 297 };
    const defaults = { sides: 'two-sided-long-edge', tray: ' tray-2 ' };
    const office = {
      name: ' Office ',
      siteId: 'linz',
      uri: 'ipps://10.4.1.9/ipp/print',
      driver: 'pdf',
      media,
      defaults,
    };
    expect(readDeviceSettings('office', office)).toMatchObject({
      ...{ name: 'Office', dpi: null, media, defaults: { sides: 'two-sided-long-edge', tray: 'tray-2', copies: 1 } },
    });
  });

  it.each(['ipp://host/ipp/print', 'ipps://host:443/ipp', 'socket://host', 'socket://[::1]:9100', 'lpd://host/queue'])(
    'may have the address %s',
    (uri) => expect(fault({ uri })).toBe('none'),
  );

  it.each([
    ['', 'A device needs an address'],
    ['10.4.1.17', 'is no address of a device'],
    ['http://host/', 'is no address of a device'],
    ['socket://', 'is no address of a device'],
    ['socket://host:99999', 'is no address of a device'],
    ['socket://host/path', 'has a path'],
    ['lpd://host', 'names no queue'],
    ['ipp://name:secret@host/ipp', 'must not stand in the address'],
  ])('refuse the address "%s"', (uri, detail) => {
    expect(fault({ uri })).toContain('store.invalid-device uri: ');
    expect(fault({ uri })).toContain(detail);
  });

  it.each<[string, Record<string, unknown>]>([
    ['name', { name: '  ' }],
    ['name', { name: 'x'.repeat(101) }],
    ['name', { name: 'two\nlines' }],
    ['siteId', { siteId: 7 }],
    ['driver', { driver: undefined }],
    ['driver', { driver: 'pcl' }],
    ['dpi', { dpi: null }],
    ['dpi', { dpi: 204 }],
    ['dpi', { driver: 'pdf', dpi: 300 }],
    ['label', { driver: 'pdf', dpi: null, label: { speed: 4 } }],
    ['label/tracking', { label: { tracking: 'hole' } }],
    ['label/speed', { label: { speed: 99 } }],
    ['label/darkness', { label: { darkness: 'dark' } }],
    ['label/upsideDown', { label: { upsideDown: 'yes' } }],
    ['label/velocity', { label: { velocity: 3 } }],
    ['media', { media: 'A4' }],
    ['media/name', { media: { widthMm: 105, heightMm: 148 } }],
    ['media/widthMm', { media: { name: 'x', widthMm: 0, heightMm: 148 } }],
    ['media/heightMm', { media: { name: 'x', widthMm: 100 } }],
    ['defaults/sides', { defaults: { sides: 'both' } }],
    ['defaults/copies', { defaults: { copies: 1.5 } }],
    ['defaults/copies', { defaults: { copies: 0 } }],
    ['colour', { colour: true }],
  ])('name the field %s when it is %j', (field, given) => {
    expect(fault(given)).toContain(`store.invalid-device ${field}: `);
  });

  it.each(['', '-a', 'a b', 'a/b', 'ä', 'x'.repeat(65)])('refuse the id "%s"', (id) => {
    expect(fault({}, id)).toContain('store.invalid-device id: ');
  });
});
