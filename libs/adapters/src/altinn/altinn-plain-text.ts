/**
 * Texts that Altinn takes as plain text: the title, the sender's name, the summary. Its check (1002, 1039) reads the
 * text as HTML, then as Markdown, and compares what is left with what was given, so whatever either would eat is
 * refused: tags, entities, headings, quotes, escapes. Emphasis, brackets and backticks pass, for the converter from HTML
 * escapes them (TextValidation of altinn-correspondence; ReverseMarkdown).
 *
 * Three things are decided here. What Altinn surely refuses is named before anything is uploaded; what it may refuse
 * is left to it, because a wrong no ends a letter. What can be mended so that it looks the same is mended: white space
 * is one blank, and a word joiner (U+2060, no width) after the mark of a list keeps `2. purring` from being read as
 * item 2 of a list, which Altinn refuses. And what Altinn would replace by something else, `{{recipientName}}` and the
 * keywords of notices, is kept as the sender wrote it by the same character: a letter says the same in every channel.
 */
const WORD_JOINER = '\u2060';

/** Whatever HTML or Markdown, with the extensions that Altinn has turned on, takes away from a line. */
const EATEN: readonly RegExp[] = [
  /<[a-z!/?]/i,
  /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/i,
  /^#{1,6}(?:\s|$)/,
  /^>/,
  /^-(?:\s?-){2,}$/,
  /\\[!"#$%&'+,\-./:;<=>?@\\^|~]/,
  /(~~|==|\+\+)\S(?:.*?\S)?\1/,
];

/** `1.`, `a)`, `iv.`, `-` before a blank. */
const LIST_MARK = /^(?:[-+*]|\d{1,9}[.)]|[a-z][.)]|[ivxlcdm]{1,8}[.)])(?=\s)/i;
const PLACEHOLDER = /\{(?=\{recipientName\}\})/gi;
const NOTICE_KEYWORD =
  /\$(?=(?:sendersName|correspondenceRecipientName|resourceName|messageTitle|recipientName|recipientNumber)\$)/gi;

/** One line as Altinn takes it when it takes it at all; looks as it was written. */
export function toPlainLine(text: string): string {
  return keepPlaceholders(withoutControls(text).replace(/\s+/g, ' ').trim()).replace(
    LIST_MARK,
    (mark) => mark + WORD_JOINER,
  );
}

/** Whether Altinn would see HTML or Markdown in a line of `toPlainLine`. */
export function isEaten(line: string): boolean {
  return EATEN.some((pattern) => pattern.test(line));
}

/** The text of an e-mail or SMS, in which `$sendersName$` and the like stay what they are. */
export function toNoticeText(text: string): string {
  return withoutControls(text).replace(NOTICE_KEYWORD, `$$${WORD_JOINER}`);
}

/** `{{recipientName}}` of the sender's stays that. */
export function keepPlaceholders(text: string): string {
  return text.replace(PLACEHOLDER, `{${WORD_JOINER}`);
}

/** At most `max` UTF-16 units, which is how Altinn counts, without half a character at the end. */
export function fitted(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Neither control characters nor halves of characters, which JSON and XML behind it do not carry; line breaks stay. */
export function withoutControls(text: string): string {
  return text.replace(/(?![\n\t\r])\p{Cc}/gu, '').replace(/\p{Cs}/gu, '\ufffd');
}
