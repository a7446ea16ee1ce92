// Shows the overview and the newest letters, and reads both again every two seconds.
const STATES = {
  received: 'mottatt',
  routed: 'rutet',
  sent: 'sendt',
  delivered: 'levert',
  opened: 'lest',
  held: 'holdt',
  returned: 'i retur',
  failed: 'feilet',
  expired: 'utløpt',
  cancelled: 'avbrutt',
};

async function show() {
  try {
    const [overview, page] = await Promise.all([read('/api/overview'), read('/api/letters?limit=50')]);
    document.querySelector('#at').textContent = `Oppdatert ${new Date(overview.at).toLocaleTimeString('nb')}`;
    fill(
      '#states',
      Object.entries(overview.states).map(([state, count]) => [STATES[state] ?? state, count]),
    );
    fill('#letters', page.letters.map(row));
  } catch {
    document.querySelector('#at').textContent = 'Får ikke kontakt med konsollen. Prøver igjen.';
  }
  setTimeout(show, 2000);
}

function row(letter) {
  const received = new Date(letter.receivedAt).toLocaleString('nb');
  return [
    received,
    letter.sender,
    letter.letterId,
    letter.plan?.rule ?? '',
    letter.channel ?? '',
    STATES[letter.state],
  ];
}

async function read(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

function fill(selector, rows) {
  const cells = (values) => {
    const line = document.createElement('tr');
    line.append(...values.map((value) => Object.assign(document.createElement('td'), { textContent: value })));
    return line;
  };
  document.querySelector(selector).replaceChildren(...rows.map(cells));
}

void show();
