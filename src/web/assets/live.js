/* Keeps every element marked data-live up to date without moving focus, scroll, open details or typed text.
   It asks for the same page again and changes only what is different; without it the page works by loading. */

const interval = Number(document.body.dataset.liveEvery) || 2000;
const regions = [...document.querySelectorAll('[data-live]')];
let etag = null;
let lost = false;

const zone = undefined;
const formats = {
  minute: new Intl.DateTimeFormat(zone, { dateStyle: 'medium', timeStyle: 'short' }),
  second: new Intl.DateTimeFormat(zone, { dateStyle: 'medium', timeStyle: 'medium' }),
};

/** Times come in UTC; the reader wants their own. */
function localTimes(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    const format = formats[time.dataset.precision] ?? formats.minute;
    time.title = time.dateTime;
    time.textContent = format.format(new Date(time.dateTime));
  }
}

const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.getAttribute('data-key') : null);

function sameKind(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);
}

/** Makes `old` equal to `fresh` with as few changes as possible; keyed children keep their element. */
function morph(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of Array.from(old.attributes)) {
    // An open <details> was opened by the reader.
    if (!fresh.hasAttribute(name) && !(name === 'open' && old.nodeName === 'DETAILS')) old.removeAttribute(name);
  }
  if (old.nodeName === 'INPUT' || old.nodeName === 'SELECT' || old.nodeName === 'TEXTAREA') return;
  const stays = new Set([...fresh.childNodes].map(keyOf));
  for (const child of Array.from(old.childNodes)) {
    // What is gone goes first; else everything behind it would be moved, and moving takes the focus away.
    if (keyOf(child) !== null && !stays.has(keyOf(child))) child.remove();
  }
  const keyed = new Map([...old.childNodes].map((child) => [keyOf(child), child]).filter(([key]) => key !== null));
  let place = old.firstChild;
  for (const child of fresh.childNodes) {
    const known = keyOf(child) === null ? place : (keyed.get(keyOf(child)) ?? null);
    if (known !== null && sameKind(known, child)) {
      if (known === place) place = place.nextSibling;
      else old.insertBefore(known, place);
      morph(known, child);
    } else {
      old.insertBefore(document.importNode(child, true), place);
    }
  }
  while (place !== null) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

/** What the reader looks at: where the focus is, else the first keyed element in view. */
function inView() {
  if (window.scrollY === 0) return null;
  const focused = document.activeElement?.closest('[data-key]');
  if (focused) return focused;
  return [...document.querySelectorAll('[data-live] [data-key]')].find((node) => node.getBoundingClientRect().top >= 0) ?? null;
}

/** Changes the page without moving what the reader looks at: new documents come in above it. */
function keepingView(change) {
  const anchor = inView();
  const before = anchor?.getBoundingClientRect().top ?? 0;
  change();
  if (anchor?.isConnected) window.scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: 'instant' });
}

function tell(text) {
  let notice = document.getElementById('connection');
  if (text === null) {
    notice?.remove();
    return;
  }
  if (notice === null) {
    notice = document.createElement('p');
    notice.id = 'connection';
    notice.className = 'notice bad';
    notice.setAttribute('role', 'alert');
    document.querySelector('main').prepend(notice);
  }
  if (notice.textContent !== text) notice.textContent = text;
}

async function refresh() {
  const response = await fetch(location.href, { headers: etag === null ? {} : { 'if-none-match': etag }, redirect: 'manual' });
  if (response.status === 304) return;
  if (response.type === 'opaqueredirect') {
    tell('You are signed out. Load the page again to sign in.');
    lost = true;
    return;
  }
  if (!response.ok) throw new Error(String(response.status));
  etag = response.headers.get('etag');
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  localTimes(fresh);
  keepingView(() => {
    for (const region of regions) {
      const next = fresh.getElementById(region.id);
      if (next !== null) morph(region, next);
    }
  });
}

async function live() {
  if (!document.hidden) {
    try {
      await refresh();
      if (!lost) tell(null);
    } catch {
      tell(document.body.dataset.lost ?? 'No connection to the server. What you see may be old; trying again.');
    }
  }
  if (!lost) setTimeout(live, interval);
}

localTimes(document);
// A notice about what was just done belongs to that moment, not to every reload.
if (location.search.includes('done=')) history.replaceState(null, '', location.pathname);
if (regions.length > 0) setTimeout(live, interval);
