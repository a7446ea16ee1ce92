import { describe, expect, it } from '@jest/globals';
import { aDocument, anOrder, TEST_PERSON, type OrderWishes } from '#channels/testing/order-builder.js';
import type { LetterNotification } from '#domain/letter.js';
import { sentDetails } from './altinn-sent-details.js';

const target = { kind: 'person', personIdentifier: TEST_PERSON } as const;

function told(wishes: Partial<OrderWishes>): unknown {
  return sentDetails(anOrder({ target, ...wishes }));
}

describe('what the sent receipt tells of Altinn', () => {
  it('is nothing for a letter that is as it was written', () => {
    expect(told({})).toEqual({});
  });

  it.each<[LetterNotification, object]>([
    [
      { email: { text: 'E', repeatAfterDays: [0] } },
      { email: true, sms: false, repeatAfterDays: [0], subject: 'title' },
    ],
    [{ sms: { text: 'S', repeatAfterDays: [0, 3, 10] } }, { email: false, sms: true, repeatAfterDays: [0, 7] }],
    [
      { email: { text: 'E', repeatAfterDays: [0] }, sms: { text: 'S', repeatAfterDays: [5] } },
      { email: true, sms: true, repeatAfterDays: [0, 7], subject: 'title' },
    ],
  ])('is what Altinn makes of the notices %j', (notification, notices) => {
    expect(told({ letter: { notification } })).toEqual({ details: { notices } });
  });

  it('is which documents were renamed, without names', () => {
    const documents = ['vedtak.pdf', 'Vedtak.pdf', 'til:kari', 'CON.pdf', `${'😀'.repeat(127)}.pdf`].map((fileName) =>
      aDocument({ fileName }),
    );
    expect(told({ documents })).toEqual({
      details: {
        renamed: [
          { document: 2, fileName: '… (2).pdf' },
          { document: 3, fileName: '….pdf' },
          { document: 4, fileName: '_….pdf' },
          { document: 5, fileName: '….pdf' },
        ],
      },
    });
  });

  it('is which titles were cut, without titles', () => {
    const documents = [
      { ...aDocument(), title: '😀'.repeat(200) },
      { ...aDocument({ fileName: 'kart.pdf' }), title: 'Kart' },
    ];
    expect(told({ documents })).toEqual({ details: { renamed: [{ document: 1, title: '…' }] } });
  });
});
