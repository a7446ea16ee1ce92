import { Transform, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { OrderDocument } from '#channels/deposit-order.js';
import { DocumentReadError } from './document-read-error.js';

/**
 * The vendor's ZIP as a stream: the order first, then the documents in the letter's order, `<documentId>.pdf`. Nothing
 * is held in memory but the chunk on its way, so sizes follow their entry (a data descriptor); with that, Java's
 * ZipInputStream reads deflated entries only, so PDFs are deflated at the quickest level although it gains little.
 */
export class PrintPackage {
  readonly stream: Readable;
  private written = 0;

  constructor(orderId: string, orderXml: string, documents: readonly OrderDocument[]) {
    const zip = new ZipFile();
    const output = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.written += chunk.length;
        done(null, chunk);
      },
    });
    const fail = (error: unknown): void => {
      output.destroy(new DocumentReadError(error));
    };
    zip.on('error', fail);
    zip.addBuffer(Buffer.from(orderXml, 'utf8'), `${orderId}.xml`);
    for (const document of documents) {
      zip.addReadStreamLazy(`${document.documentId}.pdf`, { compressionLevel: 1 }, (done) => {
        const content = document.open();
        content.once('error', fail);
        // The vendor gone, the file must not stay open.
        output.once('close', () => content.destroy());
        done(null, content);
      });
    }
    zip.end();
    zip.outputStream.pipe(output);
    this.stream = output;
  }

  /** Bytes so far; all of them when the stream has ended. */
  get size(): number {
    return this.written;
  }
}
