import type { DeviceState } from '../../model/parties.ts';
import { scanWait } from '../../model/job.ts';
import type { SitePaper, SitePrint } from '../../store/siteLabels.ts';

/**
 * How a print stands, as staff at the printer ask: does it come, has it come, must I do something?
 *
 * - `composing`: not composed yet · `for-scan`: waits for a scan · `printing` · `queued`: waits for its printer
 * - `printed` · `unclear`: nobody knows whether it came out · `held`: somebody else must act · `gone`: canceled
 */
export const printStates = [
  'unclear',
  'held',
  'gone',
  'for-scan',
  'queued',
  'composing',
  'printing',
  'printed',
] as const;
export type PrintState = (typeof printStates)[number];

export interface MachineState {
  readonly state: DeviceState;
  readonly paused: boolean;
}

/** How one print of a paper stands. */
export function printState(
  print: Pick<SitePrint, 'state' | 'reasonCode' | 'deviceId'>,
  machines: ReadonlyMap<string, MachineState>,
): PrintState {
  switch (print.state) {
    case 'completed':
      return 'printed';
    case 'held':
      if (print.reasonCode === scanWait) return 'for-scan';
      return print.reasonCode === 'unknown-outcome' ? 'unclear' : 'held';
    case 'aborted':
      return 'unclear';
    case 'canceled':
      return 'gone';
    case 'pending':
    case 'processing':
    case 'stopped': {
      const machine = machines.get(print.deviceId);
      return machine !== undefined && (machine.paused || machine.state === 'stopped') ? 'queued' : 'printing';
    }
  }
}

/** How a paper stands: as the print of it that most needs somebody. */
export function paperState(paper: SitePaper, machines: ReadonlyMap<string, MachineState>): PrintState {
  if (paper.prints.length > 0) return worst(paper.prints.map((print) => printState(print, machines)));
  if (paper.state === 'held') return 'held';
  return paper.state === 'canceled' || paper.state === 'aborted' ? 'gone' : 'composing';
}

/** What a scan is answered with: the one state that most needs somebody, and whether all was printed long before. */
export function scanVerdict(
  papers: readonly SitePaper[],
  machines: ReadonlyMap<string, MachineState>,
  justSent: boolean,
): PrintState | 'already' {
  const states = papers.map((paper) => paperState(paper, machines));
  // What is canceled does not count where something else is printed: a shipment may have lost a pallet.
  const counting = states.some((state) => state !== 'gone') ? states.filter((state) => state !== 'gone') : states;
  const verdict = worst(counting);
  return verdict === 'printed' && !justSent ? 'already' : verdict;
}

function worst(states: readonly PrintState[]): PrintState {
  return printStates.find((state) => states.includes(state)) ?? 'gone';
}
