import { defect } from '#domain/failure.js';
import { err, ok } from '#domain/result.js';
import { digitalSbd } from '../sbd/digital-sbd.writer.js';
import type { DpiMessage } from './dpi-message.js';

/** `digital`: to a citizen's mailbox. Address and certificate come from KRR, with the person (DPI reference 1.3). */
export const MAILBOX_MESSAGE: DpiMessage = {
  recipient: 'the mailbox provider',
  address: (order, provider) => {
    if (order.target.kind !== 'mailbox')
      return err(defect('WRONG_TARGET', 'A mailbox channel delivers to mailboxes only.'));
    const { address: mailboxAddress, certificate } = order.target.mailbox;
    return ok({
      certificate,
      mailboxAddress,
      sbd: (sealed) => digitalSbd(order, { ...sealed, provider, mailboxAddress }),
    });
  },
};
