/* Prepares a page for a walk by Tab: `tabWalk.left()` names what was not reached, `tabWalk.step()` is called after
   every Tab and answers with a complaint about where the focus is now, or null. */
(() => {
  const name = (element) =>
    `<${element.localName}> “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40) || element.getAttribute('name') || ''}”`;
  const stops = 'a[href], button:not([disabled]), input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const wanted = () =>
    [...document.querySelectorAll(stops)].filter(
      (element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }),
    );
  const seen = new Set();
  window.tabWalk = {
    left: () => wanted().filter((element) => !seen.has(element)).map(name),
    step() {
      const element = document.activeElement;
      if (element === null || element === document.body || element.localName === 'iframe') return null;
      if (seen.has(element)) return null;
      seen.add(element);
      const style = getComputedStyle(element);
      const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1;
      if (!outlined && style.boxShadow === 'none') return `${name(element)}: focus cannot be seen`;
      const box = element.getBoundingClientRect();
      if (box.width < 1 || box.bottom < 0 || box.top > innerHeight) return `${name(element)}: focus is out of view`;
      return null;
    },
  };
})();
