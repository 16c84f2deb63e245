import type { FontBook } from '../../fonts/fontBook.ts';
import type { Page, TextItem } from '../../displayList.ts';
import type { ContentTags } from './contentTags.ts';
import type { SyncDocument } from './syncDocument.ts';
import { byteString, textString } from './textString.ts';

/**
 * Link annotations of one page (ISO 32000-1 §12.5.6.5), each inside its Link element and with a text of its own
 * (ISO 14289-1 §7.18.5). They print as nothing: the text is already there.
 *
 * @param scale points of one unit.
 * @returns entry of the page dictionary, '' without links.
 */
export function writeLinks(
  document: SyncDocument,
  links: readonly TextItem[],
  page: Page,
  scale: number,
  tags: ContentTags,
  fonts: FontBook,
): string {
  if (links.length === 0) return '';
  let references = '';
  for (const item of links) {
    const { ascent, descent, unitsPerEm } = fonts.face(item.font);
    const top = page.height - item.y + (ascent / unitsPerEm) * item.size;
    const bottom = page.height - item.y + (descent / unitsPerEm) * item.size;
    const box = [item.x, bottom, item.x + item.width, top].map((edge) => Math.round(edge * scale * 100) / 100);
    const id = document.reserve(1);
    const key = item.tag === undefined ? '' : `/StructParent ${tags.addAnnotation(item.tag, id)}`;
    document.write(
      id,
      // F 4: printed, neither hidden nor invisible (ISO 19005-3 §6.3.2).
      `<</Type/Annot/Subtype/Link/Rect[${box.join(' ')}]/Border[0 0 0]/F 4/Contents${textString(item.text)}${key}` +
        `/A<</S/URI/URI${byteString(encodeURI(decodeSafely(item.href ?? '')))}>>>>`,
    );
    references += `${id} 0 R `;
  }
  return `/Annots[${references}]`;
}

/** A URI in an action is ASCII (ISO 32000-1 §12.6.4.7); what is encoded already must not be encoded again. */
function decodeSafely(uri: string): string {
  try {
    return decodeURI(uri);
  } catch {
    return uri.replaceAll('%', '%25');
  }
}
