/** What `--json` writes and the table shows: one row a letter (contract 1). */
export function toRows(outcomes) {
  return outcomes.map((outcome) => ({
    letterId: outcome.letter.letterId,
    recipient: outcome.letter.recipient,
    rule: outcome.rule ?? null,
    channel: outcome.channel ?? null,
    status: outcome.status ?? 'unknown',
    expected: outcome.letter.expected.status,
    seconds: outcome.seconds ?? null,
  }));
}

/** What is not as expected, a line each. */
export function problemsOf(outcomes) {
  return outcomes.flatMap((outcome) => {
    const problems = [...outcome.mismatches(), ...(outcome.twice === undefined ? [] : [outcome.twice])];
    const reason = outcome.reason === undefined ? '' : ` (${outcome.reason})`;
    return problems.map((problem) => `${outcome.letter.name}: ${problem}${reason}`);
  });
}

export function table(outcomes) {
  const header = ['letter', 'recipient', 'rule', 'channel', 'status', 'seconds'];
  const rows = toRows(outcomes).map((row, index) => [
    outcomes[index].letter.name,
    row.recipient,
    row.rule ?? '–',
    row.channel ?? '–',
    row.status,
    row.seconds?.toFixed(1) ?? '–',
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => String(row[column]).length)),
  );
  const line = (cells) =>
    cells
      .map((cell, column) => String(cell).padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
