/** The parts of a gen-2 StandardBusinessDocument that we write and read (DPI reference 2). */
export interface OrganisationIdentifier {
  readonly authority: 'iso6523-actorid-upis';
  /** `0192:<nine digits>` */
  readonly value: string;
}

export interface SbdHeader {
  readonly headerVersion: '1.0';
  readonly sender: readonly [{ readonly identifier: OrganisationIdentifier }];
  readonly receiver: readonly [{ readonly identifier: OrganisationIdentifier }];
  readonly documentIdentification: {
    readonly standard: string;
    readonly typeVersion: '1.0';
    /** meldingsid: unique per message. */
    readonly instanceIdentifier: string;
    readonly type: string;
    readonly creationDateAndTime: string;
  };
  readonly businessScope: { readonly scope: readonly [SbdScope] };
}

export interface SbdScope {
  readonly type: 'ConversationId';
  /** konversasjonsid: the same in the message and in everything said about it. */
  readonly instanceIdentifier: string;
  readonly identifier: string;
  readonly scopeInformation?: readonly { readonly expectedResponseDateTime?: string }[];
}

export interface SbdSender {
  readonly virksomhetsidentifikator: OrganisationIdentifier;
  readonly avsenderidentifikator?: string;
  readonly fakturaReferanse?: string;
}

/** What every message with a dokumentpakke says about it. */
export interface LetterBody {
  readonly avsender: SbdSender;
  readonly dokumentpakkefingeravtrykk: SbdFingerprint;
  readonly maskinportentoken: string;
}

export interface SbdFingerprint {
  readonly digestMethod: string;
  /** Base64 SHA-256 of the CMS bytes. */
  readonly digestValue: string;
}

export interface DigitalBody extends LetterBody {
  readonly mottaker: { readonly postkasseadresse: string };
  readonly sikkerhetsnivaa: 3 | 4;
  readonly virkningsdato?: string;
  readonly virkningstidspunkt?: string;
  readonly aapningskvittering?: boolean;
  readonly ikkesensitivtittel: string;
  readonly spraak: string;
  readonly varsler?: SbdNotices;
}

export interface SbdNotices {
  readonly epostvarsel?: {
    readonly epostadresse: string;
    readonly varslingstekst: string;
    readonly repetisjoner: readonly number[];
  };
  readonly smsvarsel?: {
    readonly mobiltelefonnummer: string;
    readonly varslingstekst: string;
    readonly repetisjoner: readonly number[];
  };
}

export interface PrintBody extends LetterBody {
  readonly mottaker: SbdPostalAddress;
  readonly utskriftstype: 'SORT_HVIT' | 'FARGE';
  readonly posttype?: 'A' | 'B';
  readonly retur: {
    readonly mottaker: SbdPostalAddress;
    /** Returned as it is, or scanned, shredded and told by a returpostkvittering. */
    readonly returposthaandtering: 'DIREKTE_RETUR' | 'MAKULERING_MED_MELDING';
  };
}

/** adresseInformasjon: Norwegian with postnummer and poststed, foreign with land or landkode; never both. */
export interface SbdPostalAddress {
  readonly navn: string;
  /** Lines have at most 100 characters. */
  readonly adresselinje1: string;
  readonly adresselinje2?: string;
  readonly adresselinje3?: string;
  readonly adresselinje4?: string;
  /** Four digits. */
  readonly postnummer?: string;
  readonly poststed?: string;
  readonly land?: string;
  /** Two letters. */
  readonly landkode?: string;
}

/** A letter that the citizen takes along from one mailbox provider to another; never to or from a sender. */
export interface MovedBody extends DigitalBody {
  readonly tidspunkt: string;
  /** The day on which the first mailbox got it. */
  readonly mottakstidspunkt: string;
  readonly aapnet?: boolean;
}

export interface ReceiptBody {
  readonly avsender: SbdSender;
  readonly mottaker: {
    readonly virksomhetsidentifikator: OrganisationIdentifier;
    readonly motakeridentifikator?: string;
  };
  readonly tidspunkt: string;
  readonly varslingskanal?: 'epost' | 'sms';
  readonly beskrivelse?: string;
  readonly feiltype?: 'KLIENT' | 'SERVER';
  readonly detaljer?: string;
}

export interface Sbd<Type extends string, Body> {
  readonly standardBusinessDocument: { readonly standardBusinessDocumentHeader: SbdHeader } & Readonly<
    Record<Type, Body>
  >;
}

export type DigitalSbd = Sbd<'digital', DigitalBody>;
export type PrintSbd = Sbd<'utskrift', PrintBody>;
