import type { PrintJob } from '../dispatch/print/backend.ts';
import type { ClaimedDelivery } from '../store/deliveries.ts';

/** What a backend needs of a claimed delivery. */
export function printJobOf(delivery: ClaimedDelivery): PrintJob {
  const rendition = delivery.renditions.find(({ format }) => format === delivery.format);
  return {
    deliveryId: delivery.id,
    name: delivery.document.number,
    format: delivery.format,
    bytes: rendition?.bytes ?? Buffer.alloc(0),
  };
}
