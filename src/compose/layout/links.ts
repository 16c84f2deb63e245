import type { StyledText, TextStyle } from '../text/textStyle.ts';

/** Makes what was collected since `from` parts of one link: equal styles stay equal, so that runs are joined. */
export function linkTexts(texts: (StyledText | null)[], from: number, href: string): void {
  const link = { href };
  const linked = new Map<TextStyle, TextStyle>();
  for (let index = from; index < texts.length; index += 1) {
    const piece = texts[index];
    if (piece === null || piece === undefined) continue;
    const style = linked.get(piece.style) ?? { ...piece.style, link };
    linked.set(piece.style, style);
    texts[index] = { ...piece, style };
  }
}
