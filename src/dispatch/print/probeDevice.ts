import type { ConnectionOptions } from 'node:tls';
import { PostwerkError } from '../../errors.ts';
import type { Driver } from '../../model/device.ts';
import type { DeviceReport } from '../../model/deviceReport.ts';
import { schemeOf } from './backend.ts';
import { probeIpp } from './probeIpp.ts';
import { probeLabelPrinter, probeLpd, probePjl, probeReach, probeTspl } from './probeSocket.ts';
import { socketAddress } from './socketConnection.ts';

export interface ProbeOptions {
  /** ms for the whole question. */
  readonly timeoutMs?: number;
  readonly tls?: ConnectionOptions;
}

/** What a probe found; what it does not name is unknown. */
export type Found = Partial<Omit<DeviceReport, 'at'>> & Pick<DeviceReport, 'answered' | 'state' | 'detail'>;

/**
 * Asks a device what it says of itself now: IPP its attributes, a label printer its status and counter, an office
 * printer with `?status=pjl` its PJL status, a print server its queue. A device that has no way to answer is only
 * reached for. Never throws for what a device does; takes about 3 s at most.
 */
export async function probeDevice(uri: string, driver: Driver, options: ProbeOptions = {}): Promise<DeviceReport> {
  const at = new Date();
  const found = await ask(uri, driver, options);
  return {
    at,
    reasons: found.state === 'unreachable' ? ['offline'] : [],
    warnings: [],
    model: null,
    serial: null,
    firmware: null,
    dpi: null,
    media: [],
    formats: [],
    printed: null,
    waiting: null,
    encrypted: false,
    ...found,
  };
}

async function ask(uri: string, driver: Driver, options: ProbeOptions): Promise<Found> {
  const timeoutMs = options.timeoutMs ?? 3_000;
  try {
    const scheme = schemeOf(uri);
    if (scheme === 'ipp' || scheme === 'ipps') return await probeIpp(uri, timeoutMs, options.tls);
    if (scheme === 'lpd') return await probeLpd(uri, timeoutMs);
    const url = new URL(uri);
    const address = socketAddress(url);
    const status = url.searchParams.get('status');
    if (status === 'pjl') return await probePjl(address, timeoutMs);
    if (status !== 'none' && driver === 'zpl') return await probeLabelPrinter(address, timeoutMs);
    if (status !== 'none' && driver === 'tspl') return await probeTspl(address, timeoutMs);
    return await probeReach(address, timeoutMs);
  } catch (error) {
    if (!(error instanceof PostwerkError)) throw error;
    return { answered: false, state: 'unreachable', reasons: ['other'], detail: error.detail };
  }
}
