/* The page of a site: whatever is scanned or typed reaches the field, every scan is worked off in order without the
   page going away, and its end is heard as well as seen. Without this script every form works by loading. */

const form = document.querySelector('form[data-scan]');
const field = form?.querySelector('input[name="code"]') ?? null;
const result = document.getElementById('result');
const recent = document.getElementById('recent');

/* Sound: only after somebody has touched or typed something, as browsers ask; it can be switched off. */

let audio = null;
let muted = localStorage.getItem('postwerk-muted') === 'yes';
const soundSwitch = document.querySelector('[data-sound-switch]');

function wake() {
  audio ??= new AudioContext();
  if (audio.state === 'suspended') audio.resume();
}
document.addEventListener('keydown', wake, { once: true });
document.addEventListener('pointerdown', wake, { once: true });

/** Tones of [hertz, start in seconds, length in seconds]: short and high for good, long and low for bad. */
const tones = {
  good: [[1320, 0, 0.09]],
  warn: [[740, 0, 0.12], [740, 0.18, 0.12]],
  bad: [[220, 0, 0.25], [165, 0.28, 0.45]],
};

function play(kind) {
  document.documentElement.dataset.heard = muted ? 'muted' : (tones[kind] === undefined ? '' : kind);
  if (muted || audio === null || tones[kind] === undefined) return;
  for (const [hertz, start, length] of tones[kind]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const from = audio.currentTime + start;
    tone.type = kind === 'bad' ? 'square' : 'sine';
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.0001, from);
    volume.gain.exponentialRampToValueAtTime(0.35, from + 0.01);
    volume.gain.setValueAtTime(0.35, from + length - 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + length);
    tone.connect(volume).connect(audio.destination);
    tone.start(from);
    tone.stop(from + length);
  }
}

function showSound() {
  if (soundSwitch === null) return;
  soundSwitch.hidden = false;
  soundSwitch.setAttribute('aria-pressed', String(!muted));
  soundSwitch.querySelector('span').textContent = muted ? soundSwitch.dataset.off : soundSwitch.dataset.on;
}
soundSwitch?.addEventListener('click', () => {
  muted = !muted;
  localStorage.setItem('postwerk-muted', muted ? 'yes' : 'no');
  showSound();
  if (!muted) {
    wake();
    play('good');
  }
});
showSound();

/* The field */

const takesText = (element) =>
  element !== null && (element.matches('input, textarea, select') || element.isContentEditable);

/** Keys that mean something to what has the focus now. */
const usesKey = (element, key) =>
  element !== null && element.matches('button, a[href], summary') && (key === 'Enter' || key === ' ');

document.addEventListener('keydown', (event) => {
  if (field === null) return;
  // Scanners write the GS1 separator as Ctrl+]: a browser would drop it.
  if (event.ctrlKey && event.key === ']') {
    event.preventDefault();
    const target = takesText(document.activeElement) ? document.activeElement : field;
    target.setRangeText('\u001d', target.selectionStart, target.selectionEnd, 'end');
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
  if (takesText(document.activeElement) || usesKey(document.activeElement, event.key)) return;
  field.focus({ preventScroll: true });
});

const work = [];
let working = false;

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const code = field.value;
  field.value = '';
  field.focus();
  if (code.trim() === '') return;
  work.push(code);
  void next();
});

async function next() {
  if (working) return;
  working = true;
  for (let code = work.shift(); code !== undefined; code = work.shift()) {
    result.setAttribute('aria-busy', 'true');
    try {
      await send(form, new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, name === 'code' ? code : value])));
    } catch {
      failed(code);
    }
    result.removeAttribute('aria-busy');
  }
  working = false;
}

/** The answer is the page itself: what it says of the scan takes the place of what stood here. */
async function send(from, body) {
  const response = await fetch(from.action, { method: 'POST', body, headers: { accept: 'text/html' } });
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  const answer = fresh.getElementById('result');
  if (answer === null) throw new Error(String(response.status));
  result.replaceChildren(...answer.childNodes);
  for (const { name, value } of answer.attributes) result.setAttribute(name, value);
  history.replaceState(null, '', response.url);
  for (const input of form.querySelectorAll('input[type="hidden"]')) {
    const theirs = fresh.querySelector(`form[data-scan] input[name="${input.name}"]`);
    if (theirs !== null) input.value = theirs.value;
  }
  for (const what of ['label', 'button']) {
    const theirs = fresh.querySelector(`form[data-scan] ${what}`);
    if (theirs !== null) form.querySelector(what).textContent = theirs.textContent;
  }
  const box = result.querySelector('.result');
  box?.classList.add('fresh');
  remember(box);
  play(result.dataset.sound);
  field.focus({ preventScroll: true });
}

/** The agent itself did not answer: the code comes back into the field, so that nothing scanned is lost. */
function failed(code) {
  field.value = code;
  play('bad');
  const notice = document.createElement('p');
  notice.className = 'notice bad';
  notice.setAttribute('role', 'alert');
  notice.textContent = document.body.dataset.lost ?? '';
  result.replaceChildren(notice);
}

/** The last scans: one that failed must not be hidden by the next. */
function remember(box) {
  if (recent === null || box === null || !result.dataset.code) return;
  const entry = document.createElement('li');
  entry.className = box.className.replace('result', '').trim();
  const shape = box.querySelector('svg').cloneNode(true);
  const code = document.createElement('bdi');
  code.textContent = result.dataset.code;
  const word = document.createElement('span');
  word.textContent = box.querySelector('h1').textContent;
  entry.append(shape, code, word);
  recent.querySelector('ul').prepend(entry);
  recent.hidden = false;
  while (recent.querySelectorAll('li').length > 5) recent.querySelector('li:last-child').remove();
}

// A reason for printing again is a form inside the result: its answer comes to the same place.
result?.addEventListener('submit', (event) => {
  const inner = event.target;
  if (!inner.matches('form[data-inner]')) return;
  event.preventDefault();
  const body = new URLSearchParams([...new FormData(inner, event.submitter)]);
  for (const button of inner.querySelectorAll('button')) button.disabled = true;
  send(inner, body).catch(() => failed(''));
});

if (field !== null && !takesText(document.activeElement)) field.focus();
if (result !== null && result.dataset.sound) play(result.dataset.sound);
