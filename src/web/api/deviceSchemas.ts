import type { FastifyInstance } from 'fastify';
import {
  drivers,
  labelFinishings,
  labelMethods,
  labelTrackings,
  resolutions,
  sidesKeywords,
} from '../../model/device.ts';
import { deviceReasons } from '../../model/deviceReport.ts';

const text = (description: string, more: object = {}) => ({ type: 'string', description, ...more });
const optional = (type: string, description: string, more: object = {}) => ({
  type: [type, 'null'],
  description,
  ...more,
});
const choice = (values: readonly (string | number)[], type: string, description: string) =>
  optional(type, description, { enum: [...values, null] });

const media = {
  type: ['object', 'null'],
  description: 'What lies in it. A test page is laid out for it.',
  additionalProperties: false,
  required: ['name', 'widthMm', 'heightMm'],
  properties: {
    name: text('PWG 5101.1 size name, as `iso_a4_210x297mm`, or what the site calls it.', { maxLength: 100 }),
    widthMm: { type: 'number', minimum: 10, maximum: 1_000 },
    heightMm: { type: 'number', minimum: 5, maximum: 2_000 },
  },
};

const label = {
  type: ['object', 'null'],
  description: 'Label printers: how labels are handled. What is null stays as it is set at the printer.',
  additionalProperties: false,
  properties: {
    tracking: choice(labelTrackings, 'string', 'How it finds the edge of a label.'),
    finishing: choice(labelFinishings, 'string', 'What happens to a finished label.'),
    speed: optional('number', 'Inches per second.', { minimum: 1, maximum: 14 }),
    darkness: optional('number', 'How dark it burns.', { minimum: 0, maximum: 30 }),
    gapMm: optional('number', 'Size of the gap or black mark, mm.', { minimum: 0, maximum: 50 }),
    method: choice(labelMethods, 'string', 'With ribbon or without.'),
    shiftXMm: optional('number', 'Moves everything to the right, mm.', { minimum: -20, maximum: 20 }),
    shiftYMm: optional('number', 'Moves everything down, mm.', { minimum: -20, maximum: 20 }),
    upsideDown: optional('boolean', 'Turned by 180°.'),
  },
};

const defaults = {
  type: ['object', 'null'],
  description: 'How everything is printed here.',
  additionalProperties: false,
  properties: {
    sides: choice(sidesKeywords, 'string', 'IPP `sides`; null leaves the printer its own.'),
    tray: optional('string', 'IPP `media-source`, as `tray-1`.', { maxLength: 100 }),
    copies: { type: 'integer', minimum: 1, maximum: 99, default: 1 },
  },
};

const settings = {
  name: text('What people call it.', { minLength: 1, maxLength: 100 }),
  siteId: text('The site it stands at.', { minLength: 1, maxLength: 100 }),
  uri: text('`ipp://host/ipp/print`, `ipps://…`, `socket://host:9100` or `lpd://host/queue`.', { maxLength: 500 }),
  driver: text('What it takes.', { enum: drivers }),
  dpi: choice(resolutions, 'integer', 'Label printers: dots per inch of the print head.'),
  media,
  label,
  defaults,
};

/** Body of PUT: all settings; what is left out is null. */
export const deviceSettingsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'siteId', 'uri', 'driver'],
  properties: settings,
  examples: [{ name: 'Linz · Gate 3', siteId: 'linz', uri: 'socket://10.4.1.17:9100', driver: 'zpl', dpi: 203 }],
};

const queue = {
  type: 'object',
  description: 'What is open at it.',
  properties: {
    waiting: { type: 'integer' },
    processing: { type: 'integer', description: 'Being sent right now.' },
    held: { type: 'integer', description: 'Waiting for a person.' },
    oldestAt: optional('string', 'Since when the longest waits.', { format: 'date-time' }),
  },
};

const device = {
  id: text('Its id, as jobs and addresses use it.'),
  ...settings,
  state: text('`stopped` is tried again at `nextAttemptAt`.', { enum: ['idle', 'processing', 'stopped'] }),
  stateReason: optional('string', 'Why it is stopped, in words.'),
  stateReasons: {
    type: 'array',
    items: { type: 'string', enum: deviceReasons },
    description: 'Why it is stopped, for programs; empty where only the sentence is known.',
  },
  stateSince: text('Since when.', { format: 'date-time' }),
  paused: { type: 'boolean', description: 'A person paused it: nothing is sent until somebody resumes it.' },
  nextAttemptAt: optional('string', 'When a stopped device is tried again.', { format: 'date-time' }),
  queue,
};

/** Registers the shapes of devices; see `addSchemas`. */
export function addDeviceSchemas(app: FastifyInstance): void {
  app.addSchema({ $id: 'Device', title: 'Device', type: 'object', properties: device, required: Object.keys(device) });
}
