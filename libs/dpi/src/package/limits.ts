/** What a dokumentpakke may be (DPI reference 3.1, 3.2), for what we write and for what we read. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** One hoveddokument and 200 vedlegg. */
export const MAX_PACKAGE_DOCUMENTS = 201;
/** The 50 MB of the specification, on the encrypted bytes. */
export const MAX_PACKAGE_BYTES = 50 * 1000 * 1000;
/** href of the manifest, which is the name in the container. */
export const NAME_LENGTH: Range = { least: 4, most: 100 };
export const MEDIA_TYPE_LENGTH: Range = { least: 1, most: 100 };
export const TITLE_LENGTH: Range = { least: 1, most: 255 };

/** Counts characters as XML Schema does, of which one may be two UTF-16 units. */
export function within(value: string, { least, most }: Range): boolean {
  const characters = Array.from(value).length;
  return characters >= least && characters <= most;
}
