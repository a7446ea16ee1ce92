/**
 * What a person sees while something takes long: a line with a spinner and seconds on a terminal; on anything else a
 * line at the start, one every ten seconds and one at the end, so that a CI log shows where the time went.
 */
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const SPINNER_MS = 100;
const PLAIN_LINE_MS = 10_000;

let stream = process.stdout;
let active;

// `| head` closes the pipe; what we started must still be stopped in order, so the work goes on unseen.
process.stdout.on('error', () => undefined);

/** `status --json` and the like keep standard output for the result. */
export function progressTo(target) {
  stream = target;
}

/** One plain line, above the progress line when there is one. */
export function say(line = '') {
  const spinner = active instanceof SpinnerLine ? active : undefined;
  stream.write(`${spinner === undefined ? '' : '\r\u001B[K'}${line}\n`);
  spinner?.draw();
}

/**
 * Runs `action` under a progress line. `action` gets a function that changes the detail after the title. Whatever it
 * throws is thrown on. `isGood` tells from the result whether the line ends with a tick.
 * A step inside a step is a detail of the outer one.
 */
export async function step(title, action, isGood = () => true) {
  if (active !== undefined) {
    active.update(title);
    return action((detail) => active?.update(`${title}, ${detail}`));
  }
  const line = stream.isTTY ? new SpinnerLine(title) : new PlainLines(title);
  active = line;
  try {
    const result = await action((detail) => line.update(detail));
    line.end(isGood(result) ? '✓' : '✗');
    return result;
  } catch (error) {
    line.end('✗');
    throw error;
  } finally {
    active = undefined;
  }
}

/** `1.2 s`, `2 min 5 s` */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

class SpinnerLine {
  constructor(title) {
    this.title = title;
    this.detail = '';
    this.startedAt = performance.now();
    this.frame = 0;
    this.timer = setInterval(() => this.draw(), SPINNER_MS);
    this.timer.unref();
    this.draw();
  }

  update(detail) {
    this.detail = detail;
  }

  draw() {
    this.frame = (this.frame + 1) % FRAMES.length;
    const seconds = Math.floor((performance.now() - this.startedAt) / 1000);
    const text = `${FRAMES[this.frame]} ${this.title}${this.detail === '' ? '' : ` · ${this.detail}`} ${seconds} s`;
    stream.write(`\r\u001B[K${text.slice(0, (stream.columns || 80) - 1)}`);
  }

  end(mark) {
    clearInterval(this.timer);
    stream.write(`\r\u001B[K${mark} ${this.title} (${duration(performance.now() - this.startedAt)})\n`);
  }
}

class PlainLines {
  constructor(title) {
    this.title = title;
    this.detail = '';
    this.startedAt = performance.now();
    say(`· ${title}`);
    this.timer = setInterval(() => {
      const detail = this.detail === '' ? '' : `: ${this.detail}`;
      say(`  … ${this.title}${detail} (${duration(performance.now() - this.startedAt)})`);
    }, PLAIN_LINE_MS);
    this.timer.unref();
  }

  update(detail) {
    this.detail = detail;
  }

  end(mark) {
    clearInterval(this.timer);
    say(`${mark} ${this.title} (${duration(performance.now() - this.startedAt)})`);
  }
}
