import { inRepository } from './paths.mjs';
import { mustRun } from './run.mjs';

const TEN_MINUTES = 600_000;

/** What npm run bench measures: `[{ name, title, measure({ rounds }), lines(result) }]`; names are the keys of bench.json. */
export const BENCHES = [
  {
    name: 'pack',
    title: 'packing letters of 100 KiB, and one of 50 MB',
    measure: async ({ rounds }) => {
      const rates = await child('pack.bench.js', [String(rounds)]);
      const memory = await child('pack-memory.bench.js', [], ['--expose-gc']);
      return { ...rounded(rates), ratio: Math.round((100 * rates.ours) / rates.floor) / 100, ...memory };
    },
    lines: ({ ours, floor, ratio, extraMb, packageMb }) => [
      'pack a letter of 100 KiB (letters/s)',
      `  ours                              ${ours}`,
      `  floor: its RSA and AES alone      ${floor}`,
      `  ours / floor                      ${ratio}   (0.7 is wanted)`,
      `pack and write a letter of ${packageMb} MB`,
      `  extra memory at its peak          ${extraMb} MB   (under 64 is wanted)`,
    ],
  },
  {
    name: 'lookUps',
    title: 'looking up the recipients of 10,000 letters that arrive together',
    measure: () => child('look-ups.bench.js', ['10000']),
    lines: ({ letters, seconds, krr, folkeregisteret }) => [
      `register calls for ${letters} letters published at once (all decided in ${seconds} s)`,
      `  KRR                               ${krr}   (at most ${letters / 500} are wanted)`,
      `  Folkeregisteret                   ${folkeregisteret}`,
    ],
  },
];

/** Each bench is a process of its own: the heap and thread pool of one must not weigh on another. */
async function child(file, args, nodeOptions = []) {
  const script = inRepository('dist', 'test', 'bench', file);
  const { stdout } = await mustRun(process.execPath, [...nodeOptions, script, ...args], { timeoutMs: TEN_MINUTES });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

function rounded(rates) {
  return Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, Math.round(rate)]));
}
