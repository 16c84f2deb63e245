/** How a label printer stands, for its answers. */
export interface LabelPrinterState {
  readonly paperOut: boolean;
  readonly headOpen: boolean;
  readonly ribbonOut: boolean;
  readonly feedError: boolean;
  readonly bufferFull: boolean;
  readonly formatsWaiting: number;
  readonly labelsRemaining: number;
  /** Labels printed in its life. */
  readonly printed: number;
  readonly uptimeMs: number;
  readonly serial: string;
}

const STX = '\x02';
const ETX = '\x03';

/** The answer to `~HS` (ZPL II Programming Guide): three strings, each between STX and ETX, ended by CR LF. */
export function hostStatus(state: LabelPrinterState): string {
  const flag = (value: boolean): string => (value ? '1' : '0');
  const formats = String(Math.min(999, state.formatsWaiting)).padStart(3, '0');
  const labels = String(state.labelsRemaining).padStart(8, '0');
  const strings = [
    `030,${flag(state.paperOut)},0,1184,${formats},${flag(state.bufferFull)},0,0,000,0,0,0`,
    `000,0,${flag(state.headOpen)},${flag(state.ribbonOut)},0,2,4,0,${labels},1,000`,
    '1234,0',
  ];
  return strings.map((text) => `${STX}${text}${ETX}\r\n`).join('');
}

/**
 * The answer to `~HQES` ("~HQ Host Query"): a flag, then two groups of eight hex digits. Group 1, from the right: media
 * out 1, ribbon out 2, head open 4; fourth digit: paper feed error 2.
 */
export function errorStatus(state: LabelPrinterState): string {
  const bits =
    (state.paperOut ? 1 : 0) | (state.ribbonOut ? 2 : 0) | (state.headOpen ? 4 : 0) | (state.feedError ? 0x2000 : 0);
  const errors = `${bits === 0 ? 0 : 1} 00000000 ${bits.toString(16).toUpperCase().padStart(8, '0')}`;
  const lines = ['  PRINTER STATUS', `   ERRORS:         ${errors}`, '   WARNINGS:       0 00000000 00000000'];
  return `${STX}\r\n${lines.map((line) => line.padEnd(44)).join('\r\n')}\r\n${ETX}`;
}

/** The answer to `~HI`: model, firmware, dots per millimetre, memory. */
export function identification(): string {
  return `${STX}Postwerk virtual label printer,V1.0.0,8,8192KB${ETX}\r\n`;
}

/** The answer to `! U1 getvar`: the value in quotation marks, `?` where there is no such variable. */
export function variable(name: string, state: LabelPrinterState): string {
  const values: Readonly<Record<string, string>> = {
    'odometer.total_label_count': String(state.printed),
    'device.unique_id': state.serial,
    'device.uptime': uptimeText(state.uptimeMs),
    'device.product_name': 'Postwerk virtual label printer',
    'appl.name': 'V1.0.0',
    'head.resolution.in_dpi': '203',
  };
  return `"${values[name] ?? '?'}"`;
}

/** `3 days 01 hours 26 mins 35 secs`. */
function uptimeText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `${Math.floor(hours / 24)} days ${two(hours % 24)} hours ${two(Math.floor(seconds / 60) % 60)} mins ${two(seconds % 60)} secs`;
}
