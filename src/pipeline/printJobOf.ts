import type { PrintJob } from '../dispatch/print/backend.ts';
import { graphicsOf } from '../dispatch/print/labelHandling.ts';
import { defaultDpi } from '../model/device.ts';
import type { Device } from '../model/parties.ts';
import type { ClaimedDelivery } from '../store/deliveries.ts';

/** What a backend needs of a claimed delivery, and how its device wants labels. */
export function printJobOf(
  delivery: ClaimedDelivery,
  { label, defaults, dpi, uri }: Pick<Device, 'label' | 'defaults' | 'dpi' | 'uri'>,
): PrintJob {
  const rendition = delivery.renditions.find(({ format }) => format === delivery.format);
  return {
    deliveryId: delivery.id,
    name: delivery.document.number,
    format: delivery.format,
    bytes: rendition?.bytes ?? Buffer.alloc(0),
    settings: {
      handling: label,
      copies: defaults.copies,
      dpi: delivery.dpi ?? dpi ?? defaultDpi,
      graphics: graphicsOf(uri),
    },
  };
}
