// Named checks in the words of cargo's test harness, so that one summary counts all tests of the project.

export class Report {
  #group;
  #say;
  #passed = 0;
  #failed = 0;

  constructor(group, say = console.log) {
    this.#group = group;
    this.#say = say;
  }

  /** Runs one check. A failure is printed and counted; the checks after it still run. */
  async check(name, run) {
    const title = `test ${this.#group}: ${name} ...`;
    try {
      const value = await run();
      this.#passed += 1;
      this.#say(`${title} ok`);
      return value;
    } catch (error) {
      this.#failed += 1;
      this.#say(`${title} FAILED`);
      this.#say(indent(error?.errors?.length ? JSON.stringify(error.errors) : (error?.stack ?? String(error))));
      return undefined;
    }
  }

  /** Says why a check does not run. */
  leaveOut(name, reason) {
    this.#say(`left out ${this.#group}: ${name} (${reason})`);
  }

  /** Prints the totals; the process fails when a check failed or when none ran. */
  finish() {
    const word = this.#failed === 0 && this.#passed > 0 ? 'ok' : 'FAILED';
    this.#say(`test result: ${word}. ${this.#passed} passed; ${this.#failed} failed; 0 ignored`);
    process.exitCode = word === 'ok' ? 0 : 1;
  }
}

function indent(text) {
  return text.split('\n').map(line => `    ${line}`).join('\n');
}

/** Waits until `probe` gives something true; fails with what was waited for when time is up. */
export async function until(what, probe, limit = 15_000) {
  const end = Date.now() + limit;
  let last;
  while (Date.now() < end) {
    try {
      const value = await probe();
      if (value) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${limit / 1000} s for: ${what}; last seen: ${last}`);
}

/** The claims of a token, or its header. */
export function part(token, index = 1) {
  return JSON.parse(Buffer.from(token.split('.')[index], 'base64url').toString());
}
