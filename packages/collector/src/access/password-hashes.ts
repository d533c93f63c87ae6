import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { Problem } from '../problem/problem.ts';
import { sameHash } from './secret.ts';

/**
 * What OWASP asks of scrypt at least: N 2^17, r 8, p 1, which is 128 MiB and some tenths of a second
 * (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html, as of 2025).
 */
const cost = { ln: 17, r: 8, p: 1 } as const;
const hashBytes = 32;

/** How many are computed at once, at 128 MiB each, and how many more may wait for that. */
const atOnce = 2;
const waitingLimit = 20;

interface Kept {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/**
 * Makes and checks what is kept of passwords: the text `$scrypt$ln=17,r=8,p=1$SALT$HASH`. It says
 * how it was made, so that the cost can be raised and older texts stay good.
 */
export class PasswordHashes {
  /** Compared with when there is nothing to compare with. Nothing hashes to it. */
  readonly #nobodys: Kept = { ...cost, salt: randomBytes(16), hash: randomBytes(hashBytes) };
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** @throws Problem `BUSY` if too many wait already; so does {@link verify}. */
  async make(password: string): Promise<string> {
    const salt = randomBytes(16);
    const hash = await this.#compute(password, { ...cost, salt });
    const parameters = `ln=${cost.ln},r=${cost.r},p=${cost.p}`;
    return `$scrypt$${parameters}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
  }

  /** Whether it is the password. With `null` it never is, and to find that out takes as long. */
  async verify(password: string, kept: string | null): Promise<boolean> {
    const wanted = read(kept) ?? this.#nobodys;
    return sameHash(await this.#compute(password, wanted), wanted.hash);
  }

  async #compute(password: string, { ln, r, p, salt }: Omit<Kept, 'hash'>): Promise<Buffer> {
    await this.#turn();
    try {
      const N = 2 ** ln;
      return await scrypted(password, salt, { N, r, p, maxmem: 256 * r * (N + p) });
    } finally {
      // The place goes to who waits longest, so that nobody can slip in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #turn(): Promise<void> {
    if (this.#running < atOnce) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= waitingLimit) {
      throw new Problem('BUSY', 'Too many passwords are being checked.');
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

// Signs that look the same may come as different characters from different keyboards.
function scrypted(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}

function read(kept: string | null): Kept | null {
  const found = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(kept ?? '');
  if (found === null) return null;
  const [, ln, r, p, salt = '', hash = ''] = found;
  return {
    ln: Number(ln),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  };
}
