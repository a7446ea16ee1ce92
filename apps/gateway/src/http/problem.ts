import type { FieldError } from '#contract/field-error.js';

/** An error of the HTTP API, RFC 9457; thrown anywhere, written by ProblemFilter. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    /** SCREAMING_SNAKE; its kebab form ends the `type` URI, which is stable. */
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly errors?: readonly FieldError[],
  ) {
    super(detail);
    this.name = 'Problem';
  }

  toBody(): Readonly<Record<string, unknown>> {
    return {
      type: `https://meldingsformidler.no/problems/${this.code.toLowerCase().replaceAll('_', '-')}`,
      title: this.title,
      status: this.status,
      detail: this.detail,
      code: this.code,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
    };
  }
}
