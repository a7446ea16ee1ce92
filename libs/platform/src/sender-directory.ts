import type { PostalAddress } from '#domain/postal-address.js';
import type { SenderProfileName } from './sender.js';
import type { Sender, Supplier } from './sender.js';

/** Why a broker user may not send this letter; `code` is the dead-letter reason. */
export type SenderRefusal = 'NO_USER_ID' | 'SENDER_NOT_REGISTERED' | 'SENDER_USER_MISMATCH' | 'SUPPLIER_NOT_DELEGATED';

/**
 * The organisations that may send, by config/senders.yaml (`SENDERS_FILE`). Authorisation is by the broker-validated
 * user: it must be registered for the letter's sender, or for a supplier that the sender has delegated to.
 */
export class SenderDirectory {
  private readonly senders: ReadonlyMap<string, Sender>;
  private readonly suppliers: ReadonlyMap<string, Supplier>;

  constructor(senders: readonly Sender[], suppliers: readonly Supplier[]) {
    this.senders = new Map(senders.map((sender) => [sender.organisationNumber, sender]));
    this.suppliers = new Map(suppliers.map((supplier) => [supplier.organisationNumber, supplier]));
  }

  find(organisationNumber: string): Sender | undefined {
    return this.senders.get(organisationNumber);
  }

  all(): readonly Sender[] {
    return [...this.senders.values()];
  }

  allSuppliers(): readonly Supplier[] {
    return [...this.suppliers.values()];
  }

  /** Everyone with a receipts queue and a signing certificate: senders and suppliers. */
  organisationNumbers(): readonly string[] {
    return [...new Set([...this.senders.keys(), ...this.suppliers.keys()])];
  }

  profileOf(organisationNumber: string): SenderProfileName | undefined {
    return this.find(organisationNumber)?.profile;
  }

  returnAddressOf(organisationNumber: string): PostalAddress | undefined {
    return this.find(organisationNumber)?.returnAddress;
  }

  /** Undefined when `user` may send this; `user` undefined means that the broker named none. */
  refusal(user: string | undefined, organisationNumber: string, supplier?: string): SenderRefusal | undefined {
    const sender = this.find(organisationNumber);
    if (!sender) return 'SENDER_NOT_REGISTERED';
    const delegation = this.delegationRefusal(sender, supplier);
    if (delegation !== undefined) return delegation;
    if (user === undefined) return 'NO_USER_ID';
    const users = supplier === undefined ? sender.amqpUsers : (this.suppliers.get(supplier)?.amqpUsers ?? []);
    return users.includes(user) ? undefined : 'SENDER_USER_MISMATCH';
  }

  /** As `refusal`, for letters whose caller is known otherwise (HTTP token, REQUIRE_USER_ID=false). */
  refusalWithoutUser(organisationNumber: string, supplier?: string): SenderRefusal | undefined {
    const sender = this.find(organisationNumber);
    return sender ? this.delegationRefusal(sender, supplier) : 'SENDER_NOT_REGISTERED';
  }

  private delegationRefusal(sender: Sender, supplier: string | undefined): SenderRefusal | undefined {
    if (supplier === undefined || sender.suppliers.includes(supplier)) return undefined;
    return 'SUPPLIER_NOT_DELEGATED';
  }
}
