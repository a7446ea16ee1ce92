import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ConfigurationError, type ConfigurationProblem } from './config-error.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads one class-validator DTO from the environment. Each property is the variable of the same name in
 * SCREAMING_SNAKE_CASE behind `prefix` (`baseUrl` of prefix `KRR_` is `KRR_BASE_URL`); `<NAME>_FILE` names a file that
 * holds the value, as secrets should be given. Unset variables leave the property's default. Throws
 * ConfigurationError that names every bad variable and never a value.
 */
export function loadConfig<Config extends object>(
  type: new () => Config,
  environment: Environment,
  prefix = '',
): Config {
  const defaults = new type();
  const problems: ConfigurationProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const property of configProperties(type, defaults)) {
    const value = readVariable(prefix + toVariable(property), environment, problems);
    if (value !== undefined) values[property] = coerce(value, kindOf(type, property, defaults));
  }
  const config = plainToInstance(type, { ...defaults, ...values });
  for (const error of validateSync(config, { forbidUnknownValues: true })) {
    const rules = Object.values(error.constraints ?? { invalid: 'is not valid' });
    problems.push({
      name: prefix + toVariable(error.property),
      rule: rules.map((rule) => rule.replace(error.property, 'it')).join('; '),
    });
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return config;
}

/** A value that does not convert stays as it is, so that the validator names the variable. */
function coerce(value: string, kind: string): unknown {
  if (kind === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  if (kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

/** By the default where there is one, else by the declared type that the decorators leave behind. */
function kindOf(type: new () => object, property: string, defaults: object): string {
  const fallback: unknown = Object.entries(defaults).find(([name]) => name === property)?.[1];
  if (fallback !== undefined) return typeof fallback;
  const declared: unknown = Reflect.getMetadata('design:type', type.prototype as object, property);
  return declared === Number ? 'number' : declared === Boolean ? 'boolean' : 'string';
}

/** Property names with a default plus those declared by `configKeys` for required ones without a default. */
function configProperties(type: { configKeys?: readonly string[] } & (new () => object), defaults: object): string[] {
  return [...new Set([...Object.keys(defaults), ...(type.configKeys ?? [])])];
}

function readVariable(name: string, environment: Environment, problems: ConfigurationProblem[]): string | undefined {
  const direct = environment[name];
  if (direct !== undefined && direct !== '') return direct;
  const file = environment[`${name}_FILE`];
  if (file === undefined || file === '') return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    problems.push({ name: `${name}_FILE`, rule: 'names a file that cannot be read' });
    return undefined;
  }
}

function toVariable(property: string): string {
  return property.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}
