const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const words = 'order invoice customer shipped late again please deliver morning house report'.split(
  ' ',
);

/** Draws from a source of numbers. */
export class Draw {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** From 0 to before `limit`. */
  whole(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  of<const T>(choices: readonly T[]): T {
    return choices[this.whole(choices.length)] as T;
  }

  /** Small letters and digits, at least one of each. */
  letters(count: number): string {
    let text = 'k7';
    while (text.length < count) text += alphabet[this.whole(alphabet.length)];
    return text;
  }

  digits(count: number): string {
    let text = '';
    while (text.length < count) text += String(this.whole(10));
    return text;
  }

  hex(count: number): string {
    let text = '';
    while (text.length < count) text += this.whole(16).toString(16);
    return text;
  }

  words(count: number): string {
    return Array.from({ length: count }, () => this.of(words)).join(' ');
  }

  /** Words of that many characters. */
  filler(length: number): string {
    return 'late again '.repeat(Math.ceil(length / 11)).slice(0, length);
  }

  /** Sixteen digits whose check digit is right. */
  pan(): string {
    const digits = `4${this.digits(14)}`;
    for (let last = 0; last < 10; last += 1) {
      if (luhn(digits + last) === 0) return digits + last;
    }
    return digits;
  }
}

/** What the check digit of a number is off by; 0 if it is right. */
export function luhn(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10;
}
