/**
 * The street lines of an address as they fit a letter: registers have any number of any length, an envelope has four
 * (contract 4), and the window of a C5 takes about sixty characters at the size that print uses. A line that is longer
 * is broken where a reader would, when there is room for one more line; what is over four is joined to the last. Nothing
 * is ever cut off: half an address leads to a neighbour.
 */
const MOST_LINES = 4;
const LONGEST_LINE = 60;

export function fitAddressLines(given: readonly (string | undefined)[]): readonly string[] {
  const lines = given.map((line) => cleanAddressLine(line ?? '')).filter((line) => line !== '');
  for (let index = 0; index < lines.length && lines.length < MOST_LINES; index += 1) {
    const parts = broken(lines[index] ?? '');
    if (parts !== undefined) lines.splice(index, 1, ...parts);
  }
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), lines.slice(MOST_LINES - 1).join(', ')];
}

/** Trimmed, control characters and runs of white space one space each. */
export function cleanAddressLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

/** At the last comma that fits, else at the last space that does. */
function broken(line: string): readonly [string, string] | undefined {
  if (Array.from(line).length <= LONGEST_LINE) return undefined;
  const head = line.slice(0, LONGEST_LINE + 1);
  const at = head.includes(', ') ? head.lastIndexOf(', ') + 1 : head.lastIndexOf(' ');
  return at <= 0 ? undefined : [line.slice(0, at).replace(/,$/, ''), line.slice(at).trim()];
}
