import { createReadStream } from 'node:fs';
import { Controller, Get, Header, StreamableFile } from '@nestjs/common';

/** From the repository's root, where every app is started. */
const FOLDER = 'apps/console/public';

const SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:";

/** The page and its two files; no inline code, so that the policy can forbid it. */
@Controller()
export class PageController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', SECURITY_POLICY)
  @Header('x-content-type-options', 'nosniff')
  @Header('referrer-policy', 'no-referrer')
  page(): StreamableFile {
    return new StreamableFile(createReadStream(`${FOLDER}/index.html`), { type: 'text/html; charset=utf-8' });
  }

  @Get('console.js')
  script(): StreamableFile {
    return new StreamableFile(createReadStream(`${FOLDER}/console.js`), { type: 'text/javascript; charset=utf-8' });
  }

  @Get('console.css')
  style(): StreamableFile {
    return new StreamableFile(createReadStream(`${FOLDER}/console.css`), { type: 'text/css; charset=utf-8' });
  }
}
