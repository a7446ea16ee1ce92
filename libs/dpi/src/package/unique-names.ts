/**
 * Names that stay different for a provider that compares carelessly: e-Boks without case (DPI reference 3.1), others
 * perhaps after composing accents or squeezing spaces. A name that is there already gets a number.
 */
export class UniqueNames {
  private readonly taken = new Set<string>();

  /** The first of `numbered('')`, `numbered(' (2)')`, `numbered(' (3)')` … that is not there yet; there from now on. */
  take(numbered: (number: string) => string): string {
    for (let number = 1; ; number += 1) {
      const name = numbered(number === 1 ? '' : ` (${String(number)})`);
      const key = comparable(name);
      if (this.taken.has(key)) continue;
      this.taken.add(key);
      return name;
    }
  }
}

/** Upper case first: it makes one of letters that lower case keeps apart, such as ß and ss, or the two sigmas. */
function comparable(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC').replace(/\s+/g, ' ').trim();
}
