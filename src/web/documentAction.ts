import type { Document } from '../model/document.ts';
import type { DeliveryRequest } from '../model/job.ts';
import {
  type ActionResult as StoreResult,
  cancelDocument,
  holdDocument,
  releaseDocument,
  resendDocument,
} from '../store/documentActions.ts';
import type { Store } from '../store/db.ts';
import { getDocument } from '../store/documentHistory.ts';
import { getDevice } from '../store/devices.ts';
import type { DeviceWork } from './api/deviceWork.ts';
import type { HintWork } from './api/workHint.ts';

export const documentActions = ['hold', 'release', 'cancel', 'resend'] as const;
export type DocumentAction = (typeof documentActions)[number];

export interface ActionDetails {
  /** Why, for the audit trail. */
  readonly reason?: string;
  /** resend: where to, instead of where it went before. */
  readonly delivery?: DeliveryRequest;
}

export type ActionResult =
  /** `asked`: a site has it in hand and was asked; its answer comes later. */
  | { readonly kind: 'done'; readonly document: Document; readonly asked: boolean }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'not-found' };

export interface Hands {
  readonly store: Store;
  readonly hintWork: HintWork;
  readonly deviceWork: DeviceWork;
}

/**
 * Does what a person or a program asked for and tells the queue what became runnable. API and console act through
 * this one function, so that both are audited and hinted alike.
 *
 * @param actor who asked, for the audit trail: `key:<name>`, `operator:<name>`
 */
export async function actOnDocument(
  { store, hintWork, deviceWork }: Hands,
  action: DocumentAction,
  id: string,
  actor: string,
  details: ActionDetails = {},
): Promise<ActionResult> {
  const impossible = action === 'resend' ? await prepareResend(store, deviceWork, id, details.delivery) : null;
  if (impossible !== null) return { kind: 'refused', reason: impossible };
  const outcome = await act(store, action, id, actor, details);
  if (!outcome.changed)
    return outcome.code === 'not-found' ? { kind: 'not-found' } : { kind: 'refused', reason: outcome.reason };
  await hintWork(outcome);
  const history = await getDocument(store, id);
  if (history === null) return { kind: 'not-found' };
  return { kind: 'done', document: history.document, asked: outcome.asked ?? false };
}

/** A device of another model needs bytes of its own: the same content, composed for it. Gives why it cannot have any. */
async function prepareResend(
  store: Store,
  deviceWork: DeviceWork,
  id: string,
  delivery: DeliveryRequest | undefined,
): Promise<string | null> {
  if (delivery?.channel !== 'print' || delivery.device === undefined) return null;
  const device = await getDevice(store, delivery.device);
  if (device === null) return `There is no device "${delivery.device}".`;
  const [unfit] = await deviceWork.composeFor(device, { documentId: id });
  return unfit === undefined ? null : `${device.name} cannot have it: ${unfit.reason}`;
}

async function act(
  store: Store,
  action: DocumentAction,
  id: string,
  actor: string,
  details: ActionDetails,
): Promise<StoreResult> {
  switch (action) {
    case 'hold':
      return await holdDocument(store, id, actor, details.reason);
    case 'release':
      return await releaseDocument(store, id, actor);
    case 'cancel':
      return await cancelDocument(store, id, actor, details.reason);
    case 'resend':
      return await resendDocument(store, id, actor, details.delivery);
  }
}
