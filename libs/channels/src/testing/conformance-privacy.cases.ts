import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import type { Failure } from '#domain/failure.js';
import type { DepositTarget } from '../deposit-order.js';
import type { FaultMode } from '../simulation/faults.js';
import type { ConformanceHarness } from './conformance.harness.js';
import { aDocument } from './order-builder.js';

const TROUBLE: readonly FaultMode[] = ['error-500', 'error-429', 'reset', 'reject', 'drop-after-accept'];
/** How deep a logger may follow an error's causes. */
const DEPTH = 6;

export function describePrivacyCases(harness: ConformanceHarness): void {
  describe('privacy', () => {
    it('no identifier, name, street or secret is in a failure or in the log, whatever goes wrong', async () => {
      const failures: Failure[] = [];
      const titles: string[] = [];
      for (const mode of TROUBLE) {
        for (const target of Object.values(harness.context.targets)) {
          harness.fault(mode);
          const title = `Tittel ${mode}`;
          titles.push(title);
          const result = await harness.deposit(
            harness.order({ target, letter: { title }, documents: [aDocument({ text: 'innhold' })] }),
          );
          harness.calm();
          if (!result.ok) failures.push(result.error);
        }
      }
      expect(failures.length).toBeGreaterThan(0);
      const said = inspect(failures, { depth: DEPTH }) + harness.context.logged();
      const personal = Object.values(harness.context.targets).flatMap(personalData);
      const seen = [...personal, ...titles, ...harness.context.secrets].filter(
        (value) => value !== '' && said.includes(value),
      );
      // Lengths, since a failing test would print what must not be printed.
      expect(seen.map((value) => value.length)).toEqual([]);
    }, 30_000);

    it('every failure has a stable code and says what to do', async () => {
      harness.fault('reset');
      const result = await harness.deposit(harness.order());
      if (result.ok) throw new Error('Expected a failure.');
      expect(result.error.code).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect(result.error.text.length).toBeGreaterThan(20);
    });
  });
}

function personalData(target: DepositTarget): string[] {
  switch (target.kind) {
    case 'mailbox':
      return [target.mailbox.address];
    case 'person':
      return [target.personIdentifier];
    case 'organisation':
      return [];
    case 'postal':
      return [target.address.name, ...target.address.lines];
  }
}
