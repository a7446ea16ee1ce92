import { beforeAll, describe, expect, it } from '@jest/globals';
import { InMemoryWorld } from '#channels/simulation/in-memory-world.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { OffsetClock } from '#domain/clock.js';
import { GATEWAY_ORGANISATION } from '#maskinporten/simulated-clients.js';
import { AltinnLetters } from './altinn-letters.js';
import { searchLetters } from './letter-search.js';

const FIRST_MS = Date.UTC(2026, 0, 1);

describe('searchLetters', () => {
  const context = { world: new InMemoryWorld(), clock: new OffsetClock() } as unknown as SimulationContext;
  const letters = new AltinnLetters(context);
  const caller = {
    organisation: GATEWAY_ORGANISATION,
    scopes: new Set(['altinn:correspondence.write']),
    isRaw: false,
  };

  beforeAll(async () => {
    for (let number = 0; number < 1_200; number += 1) {
      const time = new Date(FIRST_MS + number * 1_000).toISOString();
      await letters.add({
        id: `letter-${String(number)}`,
        owner: GATEWAY_ORGANISATION,
        recipient: 'urn:altinn:person:identifier-no:20914695016',
        letter: {
          resourceId: 'meldingsformidler-brev',
          sendersReference: 'sak',
          content: { messageTitle: 'Vedtak', messageBody: 'Brev' },
        },
        attachmentIds: [],
        created: time,
        publishAt: time,
        stage: 'published',
        history: [{ status: 'Published', statusText: 'Published', statusChanged: time }],
        orders: [],
        isDueDateDone: false,
      });
    }
  });

  it('gives at most a thousand, those published last first', () => {
    const query = new URLSearchParams({ resourceId: 'urn:altinn:resource:meldingsformidler-brev', role: 'Sender' });
    const ids = searchLetters(query, caller, letters);
    expect(ids).toHaveLength(1_000);
    expect([ids[0], ids.at(-1)]).toEqual(['letter-1199', 'letter-200']);
  });
});
