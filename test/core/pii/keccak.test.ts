/** Promises that Keccak-256 is that of Ethereum, by the hashes that its documents print. */
import { expect, test } from 'vitest'
import { keccak256 } from '../../../gateway/core/pii/keccak.ts'

test.each([
  ['', 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'],
  ['hello', '1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8'],
])('of %j', (text, hash) => {
  expect(Buffer.from(keccak256(Buffer.from(text))).toString('hex')).toBe(hash)
})
