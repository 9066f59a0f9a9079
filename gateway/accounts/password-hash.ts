/** Turns the password of an account into what may be kept of it, and compares another one with that. */
// Users of the proxy keep their scrypt hashes: what opens the pages shares neither form nor queue with what opens the proxy.
import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

/** RFC 9106; the cost that OWASP's Password Storage Cheat Sheet names first for argon2id: 19 MiB, two passes, one lane. */
const usual: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const hashBytes = 32
const saltBytes = 16

interface Cost {
  /** KiB. */
  memory: number
  passes: number
  parallelism: number
}

/** The PHC string form: the cost stands beside the hash and may grow. */
const form = /^\$argon2id\$v=19\$m=(\d{4,6}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/

export interface Passwords {
  hash(password: string): Promise<string>
  /** Costs the same for a wrong password, the right one, and where there is none to compare with (null). */
  isRight(kept: string | null, password: string): Promise<boolean>
}

export function createPasswords(random: (length: number) => Buffer): Passwords {
  return {
    async hash(password) {
      const salt = random(saltBytes)
      const { memory, passes, parallelism } = usual
      const hash = await derived(password, salt, usual)
      return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`
    },
    async isRight(kept, password) {
      const { cost, salt, hash } = (kept === null ? null : read(kept)) ?? nobody
      const isSame = timingSafeEqual(await derived(password, salt, cost), hash ?? Buffer.alloc(hashBytes))
      return isSame && hash !== null
    },
  }
}

interface Kept {
  cost: Cost
  salt: Buffer
  /** Null: nobody's, which no password is right for. */
  hash: Buffer | null
}

const nobody: Kept = { cost: usual, salt: Buffer.alloc(saltBytes), hash: null }

function read(text: string): Kept | null {
  const [, memory = '', passes = '', parallelism = '', salt = '', hash = ''] = form.exec(text) ?? []
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  // A row that somebody wrote into must not take all memory.
  if (cost.memory < 8192 || cost.memory > 262_144 || cost.passes < 1 || cost.parallelism < 1) return null
  return { cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
}

function derived(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  return derive('argon2id', { message: password, nonce: salt, tagLength: hashBytes, ...cost })
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
