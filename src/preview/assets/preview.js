/* Follows saved files, and says of each text on the page where it comes from. Without it the page works by its form. */

document.documentElement.classList.add('scripted');

const result = () => document.getElementById('result');
const form = () => document.getElementById('choices');
let origins = readOrigins();
let current = null;
let beside = false;

function readOrigins() {
  const data = document.getElementById('origins');
  return data === null ? null : JSON.parse(data.textContent);
}

/** Loads the page for what is chosen and puts its parts in place of ours; what has the focus keeps it. */
let loading = 0;
async function load() {
  loading += 1;
  const mine = loading;
  // Empty where nothing could be loaded yet: the address still knows.
  const query = form().elements.type?.value ? new URLSearchParams(new FormData(form())).toString() : location.search.slice(1);
  const response = await fetch(`/?${query}`);
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  // What was asked for later has come first.
  if (mine !== loading) return;
  history.replaceState(null, '', `/?${query}`);
  document.title = fresh.title;
  const focused = document.activeElement?.getAttribute('name') ?? document.activeElement?.id;
  const page = document.activeElement?.dataset?.page;
  const chosen = current;
  const open = document.querySelector('details.all')?.open ?? false;
  await preload(fresh);
  if (mine !== loading) return;
  form().replaceWith(fresh.getElementById('choices'));
  result().replaceWith(fresh.getElementById('result'));
  origins = readOrigins();
  current = null;
  follow();
  const details = document.querySelector('details.all');
  if (details !== null) details.open = open;
  if (page !== undefined) {
    document.querySelector(`svg[data-page="${page}"]`)?.focus();
    if (chosen !== null) show(document.getElementById(chosen.id));
  } else if (focused) (document.getElementsByName(focused)[0] ?? document.getElementById(focused))?.focus();
}

/** The new pictures are there before the old ones go: nothing flickers. */
function preload(fresh) {
  const pictures = [...fresh.querySelectorAll('.page img')].slice(0, 3).map((img) => {
    const picture = new Image();
    picture.src = img.getAttribute('src');
    return picture.decode().catch(() => undefined);
  });
  return Promise.race([Promise.all(pictures), new Promise((resolve) => setTimeout(resolve, 1500))]);
}

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function place(at) {
  const row = element('li', '', element('code', '', at.replace(/^templates\//, '')));
  const line = origins.lines[at];
  if (line) row.append(element('pre', 'line', line));
  return row;
}

/** Shows where a mark comes from. */
function show(mark) {
  if (mark === null || origins === null) return;
  const [, page, index] = mark.id.split('-');
  const origin = origins.pages[page - 1]?.[index];
  if (origin === undefined) return;
  current?.removeAttribute('aria-selected');
  current = mark;
  mark.setAttribute('aria-selected', 'true');
  mark.closest('svg').setAttribute('aria-activedescendant', mark.id);
  const why = document.getElementById('why');
  const parts = [element('p', 'said', origin.text), element('h3', '', 'Template'), element('ul', '', place(origin.at))];
  if (origin.calls.length > 0) {
    parts.push(element('h3', '', 'Used in'), element('ul', '', ...origin.calls.map(place)));
  }
  if (origin.texts.length > 0) {
    const keys = origin.texts.map((key) => {
      const [namespace, name] = key.split(':');
      const file = `locales/${origins.locale === 'en-XA' ? 'en' : origins.locale}/${namespace}.json`;
      return element('li', '', element('code', '', key), element('span', 'quiet', ` ${name} in ${file}`));
    });
    parts.push(element('h3', '', 'Text of the locale'), element('ul', '', ...keys));
  }
  if (origin.fields.length > 0) {
    const fields = origin.fields.map((field) => {
      const value = origins.values[field];
      return element('li', '', element('code', '', field), ...(value ? [element('span', 'quiet', ` ${value}`)] : []));
    });
    parts.push(element('h3', '', 'Field of the message'), element('ul', '', ...fields));
  }
  why.replaceChildren(...parts);
}

/** The next mark in a direction: the nearest one that lies there, rows before columns. */
function neighbour(from, key) {
  const marks = [...from.closest('svg').querySelectorAll('.mark')];
  const index = marks.indexOf(from);
  if (key === 'Home') return marks[0];
  if (key === 'End') return marks.at(-1);
  if (key === 'ArrowRight') return marks[index + 1] ?? from;
  if (key === 'ArrowLeft') return marks[index - 1] ?? from;
  const box = (mark) => mark.getBBox();
  const here = box(from);
  const down = key === 'ArrowDown';
  let best = from;
  let least = Infinity;
  for (const mark of marks) {
    const there = box(mark);
    const distance = down ? there.y - here.y : here.y - there.y;
    if (distance < here.height / 2) continue;
    const cost = distance * 4 + Math.abs(there.x - here.x);
    if (cost < least) [best, least] = [mark, cost];
  }
  return best;
}

function follow() {
  const button = document.getElementById('beside');
  if (button !== null && beside) showPdf(button);
}

function showPdf(button) {
  button.setAttribute('aria-pressed', String(beside));
  const frame = element('iframe', 'pdf');
  frame.title = 'The PDF';
  frame.src = button.dataset.pdf;
  document.getElementById('pdf').replaceChildren(...(beside ? [frame] : []));
}

document.addEventListener('change', (event) => {
  if (event.target.closest?.('#choices')) void load();
});
document.addEventListener('submit', (event) => {
  if (event.target.id !== 'choices') return;
  event.preventDefault();
  void load();
});
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('#beside');
  if (button) {
    beside = !beside;
    showPdf(button);
  }
  const mark = event.target.closest?.('.mark');
  if (mark) {
    mark.closest('svg').focus({ preventScroll: true });
    show(mark);
  }
});
document.addEventListener('pointerover', (event) => {
  const mark = event.target.closest?.('.mark');
  if (mark) show(mark);
});
document.addEventListener('focusin', (event) => {
  const sheet = event.target.closest?.('svg[data-page]');
  if (sheet && current?.closest('svg') !== sheet) show(sheet.querySelector('.mark'));
});
document.addEventListener('keydown', (event) => {
  const sheet = event.target.closest?.('svg[data-page]');
  if (!sheet || event.altKey || event.ctrlKey || event.metaKey) return;
  if (!['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) return;
  event.preventDefault();
  const next = neighbour(current?.closest('svg') === sheet ? current : sheet.querySelector('.mark'), event.key);
  show(next);
  next?.scrollIntoView({ block: 'nearest' });
});

const events = new EventSource('/events');
events.addEventListener('message', (event) => {
  if (result().dataset.version !== event.data) void load();
});
