import { describe, expect, it } from '@jest/globals';
import { pageCursor, readPageCursor } from './page-cursor.js';

describe('the page cursor', () => {
  it('comes back as it went', () => {
    const position = { receivedAt: new Date('2026-11-22T02:00:00.123Z'), id: 'a5f1c1de-0000-4000-8000-000000000001' };
    expect(readPageCursor(pageCursor(position))).toEqual(position);
  });

  it.each([undefined, '', 'nonsense', Buffer.from('2026-11-22T02:00:00Z not-an-id').toString('base64url')])(
    'reads %j as the first page',
    (cursor) => {
      expect(readPageCursor(cursor)).toBeUndefined();
    },
  );
});
