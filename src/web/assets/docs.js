/* The API page is made by a library: it gets the top line of our other pages and the landmark of its content. */
(() => {
  const links = [
    ['/console', 'Documents'],
    ['/docs', 'API'],
    ['/errors', 'Errors'],
  ];

  function link(href, text, current) {
    const element = document.createElement('a');
    element.href = href;
    element.textContent = text;
    if (current) element.setAttribute('aria-current', 'page');
    return element;
  }

  const line = document.createElement('header');
  line.className = 'top';
  const brand = link('/', 'Postwerk', false);
  brand.className = 'brand';
  const nav = document.createElement('nav');
  nav.setAttribute('aria-label', 'Main');
  nav.append(...links.map(([href, text]) => link(href, text, href === '/docs')));
  line.append(brand, nav);
  document.body.prepend(line);
  document.getElementById('swagger-ui').setAttribute('role', 'main');
})();
