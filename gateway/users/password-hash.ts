/** Turns a password into what may be kept of it, and compares another one with that. */
import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/**
 * RFC 7914. 32 MiB and three times the work of one pass are what OWASP's Password Storage Cheat Sheet has beside argon2id:
 * about 0.2 s on a desktop computer, about 1 s on a Raspberry Pi 4.
 */
const usual: Cost = { log2N: 15, r: 8, p: 3 }
const hashBytes = 32
export const saltBytes = 16

interface Cost {
  log2N: number
  r: number
  p: number
}

/** `$scrypt$ln=15,r=8,p=3$salt$hash`, as passlib and others write it: the cost stands beside the hash and may grow. */
const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,88})\$([A-Za-z0-9+/]{43})$/

export function isPasswordHash(text: string): boolean {
  return read(text) !== null
}

/** `salt`: random bytes, of this password alone. */
export async function hashPassword(password: string, salt: Buffer): Promise<string> {
  const hash = await derived(password, salt, usual)
  const { log2N, r, p } = usual
  return `$scrypt$ln=${log2N},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}`
}

/** False for a text that is no hash. Takes as long for a wrong password as for the right one. */
export async function isPasswordOf(text: string, password: string): Promise<boolean> {
  const kept = read(text)
  if (kept === null) return false
  return timingSafeEqual(await derived(password, kept.salt, kept.cost), kept.hash)
}

/** Costs what a comparison costs, and says nothing: a name that nobody has must not be told by time. */
export async function compareWithNobody(password: string): Promise<false> {
  await derived(password, Buffer.alloc(saltBytes), usual)
  return false
}

function read(text: string): { cost: Cost; salt: Buffer; hash: Buffer } | null {
  const [, log2N = '', r = '', p = '', salt = '', hash = ''] = form.exec(text) ?? []
  const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) }
  // A file that somebody wrote into must not take all memory.
  if (cost.log2N < 10 || cost.log2N > 17 || cost.r < 1 || cost.r > 8 || cost.p < 1 || cost.p > 16) return null
  return { cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
}

function derived(password: string, salt: Buffer, { log2N, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** log2N
  const options: ScryptOptions = { N, r, p, maxmem: 128 * N * r + 128 * r * p + 1024 * 1024 }
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hashBytes, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
