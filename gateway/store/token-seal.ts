/** Seals what tokens stand for under the key of their month, and opens it while that key exists. */
import { createSecretKey, type KeyObject } from 'node:crypto'
import { openColumn, sealColumn, sealNonceBytes } from '../core/column-seal.ts'
import type { IssuedToken } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import type { Keyring } from '../keyring/keyring.ts'
import { tokenColumnPlace } from '../keyring/token-keys.ts'
import type { NewToken, TokenRow } from './token-register.ts'

export interface TokenSeal {
  /** Another one once any key was destroyed. */
  readonly generation: number
  /** Throws KEYRING_UNWRITABLE where the month's key had to be made and could not. */
  seal(token: SealedValue, row: Omit<NewToken, 'sealed'>): Buffer
  /** Null where the key is gone or the row was changed. */
  open(row: TokenRow): (SealedValue & { value: Buffer }) | null
}

export type SealedValue = Pick<IssuedToken, 'value' | 'undone'>

export function createTokenSeal(keyring: Keyring, random: (length: number) => Uint8Array): TokenSeal {
  let known = new Map<string, Secret>()
  let generation = keyring.generation
  let ready: { period: string; key: KeyObject } | null = null
  const nextNonce = createNonces(random)

  function keyOf(period: string, make: boolean): Secret | null {
    if (generation !== keyring.generation) {
      // Some key was destroyed: copies of it must go as well.
      for (const key of known.values()) key.destroy()
      known = new Map()
      ready = null
      generation = keyring.generation
    }
    const place = tokenColumnPlace(period)
    const key =
      known.get(period) ??
      keyring.keyIfAny(place) ??
      (make ? keyring.columnKey(place.columnClass, period) : null)
    if (key !== null) known.set(period, key)
    return key
  }

  /** OpenSSL takes in a key that comes as bytes anew with each value: it is made ready once for a list of them. */
  function readyKey(period: string): KeyObject {
    const key = keyOf(period, true)
    if (key === null) throw new Error('a key that was made is missing')
    if (ready?.period === period) return ready.key
    // Unlike a Secret it cannot be overwritten: it is gone with the turn.
    if (ready === null) dropKeyLater()
    ready = { period, key: createSecretKey(key.reveal()) }
    return ready.key
  }

  function dropKeyLater(): void {
    setImmediate(() => {
      ready = null
    })
  }

  return {
    get generation() {
      return keyring.generation
    },
    seal({ value, undone }, row) {
      const key = readyKey(row.period)
      const plain = Buffer.concat([Buffer.of(undone === null ? 0 : undone || none), value])
      return sealColumn(plain, { key, nonce: nextNonce(), place: placeOf(row) })
    },
    open(row) {
      const key = keyOf(row.period, false)
      const plain = key === null ? null : openColumn(row.sealed, key, placeOf(row))
      return plain === null ? null : { undone: undoneBy(plain[0]), value: plain.subarray(1) }
    },
  }
}

/** Each is handed out once; they are drawn many at a time, since a draw costs more than a nonce. */
function createNonces(random: (length: number) => Uint8Array): () => Uint8Array {
  let drawn: Uint8Array = new Uint8Array(0)
  let from = 0
  return () => {
    if (from >= drawn.length) {
      drawn = random(noncesAtOnce * sealNonceBytes)
      from = 0
    }
    from += sealNonceBytes
    return drawn.subarray(from - sealNonceBytes, from)
  }
}

const noncesAtOnce = 256

/** In the first byte of what is sealed, 0 says that all was undone; this, that nothing was. */
const none = 0xff

function undoneBy(byte: number | undefined): number | null {
  if (byte === undefined || byte === 0) return null
  return byte === none ? 0 : byte
}

function placeOf({ code, type, destination_group, period }: Omit<NewToken, 'sealed'>) {
  return { table: 'token', row: JSON.stringify([code, type, destination_group]), period }
}
