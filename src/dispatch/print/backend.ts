import type { ConnectionOptions } from 'node:tls';
import { PostwerkError } from '../../errors.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { Device } from '../../model/parties.ts';
import type { RenditionFormat } from '../../model/states.ts';
import { failed } from '../outcome.ts';
import { type CountingPrinter, openCountingPrinter } from './countingPrinter.ts';
import { type IppOptions, openIppDevice } from './ipp.ts';
import type { DoubtfulJob } from './ippRecovery.ts';
import { jobNameOf } from './jobName.ts';
import { handleLabel, type LabelSettings } from './labelHandling.ts';
import { openLpdDevice } from './lpd.ts';
import { printByPjl } from './pjlDevice.ts';
import { packGraphics } from './packGraphics.ts';
import { openSocketDevice } from './socket.ts';
import { socketAddress } from './socketConnection.ts';
import { stampZpl } from './stampZpl.ts';

/** One delivery for a device. */
export interface PrintJob {
  readonly deliveryId: string;
  /** What people call the document: its number. */
  readonly name: string;
  readonly format: RenditionFormat;
  readonly bytes: Uint8Array;
  /** How a label printer is to handle it. */
  readonly settings?: LabelSettings;
  readonly userName?: string;
  /** Called once all bytes were handed to the operating system. */
  readonly onHandedOver?: () => void;
}

/** Speaks one device protocol. Deliveries are printed one after the other, in the order of the calls. */
export interface Backend {
  /** Present where the device may count its labels: then they can go in a stream, and a kill leaves one in doubt at most. */
  readonly counting?: CountingPrinter;
  /** Present where the device keeps a list of its jobs: what became of those a crash of ours left unknown. */
  lookUp?(doubtful: readonly DoubtfulJob[]): Promise<ReadonlyMap<string, Outcome> | null>;
  /** Never throws for what a device or network does: that is the outcome. */
  print(job: PrintJob): Promise<Outcome>;
  close(): Promise<void>;
}

export interface BackendOptions
  extends Pick<IppOptions, 'completionWaitMs' | 'readinessMs' | 'recoveryMs' | 'rasterize'> {
  /** ms one print may take altogether. */
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly tls?: ConnectionOptions;
}

const mediaTypes: Readonly<Record<RenditionFormat, string>> = {
  pdf: 'application/pdf',
  zpl: 'application/vnd.zebra-zpl',
  // No type is registered: a queue that knows the printer passes it on as it is (RFC 8011 §5.1.10).
  tspl: 'application/octet-stream',
  email: 'application/json',
  protected: 'application/pdf',
};

/** What a backend must know of a device. */
type Addressed = Pick<Device, 'uri' | 'driver'> & Partial<Pick<Device, 'defaults' | 'media'>>;

const schemes = ['ipp', 'ipps', 'socket', 'lpd'] as const;
type Scheme = (typeof schemes)[number];

/**
 * The schemes a device address may have, one backend each, as CUPS has it.
 * @throws PostwerkError `dispatch.unsupported-uri`.
 */
export function schemeOf(uri: string): Scheme {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  const scheme = schemes.find((known) => url?.protocol === `${known}:`);
  if (url === null || url.hostname === '' || scheme === undefined) {
    throw new PostwerkError('dispatch.unsupported-uri', `"${uri}" is not the address of a device`);
  }
  return scheme;
}

/**
 * The backend for a device, chosen by the scheme of its address. A device whose address cannot be used gets one that
 * stops its queue and says why, so that setting it right is all it takes.
 */
export function openBackend(device: Addressed, options: BackendOptions = {}): Backend {
  try {
    switch (schemeOf(device.uri)) {
      case 'ipp':
      case 'ipps':
        return openIppBackend(device, options);
      case 'socket':
        return openSocketBackend(device, options);
      case 'lpd':
        return openLpdBackend(device, options);
    }
  } catch (error) {
    if (!(error instanceof PostwerkError)) throw error;
    const outcome = failed('stop', 'dispatch.unsupported-uri', error.detail);
    return { print: async () => outcome, close: async () => undefined };
  }
}

function openIppBackend({ uri, driver, defaults, media }: Addressed, options: BackendOptions): Backend {
  // A label says itself how often and on what it is printed.
  const settings = driver === 'pdf' ? { ...(defaults ? { defaults } : {}), ...(media ? { media } : {}) } : {};
  const device = openIppDevice(uri, { ...options, ...settings });
  return {
    lookUp: (doubtful) => device.lookUp(doubtful),
    print: (job) =>
      device.print({
        jobName: jobNameOf(job.name, job.deliveryId),
        documentFormat: mediaTypes[job.format],
        bytes: labelBytes(job),
        ...(job.onHandedOver ? { onHandedOver: job.onHandedOver } : {}),
      }),
    close: () => device.close(),
  };
}

function openLpdBackend({ uri, driver }: Pick<Device, 'uri' | 'driver'>, options: BackendOptions): Backend {
  const device = openLpdDevice(uri, options);
  return {
    async print(job) {
      if (job.format !== driver) return wrongFormat(driver, job.format);
      return device.print({
        jobName: jobNameOf(job.name, job.deliveryId),
        userName: job.userName ?? 'postwerk',
        bytes: labelBytes(job),
        ...(job.onHandedOver ? { onHandedOver: job.onHandedOver } : {}),
      });
    },
    close: async () => undefined,
  };
}

/** A raw port does not check what it is given: a PDF on a label printer would print pages of code. */
function wrongFormat(driver: string, format: string): Outcome {
  return failed('hold', 'dispatch.format-unsupported', `The device takes ${driver}, not ${format}.`);
}

function openSocketBackend({ uri, driver }: Pick<Device, 'uri' | 'driver'>, options: BackendOptions): Backend {
  const device = openSocketDevice(uri, { ...options, driver });
  const url = new URL(uri);
  const counts = driver === 'zpl' && !['status', 'count'].some((name) => url.searchParams.get(name) === 'none');
  const counting = counts ? openCountingPrinter(socketAddress(url), options) : undefined;
  return {
    ...(counting ? { counting } : {}),
    async print(job) {
      // Many label printers serve one connection at a time.
      await counting?.close();
      if (job.format !== driver) return wrongFormat(driver, job.format);
      if (driver === 'pdf' && url.searchParams.get('status') === 'pjl') {
        return printByPjl(socketAddress(url), { ...job, name: jobNameOf(job.name, job.deliveryId) }, options);
      }
      return device.print(labelBytes(job), job.onHandedOver);
    },
    async close() {
      await counting?.close();
      await device.close();
    },
  };
}

/** What is sent for a delivery: a label with the settings of its device and the delivery's id in it. */
export function labelBytes({
  format,
  bytes,
  settings,
  deliveryId,
}: Pick<PrintJob, 'format' | 'bytes' | 'settings' | 'deliveryId'>): Uint8Array {
  const label = settings === undefined ? bytes : handleLabel(bytes, format, settings);
  if (format !== 'zpl') return label;
  return stampZpl(settings?.graphics === 'z64' ? packGraphics(label) : label, deliveryId);
}
