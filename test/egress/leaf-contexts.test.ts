/** Promises that a host's handshakes share what was made of its certificate, as far as the configured cache reaches. */
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Leaf } from '../../gateway/core/ports.ts'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import { LeafContexts } from '../../gateway/egress/leaf-contexts.ts'

const { chainPem, keyPem } = makeDemoCertificates('*.office.test', { now: Date.now(), random: randomBytes })
const leaf = (): Leaf => ({ certificateChain: chainPem, privateKey: keyPem, notAfter: 0 })
const ciphers = () => 'TLS_AES_128_GCM_SHA256'

test('a leaf has one context, and a renewed one another', () => {
  const contexts = new LeafContexts({ ciphers, most: () => 10 })
  const first = leaf()
  const made = contexts.contextOf('a.test', first)
  expect(contexts.contextOf('a.test', first)).toBe(made)
  expect(contexts.contextOf('a.test', leaf())).not.toBe(made)
})

test('the one that was used longest ago goes first, and a smaller cache takes effect at once', () => {
  let most = 2
  const contexts = new LeafContexts({ ciphers, most: () => most })
  const leaves = { a: leaf(), b: leaf(), c: leaf() }
  const a = contexts.contextOf('a', leaves.a)
  const b = contexts.contextOf('b', leaves.b)
  expect(contexts.contextOf('a', leaves.a)).toBe(a)
  contexts.contextOf('c', leaves.c)
  expect(contexts.contextOf('a', leaves.a)).toBe(a)
  expect(contexts.contextOf('b', leaves.b)).not.toBe(b)
  most = 1
  const last = contexts.contextOf('b', leaves.b)
  expect(contexts.contextOf('a', leaves.a)).not.toBe(a)
  expect(contexts.contextOf('b', leaves.b)).not.toBe(last)
})
