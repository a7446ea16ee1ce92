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

export interface DigitalBody {
  readonly avsender: SbdSender;
  readonly mottaker: { readonly postkasseadresse: string };
  readonly dokumentpakkefingeravtrykk: { readonly digestMethod: string; readonly digestValue: string };
  readonly maskinportentoken: string;
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
