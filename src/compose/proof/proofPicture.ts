import type { DisplayList } from '../displayList.ts';
import { pdfPagePng } from '../drivers/png/pdfPicture.ts';
import type { Finding } from './finding.ts';
import { markFindings } from './markFindings.ts';

const dpi = 110;
/** A template that fails for a thousand documents shows why with the first of them: pictures get a tenth of the time. */
const restPerPicture = 9;

/** Draws a display list as PDF. */
export type DrawList = (list: DisplayList) => Uint8Array;

/**
 * The page that did not pass, with its spots framed, as PNG. Gives null where pictures have used up their share of the
 * thread's time, or where the page cannot be drawn: the sentences say what is wrong all the same.
 */
export async function proofPicture(
  list: DisplayList,
  findings: readonly Finding[],
  draw: DrawList,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const start = performance.now();
  if (start < restUntil) return null;
  try {
    return Uint8Array.from(await pdfPagePng(draw(markFindings(list, findings)), 1, dpi));
  } catch {
    return null;
  } finally {
    const now = performance.now();
    restUntil = now + restPerPicture * (now - start);
  }
}

let restUntil = 0;
