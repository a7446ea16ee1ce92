import { AltinnProblem } from './altinn-problems.js';
import type { RequestedContent } from './altinn-requests.js';

/**
 * Texts as Altinn checks them (registers reference 1.3). The real checks send the text through an HTML and a Markdown
 * converter and compare: what the converters would change is not plain, or not Markdown. Here the constructs that they
 * change are named one by one, those of Markdig's advanced extensions too. Where the first converter happens to escape
 * what the second would read (`*`, `_`, backticks), the stricter reading holds: the documentation says "plain text".
 * Length and presence are the model's; the summary is only logged by Altinn.
 */
const TAG_BUT_BREAK = /<(?!br\s*\/?>)\/?[a-z!][^>]*>/i;
const NOT_PLAIN: readonly RegExp[] = [
  // HTML; a tag that is not closed eats the rest.
  /<[a-z/!?]/i,
  /&(#\d+|#x[\da-f]+|[a-z]+\d*);/i,
  // Emphasis, also the extensions' kinds, and mathematics.
  /(\*{1,3}|~{1,2}|\^|\$|==|\+\+|"")\S(.*\S)?\1/,
  /(^|\s|(?!_)[\p{P}\p{S}])(_{1,3})[^\s_](.*\S)?\2($|\s|(?!_)[\p{P}\p{S}])/u,
  /`[^`]+`/,
  // Links and images, attributes, escapes; `{{recipientName}}` is Altinn's own.
  /\[.*\]\(.*\)/,
  /\{([#.][\w-]|[\w:-]+=)[^}]*\}/,
  /\\[!-/:-@[-`{-~]/,
  // Blocks: heading, list, rule, quote, fence, figure, table, definition.
  /^\s{0,3}#{1,6}(\s|$)/,
  /^\s{0,3}([-+*]|\d{1,9}[.)]|[a-z][.)]|[ivxlcdm]+[.)])(\s|$)/i,
  /^\s{0,3}([-*_])(\s*\1){2,}\s*$/,
  /^\s{0,3}>/,
  /^\s{0,3}(```|~~~|:::|\^\^|\$\$|\+[-:=])/,
  /^\s{0,3}\*?\[[^\]]+\]:/,
];
const CODE = /(`{1,3})[\s\S]*?\1/g;
const LANGUAGES: readonly (string | undefined)[] = ['nb', 'nn', 'en', undefined, ''];

/** Throws 1023, 1002 or 1003, in this order. */
export function checkContent(content: RequestedContent): void {
  if (!LANGUAGES.includes(content.language?.toLowerCase())) throw new AltinnProblem(1023);
  if (!isPlainText(content.messageTitle)) throw new AltinnProblem(1002);
  if (TAG_BUT_BREAK.test(content.messageBody.replace(CODE, ''))) throw new AltinnProblem(1003);
}

export function isPlainText(text: string): boolean {
  return !NOT_PLAIN.some((pattern) => pattern.test(text));
}
