// Chance with a seed: the same seed makes the same cases.

export class Chance {
  #state;

  constructor(seed) {
    this.#state = Number(BigInt(seed) & 0xffffffffn) ^ 0x9e3779b9;
  }

  /** A number from 0 to 1. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number below `limit`. */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  /** Whether something with this probability happens. */
  happens(probability) {
    return this.next() < probability;
  }

  /** One of these. */
  of(...choices) {
    return choices[this.below(choices.length)];
  }
}
