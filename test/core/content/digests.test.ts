/** Promises that a changed body never leaves with a digest of the old one. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { recomputeDigests, withoutDigests } from '../../../gateway/core/content/digests.ts'

const content = Buffer.from('{"m":"***"}')
const representation = Buffer.from('the whole of it')
const sources = { content, representation }
const digest = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('base64')

test('each digest field is taken anew of what it speaks of', () => {
  const fields = [
    'Content-MD5',
    'old',
    'Digest',
    'SHA-256=old,md5=old',
    'Content-Digest',
    'sha-512=:old:',
    'Repr-Digest',
    'sha-256=:old:',
    'X-A',
    'b',
  ]
  expect(recomputeDigests(fields, sources)).toEqual([
    'Content-MD5',
    digest('md5', content),
    'Digest',
    `SHA-256=${digest('sha256', representation)}, md5=${digest('md5', representation)}`,
    'Content-Digest',
    `sha-512=:${digest('sha512', content)}:`,
    'Repr-Digest',
    `sha-256=:${digest('sha256', representation)}:`,
    'X-A',
    'b',
  ])
})

test('an algorithm that is not known goes, and with the last one the field', () => {
  const fields = ['content-digest', 'crc32c=:AA==:, sha-256=:old:', 'digest', 'unixsum=30637']
  expect(recomputeDigests(fields, sources)).toEqual([
    'content-digest',
    `sha-256=:${digest('sha256', content)}:`,
  ])
})

test('a body that changes while it streams leaves without digests', () => {
  expect(withoutDigests(['Digest', 'x', 'ETag', '"1"', 'content-md5', 'y', 'Repr-Digest', 'z'])).toEqual([
    'ETag',
    '"1"',
  ])
})
