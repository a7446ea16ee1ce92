import type { Command } from './command.js';
import { deadDrop } from './commands/dead-drop.command.js';
import { deadList } from './commands/dead-list.command.js';
import { deadReplay } from './commands/dead-replay.command.js';
import { deadShow } from './commands/dead-show.command.js';
import { newAdapter } from './commands/new-adapter.command.js';
import { packageInspect } from './commands/package-inspect.command.js';
import { routing } from './commands/routing.command.js';
import { send } from './commands/send.command.js';
import { status } from './commands/status.command.js';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  send,
  status,
  routing,
  deadList,
  deadShow,
  deadReplay,
  deadDrop,
  packageInspect,
  newAdapter,
];
