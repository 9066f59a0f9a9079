/** Seals what tokens stand for under the key of their month, and opens it while that key exists. */
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

  function keyOf(period: string, make: boolean): Secret | null {
    if (generation !== keyring.generation) {
      // Some key was destroyed: copies of it must go as well.
      for (const key of known.values()) key.destroy()
      known = new Map()
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

  return {
    get generation() {
      return keyring.generation
    },
    seal({ value, undone }, row) {
      const key = keyOf(row.period, true)
      if (key === null) throw new Error('a key that was made is missing')
      const plain = Buffer.concat([Buffer.of(undone === null ? 0 : undone || none), value])
      return sealColumn(plain, { key, nonce: random(sealNonceBytes), place: placeOf(row) })
    },
    open(row) {
      const key = keyOf(row.period, false)
      const plain = key === null ? null : openColumn(row.sealed, key, placeOf(row))
      return plain === null ? null : { undone: undoneBy(plain[0]), value: plain.subarray(1) }
    },
  }
}

/** In the first byte of what is sealed, 0 says that all was undone; this, that nothing was. */
const none = 0xff

function undoneBy(byte: number | undefined): number | null {
  if (byte === undefined || byte === 0) return null
  return byte === none ? 0 : byte
}

function placeOf({ code, type, destination_group, period }: Omit<NewToken, 'sealed'>) {
  return { table: 'token', row: JSON.stringify([code, type, destination_group]), period }
}
