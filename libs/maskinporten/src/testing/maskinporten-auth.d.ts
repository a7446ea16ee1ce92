/** The published client has no types of its own. */
declare module '@vtfk/maskinporten-auth' {
  export interface MaskinportenAuthOptions {
    /** The token endpoint. */
    readonly url: string;
    /** Base64 of the PEM. */
    readonly pemcert: string;
    /** Base64 of the PEM. */
    readonly pemprivateKey: string;
    readonly audience: string;
    /** The client id. */
    readonly issuer: string;
    readonly scope: string;
  }
  export default function getToken(
    options: MaskinportenAuthOptions,
  ): Promise<{ readonly access_token: string; readonly token_type: string; readonly expires_in: number }>;
}
