import { describe, expect, it } from 'vitest';
import { routeDocument, type RouteInput, type RouteSettings } from '../../../src/dispatch/route.ts';
import { plainDefaults } from '../../../src/model/device.ts';
import type { DeliveryRequest } from '../../../src/model/job.ts';
import type { DocumentType } from '../../../src/model/message.ts';
import type { Device, Recipient } from '../../../src/model/parties.ts';

const invoice: RouteSettings = { kind: 'page', channels: ['email', 'portal'], formats: ['pdf', 'email'] };
const note: RouteSettings = { kind: 'page', channels: ['print'], formats: ['pdf'] };
const label: RouteSettings = { kind: 'label', channels: ['print'], formats: ['pdf', 'zpl'] };

const device = (id: string, siteId: string, driver: Device['driver'], paused = false): Device => ({
  id,
  name: id,
  siteId,
  uri: 'socket://localhost',
  driver,
  dpi: null,
  media: null,
  label: null,
  defaults: plainDefaults,
  state: 'idle',
  stateReason: null,
  stateReasons: [],
  stateSince: new Date(0),
  paused,
  nextAttemptAt: null,
});
const devices = [
  device('linz-office', 'linz', 'pdf'),
  device('linz-label', 'linz', 'zpl'),
  device('gyor-office', 'gyor', 'pdf'),
  device('gyor-b', 'gyor', 'pdf'),
];
const anna = (more: Partial<Recipient> = {}): Recipient => ({
  id: 'anna',
  name: 'Anna Kft.',
  locale: null,
  email: 'anna@example.com',
  deviceId: null,
  channels: {},
  identifiers: [],
  ...more,
});
const route = (
  typeSettings: RouteSettings,
  more: Partial<Omit<RouteInput, 'document'>> & {
    type?: DocumentType;
    siteId?: string | null;
    requests?: readonly DeliveryRequest[] | null;
  } = {},
) =>
  routeDocument({
    document: {
      id: 'doc-1',
      type: more.type ?? 'invoice',
      siteId: more.siteId === undefined ? 'linz' : more.siteId,
      deliveryRequests: more.requests ?? null,
    },
    recipient: more.recipient === undefined ? anna() : more.recipient,
    devices: more.devices ?? devices,
    typeSettings,
  });

describe('routeDocument', () => {
  it('takes the type’s channels when nobody says otherwise', () => {
    expect(route(invoice)).toEqual({
      deliveries: [
        { channel: 'email', destination: 'anna@example.com', format: 'email' },
        { channel: 'portal', destination: 'anna', format: 'pdf' },
      ],
    });
  });

  it('prefers the recipient’s channels for the type, then for every type', () => {
    const channels = { invoice: ['portal'], '*': ['print'] } as const;
    expect(route(invoice, { recipient: anna({ channels }) })).toMatchObject({ deliveries: [{ channel: 'portal' }] });
    expect(route(note, { recipient: anna({ channels }), type: 'delivery-note' })).toMatchObject({
      deliveries: [{ channel: 'print', deviceId: 'linz-office', destination: 'linz-office', format: 'pdf' }],
    });
  });

  it('does what the job asks before everything else', () => {
    const requests = [
      { channel: 'email', to: 'other@example.com' },
      { channel: 'print', device: 'gyor-b' },
    ] as const;
    expect(route(invoice, { requests, recipient: anna({ channels: { '*': ['portal'] } }) })).toEqual({
      deliveries: [
        { channel: 'email', destination: 'other@example.com', format: 'email' },
        { channel: 'print', deviceId: 'gyor-b', destination: 'gyor-b', format: 'pdf' },
      ],
    });
  });

  it('mails a protected PDF where the job asks for it, or else the recipient does', () => {
    const recipient = anna({ protection: { password: 'a', permissions: ['print'] } });
    expect(route(invoice, { recipient })).toEqual({
      deliveries: [
        { channel: 'email', destination: 'anna@example.com', format: 'protected' },
        { channel: 'portal', destination: 'anna', format: 'pdf' },
      ],
      protection: { password: 'a', permissions: ['print'] },
    });
    const requests = [
      { channel: 'email', to: 'b@example.com', protection: { password: 'b' } },
      { channel: 'email' },
    ] as const;
    expect(route(invoice, { recipient, requests })).toMatchObject({
      deliveries: [{ format: 'protected' }, { format: 'protected' }],
      protection: { password: 'b' },
    });
    expect(route(note, { recipient })).not.toHaveProperty('protection');
  });

  it('prints on the recipient’s own device before one at the site', () => {
    expect(route(note, { recipient: anna({ deviceId: 'gyor-office' }) })).toMatchObject({
      deliveries: [{ deviceId: 'gyor-office' }],
    });
  });

  it('prints a label at the document’s site, on the label printer, whatever the recipient prefers for "*"', () => {
    const recipient = anna({ channels: { '*': ['email'] }, deviceId: 'gyor-office' });
    expect(route(label, { recipient, type: 'shipping-label' })).toEqual({
      deliveries: [{ channel: 'print', deviceId: 'linz-label', destination: 'linz-label', format: 'zpl' }],
    });
  });

  it('goes to a label printer of any language, whatever the type says it is kept in', () => {
    const others = [device('linz-office', 'linz', 'pdf'), device('linz-tsc', 'linz', 'tspl')];
    expect(route(label, { type: 'shipping-label', devices: others })).toEqual({
      deliveries: [{ channel: 'print', deviceId: 'linz-tsc', destination: 'linz-tsc', format: 'tspl' }],
    });
    expect(route(note, { requests: [{ channel: 'print', device: 'linz-tsc' }], devices: others })).toMatchObject({
      hold: { code: 'dispatch.format-unsupported' },
    });
  });

  it('prints a label on a page printer where the site has no label printer', () => {
    expect(route(label, { siteId: 'gyor', type: 'shipping-label' })).toMatchObject({
      deliveries: [{ deviceId: 'gyor-b', format: 'pdf' }],
    });
  });

  it('prefers of several equals the one that is not paused', () => {
    const two = [device('a', 'linz', 'pdf', true), device('b', 'linz', 'pdf')];
    expect(route(note, { devices: two })).toMatchObject({ deliveries: [{ deviceId: 'b' }] });
    expect(route(note, { devices: two.slice(0, 1) })).toMatchObject({ deliveries: [{ deviceId: 'a' }] });
  });

  it('sends one thing to one place once', () => {
    const requests = [{ channel: 'portal' }, { channel: 'portal' }] as const;
    expect(route(invoice, { requests })).toMatchObject({ deliveries: [{ channel: 'portal' }] });
    expect((route(invoice, { requests }) as { deliveries: unknown[] }).deliveries).toHaveLength(1);
  });

  it.each([
    ['an unknown device', invoice, { requests: [{ channel: 'print', device: 'nowhere' }] }, 'dispatch.unknown-device'],
    [
      'a device of the wrong kind',
      invoice,
      { requests: [{ channel: 'print', device: 'linz-label' }] },
      'dispatch.format-unsupported',
    ],
    ['no address', invoice, { recipient: anna({ email: null }) }, 'dispatch.no-address'],
    [
      'a wished e-mail to nobody',
      invoice,
      { recipient: null, requests: [{ channel: 'email' }] },
      'dispatch.no-address',
    ],
    ['an address that is none', invoice, { recipient: anna({ email: 'nobody' }) }, 'dispatch.invalid-address'],
    ['a label without printer', label, { siteId: null, type: 'shipping-label' }, 'dispatch.no-device'],
    ['paper without printer', note, { siteId: 'wien' }, 'dispatch.no-device'],
    [
      'a recipient who wants nothing',
      invoice,
      { recipient: anna({ channels: { invoice: [] } }) },
      'dispatch.no-channel',
    ],
  ] as const)('holds for %s', (_what, settings, more, code) => {
    const routing = route(settings, more);
    expect(routing).toMatchObject({ hold: { code } });
    expect('hold' in routing && routing.hold.reason.length).toBeGreaterThan(20);
  });

  it('keeps a print that waits for a scan apart from one that does not', () => {
    const routed = route(note, { requests: [{ channel: 'print', when: 'scan' }, { channel: 'portal' }] });
    expect(routed).toMatchObject({
      deliveries: [{ deviceId: 'linz-office', waitsForScan: true }, { channel: 'portal' }],
    });
    expect(route(note, { requests: [{ channel: 'print' }] })).not.toHaveProperty('deliveries.0.waitsForScan');
  });

  describe('for a recipient that is not registered', () => {
    it('leaves e-mail out and uses the portal, under the document’s own id', () => {
      expect(route(invoice, { recipient: null })).toEqual({
        deliveries: [{ channel: 'portal', destination: 'document:doc-1', format: 'pdf' }],
      });
    });

    it('prints where the site has a printer, else goes to the portal', () => {
      expect(route(note, { recipient: null })).toMatchObject({ deliveries: [{ deviceId: 'linz-office' }] });
      expect(route(note, { recipient: null, siteId: null })).toEqual({
        deliveries: [{ channel: 'portal', destination: 'document:doc-1', format: 'pdf' }],
      });
    });

    it('holds a label that nobody can print', () => {
      expect(route(label, { recipient: null, siteId: null, type: 'shipping-label' })).toMatchObject({
        hold: { code: 'dispatch.no-device' },
      });
    });
  });
});
