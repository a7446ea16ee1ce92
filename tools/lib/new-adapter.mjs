import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inRepository } from './paths.mjs';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Writes libs/adapters/src/<name> from tools/templates/adapter and the provider's line in config/channels.yaml, switched
 * off: it has no address yet. Returns the files, relative to `root`. Throws when the name is not one, or taken.
 */
export function newAdapter(name, root = inRepository()) {
  if (!NAME.test(name)) {
    throw new Error(
      `"${name}" is not a provider id: lower-case letters and digits, with hyphens between, letter first`,
    );
  }
  const folder = join(root, 'libs', 'adapters', 'src', name);
  if (existsSync(folder)) throw new Error(`${relative(root, folder)} exists already`);
  const channels = join(root, 'config', 'channels.yaml');
  const lines = readFileSync(channels, 'utf8');
  if (new RegExp(`^${name}:`, 'm').test(lines))
    throw new Error(`config/channels.yaml has a line for "${name}" already`);
  const templates = inRepository('tools', 'templates', 'adapter');
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(templates).map((template) => {
    const file = join(folder, fill(template.replace(/\.tmpl$/, ''), name));
    writeFileSync(file, fill(readFileSync(join(templates, template), 'utf8'), name));
    return relative(root, file);
  });
  writeFileSync(channels, `${lines.trimEnd()}\n${name}: { enabled: false, concurrency: 8 }\n`);
  return [...files, relative(root, channels)];
}

/** `my-box`: `__id__` my-box, `__Name__` MyBox, `__NAME__` MY_BOX, `__Title__` My-box. */
function fill(text, name) {
  const words = name.split('-').map((word) => word[0].toUpperCase() + word.slice(1));
  return text
    .replaceAll('__id__', name)
    .replaceAll('__Name__', words.join(''))
    .replaceAll('__NAME__', name.replaceAll('-', '_').toUpperCase())
    .replaceAll('__Title__', name[0].toUpperCase() + name.slice(1));
}
