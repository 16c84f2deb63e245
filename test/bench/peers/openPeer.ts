import type { Peer } from './sheets.ts';

const openers: Readonly<Record<string, () => Promise<Peer>>> = {
  typst: async () => (await import('./typstPeer.ts')).createTypstPeer(),
  pdfmake: async () => (await import('./pdfmakePeer.ts')).createPdfmakePeer(false),
  'pdfmake-cached-fonts': async () => (await import('./pdfmakePeer.ts')).createPdfmakePeer(true),
  'react-pdf': async () => (await import('./reactPdfPeer.ts')).createReactPdfPeer(),
  chromium: async () => (await import('./chromiumPeer.ts')).createChromiumPeer(),
};

export const peerNames: readonly string[] = Object.keys(openers);

export function openPeer(name: string): Promise<Peer> {
  const open = openers[name];
  if (open === undefined) throw new Error(`there is no peer "${name}"; there are ${peerNames.join(', ')}`);
  return open();
}
