import { bindRunLabel, getRunLabel, type RunLabel } from '../../store/labelRuns.ts';
import { listDevices } from '../../store/devices.ts';
import { findSitePapers, type SitePaper } from '../../store/siteLabels.ts';
import { releaseScanned, reprint, type SetGoing } from '../../store/siteLabelsPrint.ts';
import { formField } from '../../web/forms.ts';
import { machineReason } from './machineWords.ts';
import { parseScan, type Scan } from './parseScan.ts';
import { type ScanAnswer, scanView } from './scanView.ts';
import type { SiteFrame } from './siteFrame.ts';
import type { SiteWords } from './siteTexts.ts';

const schema = { hide: true };

/**
 * The first page: one field. What is scanned is found, and what waits for it is printed at once; what was printed
 * before is printed again only with a reason. Every answer has an address of its own, so that loading it again prints
 * nothing.
 */
export function scanRoutes(frame: SiteFrame): void {
  const { app, options, actor } = frame;
  const { store, siteId } = options;

  app.get<{ Querystring: { q?: string; label?: string; did?: string } }>(
    '/site',
    { schema },
    async (request, reply) => {
      const words = frame.words(request);
      const { q = '', label = '', did = '' } = request.query;
      const answer = await answerTo(frame, q, label, did === 'sent');
      const main = scanView({ words, code: q, answer, machines: await machinesOf(frame, words) });
      return frame.send(request, reply, 'scan', words.text('title'), main);
    },
  );

  app.post('/site/scan', { schema }, async (request, reply) => {
    const code = formField(request, 'code').slice(0, 400);
    const label = formField(request, 'label');
    const scan = parseScan(code);
    if (label !== '') return reply.redirect(await bind(frame, label, scan, code), 303);
    const papers = await papersOf(frame, scan);
    const going = await releaseScanned(store, siteId, idsOf(papers), actor);
    await setGoing(frame, going);
    return reply.redirect(address({ q: shown(scan, code), ...(going.prints > 0 ? { did: 'sent' } : {}) }), 303);
  });

  app.post('/site/reprint', { schema }, async (request, reply) => {
    const code = formField(request, 'code').slice(0, 400);
    const reason = /^[a-z]{1,20}$/.exec(formField(request, 'reason'))?.[0] ?? 'other';
    const text = formField(request, 'text').trim().slice(0, 200);
    const papers = await papersOf(frame, parseScan(code));
    const why = { code: reason, ...(text === '' ? {} : { text }) };
    await setGoing(frame, await reprint(store, siteId, idsOf(papers), actor, why));
    return reply.redirect(address({ q: code, did: 'sent' }), 303);
  });
}

/** The hint goes before everything else: the printer starts while the page is still on its way. */
async function setGoing({ options }: SiteFrame, { prints, deviceIds, refresh }: SetGoing): Promise<void> {
  if (prints > 0) await options.hintDrain(deviceIds);
  await refresh();
}

/** The second of two scans: the shipment that gets the label. Another label is none, nor is an article. */
async function bind({ options, actor }: SiteFrame, label: string, scan: Scan, code: string): Promise<string> {
  const number = scan.kind === 'number' && scan.doubt === undefined ? scan.number : null;
  if (number === null) return address({ q: label, label: code.slice(0, 60) });
  const known = await getRunLabel(options.store, options.siteId, label);
  if (known?.state === 'open') {
    // Told first: were we cut off in between, scanning the label once more does the rest.
    await options.numbers.set([label], 'bound', { shipment: number });
    await bindRunLabel(options.store, label, number, actor);
  }
  return address({ q: label });
}

async function answerTo(frame: SiteFrame, code: string, wrong: string, justSent: boolean): Promise<ScanAnswer> {
  const scan = parseScan(code);
  if (code.trim() === '' || (scan.kind === 'unusable' && scan.why === 'empty')) return { kind: 'ready' };
  if (scan.kind === 'unusable') return { kind: 'unusable', why: scan.why === 'item' ? 'item' : 'foreign' };
  const { store, siteId } = frame.options;
  const [label, papers] = await Promise.all([
    scan.kind === 'sscc' ? getRunLabel(store, siteId, scan.sscc) : null,
    papersOf(frame, scan),
  ]);
  if (label !== null && !justSent) return answerToLabel(label, papers, wrong !== '');
  if (papers.length > 0) return { kind: 'papers', papers, justSent };
  if (scan.kind === 'number' && scan.doubt !== undefined) return { kind: 'unusable', why: scan.doubt };
  return { kind: 'not-found', lineUp: frame.options.line().up };
}

function answerToLabel(label: RunLabel, papers: readonly SitePaper[], again: boolean): ScanAnswer {
  switch (label.state) {
    case 'open':
      return { kind: 'bind', label, again };
    case 'bound':
      return { kind: 'bound', label, papers };
    case 'void':
      return { kind: 'void', label };
  }
}

async function papersOf({ options: { store, siteId } }: SiteFrame, scan: Scan): Promise<SitePaper[]> {
  if (scan.kind === 'unusable') return [];
  return findSitePapers(store, siteId, scan.kind === 'sscc' ? { sscc: scan.sscc } : { number: scan.number });
}

async function machinesOf({ options: { store, siteId } }: SiteFrame, words: SiteWords) {
  const devices = await listDevices(store);
  return new Map(
    devices
      .filter((device) => device.siteId === siteId)
      .map((device) => [device.id, { ...device, reason: machineReason(words, device) }]),
  );
}

function idsOf(papers: readonly SitePaper[]): string[] {
  return papers.map(({ documentId }) => documentId);
}

/** What stands on the page for a scan: the digits of an SSCC rather than all that came with them. */
function shown(scan: Scan, code: string): string {
  return scan.kind === 'sscc' ? scan.sscc : scan.kind === 'number' ? scan.number : code.trim();
}

function address(query: Readonly<Record<string, string>>): string {
  return `/site?${new URLSearchParams(query).toString()}`;
}
