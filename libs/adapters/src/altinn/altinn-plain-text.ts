/**
 * Texts that Altinn takes as plain text: the title, the sender's name, the summary. Its check (1002, 1039) reads the
 * text as HTML, then as Markdown with Markdig's advanced extensions, and compares what is left with what was given
 * (TextValidation of altinn-correspondence). Some of what Markdown would eat passes there, because the converter from
 * HTML happens to escape it; that is an accident of versions, and the documentation says "plain text". So the stricter
 * reading holds here: whatever Markdown would eat is mended before it is sent, and the simulator refuses all of it.
 *
 * Mended, and not refused: a letter does not fail for an asterisk. A word joiner (U+2060, no width) goes where it keeps
 * a mark from being one: at the beginning of a line that begins a list, heading, quote and the like, inside of `](`,
 * `==` and an escape, around `_`. No joiner helps against pairs of `*`, backtick, `~`, `^` and `$`; they become the
 * character that looks like them. Either way a reader sees what was written. White space is one blank. What Altinn would
 * replace by something else, `{{recipientName}}` and the keywords of notices, is kept as written by a joiner as well: a
 * letter says the same in every channel.
 *
 * Only HTML is left to be refused: who writes `<b>` or `&amp;` wants something else than these characters.
 */
export const WORD_JOINER = '\u2060';

const HTML: readonly RegExp[] = [/<[a-z!/?]/i, /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i];

/** Marks that come in pairs around something, and what looks like them and is none. */
const LOOK_ALIKES: readonly (readonly [pair: RegExp, mark: string, lookAlike: string])[] = [
  [/\*\S(?:.*\S)?\*/, '*', '\u2217'],
  [/`.*`/, '`', '\u02cb'],
  [/~\S(?:.*\S)?~/, '~', '\u223c'],
  [/\^\S(?:.*\S)?\^/, '^', '\u02c6'],
  [/\$\S(?:.*\S)?\$/, '$', '\uff04'],
];

/** Pairs of two: inserted, marked, cited. */
const DOUBLE_PAIR = /(==|\+\+|"")\S(?:.*\S)?\1/;
const DOUBLE_MARK = /([=+"])(?=\1)/g;
/** Inside of a word `_` is no mark, and beside a joiner it is inside of one. */
const UNDERSCORE_PAIR = /(?<![\p{L}\p{N}_])_+[^\s_](?:.*\S)?_+(?![\p{L}\p{N}_])/u;
const UNDERSCORE_BEFORE = /(?<![\p{L}\p{N}_\u2060])(?=_)/gu;
const UNDERSCORE_AFTER = /(?<=_)(?![\p{L}\p{N}_\u2060])/gu;
const LINK = /\](?=\()/g;
const ESCAPE = /\\(?=[!-/:-@[-`{-~])/g;
/** `{#id}` and `{.class}` are eaten, `{{recipientName}}` is replaced. */
const BRACE = /\{(?!\u2060)/g;

/** What makes of a line something else than a paragraph; `1.`, `a)`, `iv.`, `-` begin lists. */
const BLOCK_START: readonly RegExp[] = [
  /^(?:[-+*]|\d{1,9}[.)]|[a-z][.)]|[ivxlcdm]{1,8}[.)])(?:\s|$)/i,
  /^#{1,6}(?:\s|$)/,
  /^>/,
  /^([-_*])(?:\s?\1){2,}$/,
  /^(?:`{3}|~{3}|:{3}|\^{2}|\${2}|\+[-:=])/,
  /^\*?\[[^\]]*\]:/,
];

const PLACEHOLDER = /\{(?=\{recipientName\}\})/gi;
const NOTICE_KEYWORD =
  /\$(?=(?:sendersName|correspondenceRecipientName|resourceName|messageTitle|recipientName|recipientNumber)\$)/gi;

/** One line as Altinn takes it, unless it `hasHtml`; looks as it was written. */
export function toPlainLine(text: string): string {
  const line = withLookAlikes(withoutControls(text).replace(/\s+/g, ' ').trim())
    .replace(LINK, `]${WORD_JOINER}`)
    .replace(ESCAPE, `\\${WORD_JOINER}`)
    .replace(BRACE, `{${WORD_JOINER}`);
  const mended = withUnderscores(DOUBLE_PAIR.test(line) ? line.replace(DOUBLE_MARK, `$1${WORD_JOINER}`) : line);
  return BLOCK_START.some((pattern) => pattern.test(mended)) ? WORD_JOINER + mended : mended;
}

/** Whether Altinn would see HTML in a line of `toPlainLine`; it cannot be mended. */
export function hasHtml(line: string): boolean {
  return HTML.some((pattern) => pattern.test(line));
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

function withLookAlikes(line: string): string {
  return LOOK_ALIKES.reduce(
    (mended, [pair, mark, lookAlike]) => (pair.test(mended) ? mended.replaceAll(mark, lookAlike) : mended),
    line,
  );
}

function withUnderscores(line: string): string {
  if (!UNDERSCORE_PAIR.test(line)) return line;
  return line.replace(UNDERSCORE_BEFORE, WORD_JOINER).replace(UNDERSCORE_AFTER, WORD_JOINER);
}
