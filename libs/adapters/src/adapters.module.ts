import { Module, type DynamicModule } from '@nestjs/common';
import type { ChannelsFile } from '#channels/channels-file.js';
import { ConfigurationError, type ConfigurationProblem } from '#platform/config-error.js';
import type { Environment } from '#platform/load-config.js';
import { adapterFolders, importAdapter } from './adapter-folders.js';

/**
 * All enabled providers. Only these are registered, so the configuration of a disabled provider is not asked for. Every
 * folder's problems are gathered first: an operator wants one list, not one restart per variable.
 */
@Module({})
export class AdaptersModule {
  static async fromFolders(environment: Environment, enabled: ChannelsFile): Promise<DynamicModule> {
    const folders = new Set(await adapterFolders());
    const problems: ConfigurationProblem[] = [];
    const imports: DynamicModule[] = [];
    for (const [id, settings] of enabled.providers) {
      if (!folders.has(id)) {
        const known = [...folders].join(', ');
        problems.push({
          name: `${enabled.path}:${String(settings.line)}`,
          rule: `"${id}" is not a provider; known are ${known}`,
        });
      } else if (settings.enabled) {
        const adapter = await importAdapter(id);
        try {
          imports.push(adapter.register(environment));
        } catch (error) {
          if (!(error instanceof ConfigurationError)) throw error;
          problems.push(...error.problems);
        }
      }
    }
    if (problems.length > 0) throw new ConfigurationError(distinct(problems));
    return { module: AdaptersModule, global: true, imports, exports: imports };
  }
}

/** Two folders may share a variable (the DPI mailboxes do); it is missing once. */
function distinct(problems: readonly ConfigurationProblem[]): readonly ConfigurationProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.name}: ${problem.rule}`, problem])).values()];
}
