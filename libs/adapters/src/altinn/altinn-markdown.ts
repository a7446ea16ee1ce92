import { withoutControls } from './altinn-plain-text.js';

/**
 * Plain text -> Markdown that shows as it was written. Altinn renders the body as CommonMark with many extensions, so
 * every character that any of them reads is written as a numeric reference. References and not backslashes: they hold
 * in every dialect, and Altinn's own check of the body (1003) splits at backticks even where they are escaped. What a
 * sender writes never becomes an element, a link or a placeholder. Line breaks stay; runs of blanks are one, as HTML
 * shows them anyway.
 */
const READ_ANYWHERE = /[&<>\\`*_[\]{}~^=$|#!:@"+]/g;
/** A list mark or the underline of a heading, which are read only at the beginning of a line. */
const DASH = /^-/;
const LIST_MARK = /^(\d{1,9}|[a-z]{1,8})([.)])(?=\s|$)/i;
/** Read as an address although it has no scheme. */
const WWW = /\bwww\./gi;

export function toMarkdown(text: string): string {
  const lines = withoutControls(text)
    .split(/\r\n?|[\n\u2028\u2029]/)
    .map((line) => escapeLine(line.replace(/\s+/g, ' ').trim()));
  const paragraphs: string[][] = [[]];
  for (const line of lines) {
    if (line === '') paragraphs.push([]);
    else paragraphs.at(-1)?.push(line);
  }
  // Two blanks before the line feed break the line in every dialect.
  return paragraphs
    .filter((paragraph) => paragraph.length > 0)
    .map((paragraph) => paragraph.join('  \n'))
    .join('\n\n');
}

function escapeLine(line: string): string {
  return line
    .replace(READ_ANYWHERE, reference)
    .replace(DASH, reference)
    .replace(LIST_MARK, (_mark, count: string, end: string) => count + reference(end))
    .replace(WWW, (address) => address.slice(0, -1) + reference('.'));
}

function reference(character: string): string {
  return `&#${String(character.charCodeAt(0))};`;
}
