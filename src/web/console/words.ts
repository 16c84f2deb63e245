import type { Attempt, AuditEntry, Delivery, Document } from '../../model/document.ts';
import type { Device } from '../../model/parties.ts';
import type { State } from '../../model/states.ts';
import type { DocumentAction } from '../documentAction.ts';

/** The words of the operators' pages that are not markup. */
export const stateOrder: readonly State[] = [
  'held',
  'aborted',
  'stopped',
  'processing',
  'pending',
  'completed',
  'canceled',
];

/** Where a person has to do something, or something failed for good. */
export const needsPerson: readonly State[] = ['held', 'aborted', 'stopped'];

const audits: Readonly<Record<string, string>> = {
  accepted: 'Accepted',
  sending: 'Sending began',
  'outcome-ok': 'Went through',
  'outcome-retry': 'Failed for now',
  'outcome-hold': 'Needs a person',
  'outcome-stop': 'The device stopped',
  'outcome-cancel': 'Canceled at the device',
  'outcome-abort': 'Failed for good',
  'outcome-unknown': 'Its end is not known',
  'lease-expired': 'Broke off',
  reopened: 'On its way again',
  superseded: 'Replaced by a later delivery',
  completed: 'Completed',
  aborted: 'Aborted',
  composing: 'Composing began',
  composed: 'Composed',
  'compose-failed': 'Composing failed',
  routed: 'Routed',
  held: 'Held',
  released: 'Released',
  canceled: 'Canceled',
  resent: 'Sent again',
  'given-to-site': 'Given to the site',
  'arrived-at-site': 'Arrived at the site',
  'hold-asked': 'The site was asked to hold it',
  'cancel-asked': 'The site was asked to cancel it',
  'hold-refused': 'The site could not hold it',
  'cancel-refused': 'The site could not cancel it',
  'site-revoked': "Held: the site's agent was revoked",
  'site-restored': "Held: the site's agent was restored from a backup",
  restored: 'Held: the agent was restored from a backup',
  reprinted: 'Printed again at the site',
  moved: 'Moved to another device',
  'composed-anew': 'Composed anew for another device',
  'device-added': 'Registered',
  'device-changed': 'Settings changed',
  'device-removed': 'Removed',
  'device-stopped': 'Stopped',
  'device-resumed': 'Prints again',
  'device-paused': 'Paused',
  'device-unpaused': 'Resumed',
  'device-tried-now': 'Tried at once',
  'device-emptied': 'What waited was moved',
};

/** What an audit entry says happened; an action that has no words yet is told by its own name. */
export function auditWord(entry: AuditEntry): string {
  const known = audits[entry.action];
  if (known !== undefined) return known;
  const words = entry.action.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `key:erp` as "API key erp". */
export function actorWord(actor: string): string {
  const [kind, ...rest] = actor.split(':');
  const name = rest.join(':');
  if (kind === 'key') return `API key ${name}`;
  if (kind === 'operator') return name;
  if (kind === 'site') {
    const [site = '', ...who] = name.split(' ');
    return who.length === 0 ? `site ${site}` : `${actorWord(who.join(' '))} at site ${site}`;
  }
  return actor;
}

const channelWords = { print: 'Print', email: 'E-mail', portal: 'Portal' } as const;

export function channelWord(delivery: Pick<Delivery, 'channel'>): string {
  return channelWords[delivery.channel];
}

const evidenceWords = {
  'handed-over': 'the bytes left us; nothing more is known',
  accepted: { print: 'the printer took it', email: 'the mail server took it', portal: 'it is in the portal' },
  printed: 'the printer says it is printed',
  confirmed: 'a person confirmed it',
} as const;

export function evidenceWord(delivery: Pick<Delivery, 'channel' | 'evidence'>): string | null {
  if (delivery.evidence === null) return null;
  const word = evidenceWords[delivery.evidence];
  return typeof word === 'string' ? word : word[delivery.channel];
}

const outcomeWords: Readonly<Record<string, string>> = {
  ok: 'went through',
  retry: 'failed for now',
  hold: 'needs a person',
  stop: 'device stopped',
  cancel: 'canceled',
  abort: 'failed for good',
  unknown: 'end not known',
};

export function outcomeWord(attempt: Attempt): string {
  if (attempt.outcome === null) return attempt.finishedAt === null ? 'under way' : 'end not known';
  return outcomeWords[attempt.outcome] ?? attempt.outcome;
}

export const actionWords: Readonly<Record<DocumentAction, { button: string; done: string }>> = {
  release: { button: 'Release', done: 'Released. It goes on from where it stopped.' },
  resend: { button: 'Send again', done: 'The same bytes are on their way once more.' },
  hold: { button: 'Hold', done: 'Held. It waits until somebody releases it.' },
  cancel: { button: 'Cancel', done: 'Canceled. Nothing more of it leaves.' },
};

/** Instead of `done` where the agent of a site has the document in hand. */
export const askedWord =
  'The site has it and was asked. What waits there is stopped, what was printed is not; its answer stands in the history.';

/** The actions that make sense now, most wanted first; the store has the last word. */
export function actionsFor(document: Pick<Document, 'state'>, composed: boolean): readonly DocumentAction[] {
  switch (document.state) {
    case 'held':
      return composed ? ['release', 'resend', 'cancel'] : ['release', 'cancel'];
    case 'pending':
    case 'processing':
    case 'stopped':
      return ['hold', 'cancel'];
    case 'completed':
    case 'aborted':
    case 'canceled':
      return composed ? ['resend'] : [];
  }
}

/** Why a printer stopped. Without the code in front: the sentence says the same. */
export function stopReason({ stateReason }: Pick<Device, 'stateReason'>): string {
  return stateReason?.replace(/^[a-z]+\.[a-z-]+: /, '') ?? 'No reason was given.';
}
