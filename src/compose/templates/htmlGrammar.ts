import type { Grammar } from './openElement.ts';
import { suggestion } from './markupGrammar.ts';

/** HTML that mail programs show alike. What runs, frames or submits is none of it. */
const elements = [
  ...['html', 'head', 'meta', 'title', 'style', 'body', 'div', 'section', 'header', 'footer', 'main', 'p', 'h1', 'h2'],
  ...['h3', 'h4', 'table', 'caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'ul', 'ol', 'li'],
  ...['dl', 'dt', 'dd', 'blockquote', 'hr', 'a', 'b', 'strong', 'i', 'em', 'u', 'small', 'sub', 'sup', 'span', 'br'],
  ...['code', 'pre', 'img', 'bdi', 'bdo', 'time', 'abbr', 'wbr', 'center', 'font'],
];
/** HTML Living Standard §13.1.2. */
const voids = new Set(['meta', 'col', 'hr', 'br', 'img', 'wbr']);
/** Attributes by which a mail would fetch something when it is opened, and tell the sender that it was. */
const fetching = ['src', 'srcset', 'background', 'poster'];

/** Rules for the HTML part of an e-mail: balanced tags, nothing that runs, nothing fetched. */
export function createHtmlGrammar(): Grammar {
  return {
    isVoid: (name) => voids.has(name.toLowerCase()),
    splitPartials: true,
    open: ({ name }) =>
      elements.includes(name.toLowerCase())
        ? null
        : `<${name}> is no element for e-mails${suggestion(name.toLowerCase(), elements)}`,
    attribute(element, name) {
      if (element.attributes.has(name)) return `<${element.name}> has the attribute "${name}" twice`;
      return name.toLowerCase().startsWith('on') ? `"${name}" would run code, which no mail program does` : null;
    },
    value(_element, name, value) {
      const remote = fetching.includes(name.toLowerCase()) && (value === null || !/^(?:cid|data):/iu.test(value));
      if (remote) return `"${name}" would fetch something when the mail is opened; use a data: or cid: address`;
      return name === 'href' && value !== null && /^\s*javascript:/iu.test(value) ? 'a link cannot run code' : null;
    },
    opened: () => null,
    close: () => null,
    text: () => null,
    entity: () => null,
    declaration: (text) => (/^<!doctype html>$/iu.test(text) ? null : `only <!DOCTYPE html> is allowed, not ${text}`),
  };
}
