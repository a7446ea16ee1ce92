import { IsInt, IsString, Min, MinLength } from 'class-validator';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from './config-error.js';
import { loadConfig } from './load-config.js';

class SampleConfig {
  static readonly configKeys = ['masterKey'];

  @IsInt()
  @Min(1)
  pollEveryMs = 500;

  @IsString()
  @MinLength(8)
  masterKey!: string;
}

describe('loadConfig', () => {
  it('reads SCREAMING_SNAKE_CASE behind the prefix, with defaults', () => {
    const config = loadConfig(SampleConfig, { X_MASTER_KEY: 'long enough', X_POLL_EVERY_MS: '20' }, 'X_');
    expect(config).toEqual({ masterKey: 'long enough', pollEveryMs: 20 });
    expect(loadConfig(SampleConfig, { X_MASTER_KEY: 'long enough' }, 'X_').pollEveryMs).toBe(500);
  });

  it('names every bad and missing variable, and no value', () => {
    const problem = problemOf({ POLL_EVERY_MS: 'often', MASTER_KEY: 'secret' });
    expect(problem.message).toContain('POLL_EVERY_MS');
    expect(problem.message).toContain('MASTER_KEY');
    expect(problem.message).not.toMatch(/often|: secret/);
    expect(problemOf({}).problems.map(({ name }) => name)).toEqual(['MASTER_KEY']);
  });

  it('says which file cannot be read, without its path', () => {
    const problem = problemOf({ MASTER_KEY_FILE: '/nowhere/at/all' });
    expect(problem.message).toContain('MASTER_KEY_FILE');
    expect(problem.message).not.toContain('/nowhere');
  });
});

function problemOf(environment: Record<string, string>): ConfigurationError {
  try {
    loadConfig(SampleConfig, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error('the configuration was accepted');
}
