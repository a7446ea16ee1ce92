/** Identifiers of XML Signature and XAdES, and which algorithms the DPI profile has (DPI reference 3.3). */
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
/** Root of signatures.xml: generation 2 and generation 1 (DPI reference, appendix A 16). */
export const ASIC: ReadonlySet<string> = new Set([
  'http://uri.etsi.org/02918/v1.2.1#',
  'http://uri.etsi.org/2918/v1.2.1#',
]);
export const SIGNED_PROPERTIES = 'http://uri.etsi.org/01903#SignedProperties';
export const SHA1 = `${DS}sha1`;
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
/** What we write; CANONICAL_XML (xml/canonical-xml.ts) is what we read. */
export const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
export const MIN_RSA_BITS = 2048;
