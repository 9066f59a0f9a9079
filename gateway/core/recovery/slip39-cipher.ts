/** Encrypts what SLIP-0039 shares, so that a passphrase can belong to it: four rounds of Feistel with PBKDF2. */
import { pbkdf2Sync } from 'node:crypto'
import type { Share } from './slip39-share.ts'

const rounds = [0, 1, 2, 3]
/** SLIP-0039, "Encryption of the master secret": 10,000 in all, over four rounds. */
const roundIterations = 2500

type CipherHead = Pick<Share, 'id' | 'isExtendable' | 'exponent'>

export function encryptMaster(master: Uint8Array, passphrase: string, head: CipherHead): Buffer {
  return feistel(master, passphrase, head, rounds)
}

export function decryptMaster(encrypted: Uint8Array, passphrase: string, head: CipherHead): Buffer {
  return feistel(encrypted, passphrase, head, rounds.toReversed())
}

function feistel(
  input: Uint8Array,
  passphrase: string,
  { id, isExtendable, exponent }: CipherHead,
  order: readonly number[],
): Buffer {
  const half = input.length / 2
  let left = Buffer.from(input.subarray(0, half))
  let right = Buffer.from(input.subarray(half))
  const prefix = isExtendable ? Buffer.alloc(0) : Buffer.from([...Buffer.from('shamir'), id >> 8, id & 0xff])
  for (const round of order) {
    const password = Buffer.from([round, ...Buffer.from(passphrase)])
    const salt = Buffer.concat([prefix, right])
    const key = pbkdf2Sync(password, salt, roundIterations << exponent, half, 'sha256')
    for (let at = 0; at < half; at++) key[at]! ^= left[at]!
    left = right
    right = key
  }
  return Buffer.concat([right, left])
}
