import { marked } from 'marked';

/** By a renderer that has GitHub's extensions too. */
export function rendered(markdown: string): string {
  return marked.parse(markdown, { async: false, gfm: true });
}

/** What a reader sees of it: lines without their outer and double blanks, and without empty ones. */
export function textOf(html: string): string {
  return linesOf(decoded(html.replace(/<\/?a\b[^>]*>/g, '').replace(/<[^>]*>/g, '\n')));
}

export function linesOf(text: string): string {
  const lines = text.split(/\r\n?|[\n\u2028\u2029]/);
  return lines
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

function decoded(html: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return html.replace(/&(?:#(\d+)|(\w+));/g, (whole, code: string | undefined, name: string | undefined) =>
    code === undefined ? (named[name ?? ''] ?? whole) : String.fromCharCode(Number(code)),
  );
}
