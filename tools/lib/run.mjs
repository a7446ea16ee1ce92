import { spawn } from 'node:child_process';
import { accessSync, constants, createWriteStream } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ROOT } from './paths.mjs';

const KEPT_OUTPUT = 4 * 1024 * 1024;
const children = new Set();

/**
 * Runs one command to its end and returns `{ code, stdout, stderr, timedOut }`; never throws for an exit code.
 * `logFile` also gets everything it prints, `onLine` every line. A command over `timeoutMs` is killed with its children.
 * `discardOutput` is for starters of daemons: a daemon that inherits a pipe would keep this from ever ending.
 */
export function run(command, args, options = {}) {
  const { cwd = ROOT, env = process.env, input, timeoutMs, logFile, onLine, uid, gid, discardOutput } = options;
  return new Promise((resolve) => {
    // Its own process group, so that a time-out or Ctrl-C ends what it has started too.
    const output = discardOutput ? 'ignore' : 'pipe';
    const child = spawn(command, args, {
      cwd,
      env,
      uid,
      gid,
      detached: true,
      stdio: [input ? 'pipe' : 'ignore', output, output],
    });
    const result = { code: 1, stdout: '', stderr: '', timedOut: false };
    const log = logFile === undefined ? undefined : createWriteStream(logFile);
    children.add(child);
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            result.timedOut = true;
            killGroup(child, 'SIGKILL');
          }, timeoutMs);
    for (const name of discardOutput ? [] : ['stdout', 'stderr']) {
      child[name].setEncoding('utf8');
      child[name].on('data', (text) => {
        result[name] = (result[name] + text).slice(-KEPT_OUTPUT);
        log?.write(text);
        if (onLine) for (const line of text.split('\n')) if (line.trim() !== '') onLine(line.trim());
      });
    }
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (code) => finish(code ?? 1));
    if (input) child.stdin.end(input);

    function finish(code, message) {
      clearTimeout(timer);
      children.delete(child);
      log?.end();
      if (message !== undefined) result.stderr += message;
      resolve({ ...result, code });
    }
  });
}

/** Like run(), but throws with the end of the output (or the slice `errorLines` of its lines) when the command fails. */
export async function mustRun(command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  const output = `${result.stdout}\n${result.stderr}`
    .trim()
    .split('\n')
    .slice(...(options.errorLines ?? [-15]))
    .join('\n');
  const why = result.timedOut ? 'took too long' : `ended with ${result.code}`;
  throw new Error(`${command} ${args.slice(0, 4).join(' ')} ${why}\n${output}`);
}

/** The full path of a program on PATH, or undefined. */
export function which(program) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function isRoot() {
  return process.getuid?.() === 0;
}

/** Ends every command still running; for Ctrl-C. */
export function killRunning() {
  for (const child of children) killGroup(child, 'SIGTERM');
}

function killGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}
