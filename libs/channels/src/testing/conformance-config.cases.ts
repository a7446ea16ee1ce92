import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '#platform/config-error.js';
import type { ConformanceHarness } from './conformance.harness.js';

export function describeConfigCases(harness: ConformanceHarness): void {
  const { load, required } = harness.subject.config;

  function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
    try {
      load(environment);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return error.problems.map((problem) => problem.name);
    }
  }

  describe('configuration', () => {
    it('is complete with the required variables', () => {
      expect(problemsOf(required)).toEqual([]);
    });

    it('without any names every required variable, all at once', () => {
      expect([...problemsOf({})].sort()).toEqual(Object.keys(required).sort());
    });

    it.each(Object.keys(required))('without %s names it', (name) => {
      const others = Object.fromEntries(Object.entries(required).filter(([key]) => key !== name));
      expect(problemsOf(others)).toEqual([name]);
    });
  });

  describe('descriptor', () => {
    it('declares its own channel and something that it can carry', () => {
      const { capabilities, id } = harness.descriptor;
      expect(capabilities.channel).toBe(id);
      expect(capabilities.recipients.length).toBeGreaterThan(0);
      expect(capabilities.mediaTypes).toContain('application/pdf');
      expect(capabilities.maxDocuments).toBeGreaterThan(0);
    });
  });
}
