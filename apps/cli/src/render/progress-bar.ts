const WIDTH = 30;

/** `Reading a.pdf [█████░░░░░] 50 %`; `done` and `total` in any unit. */
export function progressBar(title: string, done: number, total: number): string {
  const share = total <= 0 ? 1 : Math.min(1, Math.max(0, done / total));
  const filled = Math.round(share * WIDTH);
  return `${title} [${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}] ${Math.floor(share * 100)} %`;
}
