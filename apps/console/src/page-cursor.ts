/** Where a page ended, as an opaque text: keyset paging stays exact while letters arrive. */
export interface PagePosition {
  readonly receivedAt: Date;
  readonly id: string;
}

export function pageCursor(position: PagePosition): string {
  return Buffer.from(`${position.receivedAt.toISOString()} ${position.id}`).toString('base64url');
}

/** Undefined when it is none of ours: the first page then. */
export function readPageCursor(cursor: string | undefined): PagePosition | undefined {
  if (cursor === undefined) return undefined;
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const receivedAt = new Date(time);
  return Number.isNaN(receivedAt.getTime()) || !/^[0-9a-f-]{36}$/.test(id) ? undefined : { receivedAt, id };
}
