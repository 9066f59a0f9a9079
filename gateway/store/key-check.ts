/** Remembers, beside the database, which key it was made with, so that a wrong key is not taken for a damaged file. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Secret } from '../core/secret.ts'

// An encrypted file that does not open says the same ("not a database") whether its key is wrong or its bytes are.
const label = 'gatehouse database key check 1'

/** `unknown` where nothing is remembered. */
export function keyFits(file: string, key: Secret): 'yes' | 'no' | 'unknown' {
  let remembered: Buffer
  try {
    remembered = Buffer.from(readFileSync(checkPath(file), 'utf8').trim(), 'hex')
  } catch {
    return 'unknown'
  }
  const expected = checkValue(key)
  if (remembered.length !== expected.length) return 'unknown'
  return timingSafeEqual(remembered, expected) ? 'yes' : 'no'
}

/** Remembers the key of a database that was just opened with it. A help only: failing to write it is no failure. */
export function rememberKey(file: string, key: Secret): void {
  if (keyFits(file, key) === 'yes') return
  try {
    writeFileSync(checkPath(file), `${checkValue(key).toString('hex')}\n`, { mode: 0o600 })
  } catch {
    // The disk is full or read-only: the store says so itself.
  }
}

function checkPath(file: string): string {
  return `${file}.keycheck`
}

function checkValue(key: Secret): Buffer {
  return createHmac('sha256', key.reveal()).update(label).digest()
}
