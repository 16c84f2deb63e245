/* Runs inside a page and answers with a list of complaints in words; an empty list is a good page.
   WCAG 2.2: 1.1.1 pictures, 1.3.1 labels and landmarks, 1.4.3 contrast, 1.4.10 reflow, 3.1.1 language. */
(() => {
  const complaints = [];
  const say = (element, what) => complaints.push(`${name(element)}: ${what}`);
  const name = (element) =>
    `<${element.localName}${element.id === '' ? '' : `#${element.id}`}${element.getAttribute('class') ? `.${element.getAttribute('class').trim().replaceAll(/\s+/g, '.')}` : ''}> “${(element.textContent ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, 40)}”`;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  if (document.documentElement.lang === '') complaints.push('no language is set');
  if (document.title.trim() === '') complaints.push('no title');
  for (const [what, selector] of [
    ['h1', 'h1'],
    ['main landmark', 'main, [role=main]'],
  ]) {
    const count = all(selector).filter(visible).length;
    if (count !== 1) complaints.push(`${count} × ${what}, not one`);
  }

  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    complaints.push(`scrolls sideways: ${scrollWidth} px in ${clientWidth} px`);
    for (const element of all('body *')) {
      if (element.getBoundingClientRect().right > clientWidth + 1 && visible(element)) say(element, 'sticks out');
    }
  }

  const labelOf = (element) =>
    element.getAttribute('aria-label') ??
    (element.getAttribute('aria-labelledby') === null
      ? null
      : document.getElementById(element.getAttribute('aria-labelledby'))?.textContent) ??
    [...(element.labels ?? [])].map((label) => label.textContent).join(' ');
  for (const field of all('input:not([type=hidden]), select, textarea')) {
    if (visible(field) && labelOf(field).trim() === '') say(field, 'has no label');
  }
  for (const element of all('a[href], button, summary')) {
    const pictures = [...element.querySelectorAll('img[alt], svg[aria-label]')].map(
      (picture) => picture.getAttribute('alt') ?? picture.getAttribute('aria-label'),
    );
    const words = [element.textContent, labelOf(element), element.getAttribute('title'), ...pictures].join('').trim();
    if (visible(element) && words === '' && element.getAttribute('aria-hidden') !== 'true') say(element, 'has no name');
  }
  for (const image of all('img').filter(visible)) if (image.getAttribute('alt') === null) say(image, 'has no alt');
  for (const frame of all('iframe')) if (!frame.title) say(frame, 'has no title');

  // Contrast of every text with what is behind it.
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const known = new Map();
  /** Any CSS colour as [r, g, b, alpha]. */
  function parse(colour) {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, a / 255]);
    }
    return known.get(colour);
  }
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  function behind(element) {
    const layers = [];
    for (let node = element; node !== null; node = node.parentElement) {
      const colour = parse(getComputedStyle(node).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), parse('canvas'));
  }
  const luminance = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const said = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    const element = text.parentElement;
    if (text.data.trim() === '' || element.closest('script, style, noscript, option, [disabled]') || !visible(element))
      continue;
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    const ground = behind(element);
    let ink = parse(getComputedStyle(element).color);
    for (let node = element; node !== null; node = node.parentElement) {
      ink = [...ink.slice(0, 3), ink[3] * Number(getComputedStyle(node).opacity)];
    }
    const [low, high] = [luminance(over(ink, ground)), luminance(ground)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    const key = `${element.localName}.${element.className} ${ratio.toFixed(2)}`;
    if (ratio < 4.5 && !said.has(key)) {
      said.add(key);
      say(element, `contrast ${ratio.toFixed(2)} to 1`);
    }
  }
  return complaints;
})();
