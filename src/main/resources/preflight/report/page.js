(() => {
  const search = document.getElementById('search');
  const boxes = [...document.querySelectorAll('.filters input[type=checkbox]')];
  const rows = [...document.querySelectorAll('#checks details')];
  const shown = document.getElementById('shown');
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const outcomes = new Set(boxes.filter(it => it.checked).map(it => it.value));
    let count = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !outcomes.has(row.dataset.outcome) || !words.every(it => text.includes(it));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = `${count} of ${rows.length}`;
  };
  search.addEventListener('input', filter);
  boxes.forEach(it => it.addEventListener('change', filter));
  document.addEventListener('keydown', event => {
    if (event.key === '/' && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    }
  });
  for (const command of document.querySelectorAll('.command')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      const text = command.querySelector('pre').textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = 'Copied';
      } catch {
        // A page from a file may not write to the clipboard: the text is selected instead.
        getSelection().selectAllChildren(command.querySelector('pre'));
        button.textContent = 'Selected';
      }
    });
    command.append(button);
  }
  document.querySelector('.filters').hidden = false;
  filter();
})();
