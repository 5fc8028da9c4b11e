'use strict';
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const links = all('.list a');
  const search = document.getElementById('search');
  const chips = all('.chips button');
  const found = document.querySelector('.found');

  // What search must not tell apart: marks, tatweel, forms of alef, teh marbuta and alef maksura.
  const fold = text => text.toLowerCase().normalize('NFKC')
    .replace(/[\u0610-\u061a\u064b-\u065f\u0670\u0640]/g, '')
    .replace(/[أإآٱ]/g, 'ا').replace(/ى/g, 'ي').replace(/ة/g, 'ه');
  const texts = new Map();
  const text = link => {
    if (!texts.has(link)) {
      const body = document.querySelector(link.hash + ' .body');
      texts.set(link, fold(link.textContent + ' ' + (body ? body.textContent : '')));
    }
    return texts.get(link);
  };

  const open = (hash, scroll) => {
    const link = links.find(link => link.hash === hash);
    if (!link) return;
    all('.document.open').forEach(shown => shown.classList.remove('open'));
    const shown = document.querySelector(hash);
    shown.classList.add('open');
    links.forEach(other => other.setAttribute('aria-current', String(other === link)));
    const list = link.closest('.list');
    const from = link.parentElement.offsetTop - list.offsetTop;
    if (from < list.scrollTop || from + link.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = from - 40;
    if (scroll) shown.scrollIntoView({ block: 'start' });
  };

  const choose = () => {
    const filter = chips.find(chip => chip.getAttribute('aria-pressed') === 'true')?.dataset.filter;
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const link of links) {
      const fits = (!filter || link.dataset.codes.split(' ').includes(filter))
        && words.every(word => text(link).includes(word));
      link.parentElement.hidden = !fits;
      count += fits;
    }
    found.textContent = count === links.length ? `${count} documents` : `${count} of ${links.length} documents`;
  };

  const press = name => {
    for (const chip of chips) {
      const on = chip.dataset.filter === name && chip.getAttribute('aria-pressed') !== 'true';
      chip.setAttribute('aria-pressed', String(on));
    }
    choose();
  };

  search.addEventListener('input', choose);
  chips.forEach(chip => chip.addEventListener('click', () => press(chip.dataset.filter)));
  all('svg a[data-filter]').forEach(link => link.addEventListener('click', () => {
    chips.forEach(chip => chip.setAttribute('aria-pressed', 'false'));
    press(link.dataset.filter);
  }));
  addEventListener('hashchange', () => open(location.hash, true));

  // A line of the source and what was made of it are lit together.
  const light = event => {
    const pane = event.target.closest('.panes');
    all('.lit').forEach(lit => lit.classList.remove('lit'));
    if (!pane) return;
    const line = event.target.closest('[data-line]');
    const part = event.target.closest('[data-lines]');
    const spans = element => element.dataset.lines.split(' ').map(Number);
    if (line) {
      const number = Number(line.dataset.line);
      const made = all('[data-lines]', pane).filter(part => spans(part)[0] <= number && number <= spans(part)[1]);
      [line, ...made].forEach(lit => lit.classList.add('lit'));
    } else if (part) {
      const [first, last] = spans(part);
      const source = all('[data-line]', pane).filter(line => line.dataset.line >= first && line.dataset.line <= last);
      [part, ...source].forEach(lit => lit.classList.add('lit'));
    }
  };
  addEventListener('pointerover', light);

  choose();
  if (links.length) open(links.some(link => link.hash === location.hash) ? location.hash : links[0].hash, false);
})();
