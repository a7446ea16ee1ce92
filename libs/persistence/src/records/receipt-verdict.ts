/**
 * What became of a provider's receipt; it is kept in every case. `unmatched` fits no deposit (tried again when it is
 * told again), `refused` fits one whose letter cannot take it, `quarantined` could not be read or believed. `duplicate`
 * brought nothing that was not known, be it recorded or still unmatched. `early` is kept and must be told again, for
 * which it must not be confirmed: it came while the letter was being handed over.
 */
export type ReceiptVerdict = 'recorded' | 'duplicate' | 'unmatched' | 'quarantined' | 'refused' | 'early';
