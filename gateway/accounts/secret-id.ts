/** Ids that open something: handed out once, and known here by their digest alone. */
import { createHash } from 'node:crypto'

/** 256 bits in 43 characters of base64url. */
export function newSecretId(random: (length: number) => Buffer): string {
  return random(32).toString('base64url')
}

/** Looking up a digest tells an attacker nothing through timing, however maps and indexes compare. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update('gatehouse account secret 1\0').update(secret).digest()
}

/** The digest as a key of a map. */
export function keyOf(secret: string): string {
  return digestOf(secret).toString('base64')
}
