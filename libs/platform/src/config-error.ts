/** A boot stops on this: every bad or missing variable by name and rule, never its value. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(
      `The configuration is not complete:\n${problems.map((problem) => `  ${problem.name}: ${problem.rule}`).join('\n')}\n` +
        'Set the variables named above (or <NAME>_FILE for secrets) and start again; docs/configuration.md lists them all.',
    );
    this.name = 'ConfigurationError';
  }
}

export interface ConfigurationProblem {
  /** Name of the environment variable, or `file:line` of a configuration file. */
  readonly name: string;
  readonly rule: string;
}
