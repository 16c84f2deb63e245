import type { Message } from '../../model/message.ts';
import type { MediaSize, TypeSettings } from './typeSettings.ts';

/** Labels of one size are cut a little differently from maker to maker: 4 × 6 inches are sold as 100 × 150 mm. */
const toleranceMm = 3;

/** The message with the size of what lies in the printer, where it names none itself and its type comes in that size. */
export function sizeOnMedia(
  message: Message['message'],
  { sizes }: Pick<TypeSettings, 'sizes'>,
  media: MediaSize | undefined,
): Message['message'] {
  if (sizes === undefined || media === undefined || ('size' in message && message.size !== undefined)) return message;
  const off = ({ widthMm, heightMm }: MediaSize): number =>
    Math.max(Math.abs(widthMm - media.widthMm), Math.abs(heightMm - media.heightMm));
  const [nearest] = [...sizes].toSorted((a, b) => off(a[1]) - off(b[1]));
  if (nearest === undefined || off(nearest[1]) > toleranceMm) return message;
  return { ...message, size: nearest[0] } as Message['message'];
}
