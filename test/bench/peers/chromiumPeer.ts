import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { darkBars, invoiceCode, type InvoiceSheet, labelCode, type LabelSheet, type Peer } from './sheets.ts';

/** Where Debian's package has it. */
const executablePath = '/usr/bin/chromium';

/** Chromium printing a page of HTML, in one tab that stays open. */
export async function createChromiumPeer(): Promise<Peer> {
  const require = createRequire(import.meta.url);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  const page = await browser.newPage();
  const face = (file: string, weight: string): string => {
    const bytes = readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${file}.ttf`)).toString('base64');
    return `@font-face{font-family:Noto;font-weight:${weight};src:url(data:font/ttf;base64,${bytes})}`;
  };
  const fonts = face('400Regular/NotoSans_400Regular', '400') + face('700Bold/NotoSans_700Bold', '700');
  await page.setContent(`<!doctype html><style>${fonts}
    body{margin:0;font:9pt Noto}table{border-collapse:collapse;width:100%}thead{display:table-header-group}
    td,th{text-align:left;padding:2pt}.end{text-align:right}tr{break-inside:avoid}</style><main></main>`);

  async function draw(html: string, options: object): Promise<number> {
    await page.evaluate(`document.querySelector('main').innerHTML = ${JSON.stringify(html)}`);
    return (await page.pdf({ ...options, printBackground: true })).length;
  }

  return {
    invoice: (sheet) =>
      draw(invoice(sheet), {
        format: 'A4',
        margin: { top: '16mm', right: '20mm', bottom: '31mm', left: '25mm' },
        displayHeaderFooter: true,
        headerTemplate: '<span></span>',
        footerTemplate:
          '<span style="font-size:7pt">Seite <span class="pageNumber"></span> von <span class="totalPages"></span></span>',
      }),
    label: (sheet) => draw(label(sheet), { width: '105mm', height: '148mm', margin: { top: '3mm', left: '3mm' } }),
    close: () => browser.close(),
  };
}

function invoice(sheet: InvoiceSheet): string {
  const rows = sheet.rows.map((row) => `<tr>${row.map((cell, at) => td(cell, at > 2)).join('')}</tr>`).join('');
  return `<h2>${escape(sheet.seller)}</h2><div style="display:flex"><p style="flex:1">${sheet.buyer.map(escape).join('<br>')}</p>
    <table style="width:220pt">${pairs(sheet.facts)}</table></div><h1>Rechnung ${escape(sheet.number)}</h1>
    <table><thead><tr>${sheet.head.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead><tbody>${rows}</tbody></table>
    <table style="margin-left:220pt;width:auto">${pairs(sheet.sums)}</table><p>${escape(sheet.terms)}</p>
    ${bars(sheet.bars, invoiceCode)}<p>${escape(sheet.number)}</p>`;
}

function label(sheet: LabelSheet): string {
  const codes = sheet.codes.map((code) => `${bars(code.bars, labelCode)}<p>${escape(code.text)}</p>`).join('');
  return `<p>${escape(sheet.from)}</p><b>${escape(sheet.to)}</b><p>${sheet.address.map(escape).join('<br>')}</p>
    <p>${escape(sheet.contact)}</p>${sheet.big.map((line) => `<h2 class="end">${escape(line)}</h2>`).join('')}
    <table>${pairs(sheet.facts)}</table>${codes}`;
}

function bars(widths: readonly number[], { module, height }: typeof invoiceCode | typeof labelCode): string {
  const dark = darkBars(widths).map(([left, width]) => `<rect x="${left}" width="${width}" height="1"/>`);
  const modules = widths.reduce((sum, width) => sum + width, 0);
  return `<svg viewBox="0 0 ${modules} 1" preserveAspectRatio="none" style="width:${modules * module}mm;height:${height}mm">${dark.join('')}</svg>`;
}

function pairs(list: readonly (readonly [string, string])[]): string {
  return list.map(([name, value]) => `<tr><td>${escape(name)}</td>${td(value, true)}</tr>`).join('');
}

function td(text: string, end: boolean): string {
  return `<td${end ? ' class="end"' : ''}>${escape(text)}</td>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
