import { HttpException } from '@nestjs/common';

/** A refusal of /control that says what to do; becomes a problem document (RFC 9457). No personal data in `detail`. */
export class ControlProblem extends HttpException {
  constructor(status: number, title: string, detail: string, extra: Readonly<Record<string, unknown>> = {}) {
    super({ title, detail, ...extra }, status);
  }
}
