import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** OWASP's scrypt setting of 32 MiB: N = 2^15, r = 8, p = 3. */
const COST = { log2N: 15, r: 8, p: 3 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const MAX_AT_ONCE = 2;

export const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 1_000;

type Cost = Readonly<{ log2N: number; r: number; p: number }>;
type Stored = Cost & Readonly<{ salt: Buffer; hash: Buffer }>;

/** A hash to keep, as a PHC string: `$scrypt$ln=15,r=8,p=3$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST, HASH_BYTES);
  return `$scrypt$ln=${COST.log2N},r=${COST.r},p=${COST.p}$${encode(salt)}$${encode(hash)}`;
}

/** True when the password is the one behind the hash. Without a hash it works as long and says no. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const known = stored === null ? null : parse(stored);
  // A person's typing may compose letters otherwise than the day before; a longer text is nobody's password.
  const isPossible = password.length <= MAX_PASSWORD_LENGTH;
  const against = known ?? { ...COST, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };
  const derived = await derive(isPossible ? password : "", against.salt, against, against.hash.length);
  return timingSafeEqual(derived, against.hash) && known !== null && isPossible;
}

/** Why this can't be a password, in words; null = it can. */
export function refusePassword(password: string): string | null {
  if (Array.from(password).length < MIN_PASSWORD_LENGTH) {
    return `The password needs ${MIN_PASSWORD_LENGTH} characters or more.`;
  }
  if (password.length > MAX_PASSWORD_LENGTH) {
    return `The password may have ${MAX_PASSWORD_LENGTH} characters at most.`;
  }
  return null;
}

const FORMAT = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{8,})\$([A-Za-z0-9+/]{22,})$/;

function parse(stored: string): Stored | null {
  const [, log2N, r, p, salt, hash] = FORMAT.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) return null;
  return {
    log2N: Number(log2N),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, "base64"),
    hash: Buffer.from(hash, "base64"),
  };
}

function encode(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}

let running = 0;
const waiting: (() => void)[] = [];

/** Few at once: each takes 32 MiB and a thread that file reads need too. */
async function derive(password: string, salt: Buffer, cost: Cost, length: number): Promise<Buffer> {
  if (running >= MAX_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await runScrypt(password, salt, cost, length);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function runScrypt(password: string, salt: Buffer, cost: Cost, length: number): Promise<Buffer> {
  const N = 2 ** cost.log2N;
  const options = { N, r: cost.r, p: cost.p, maxmem: 256 * N * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, length, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
