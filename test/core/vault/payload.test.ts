/** The payload of age files, against the age library at every border between chunks. */
import { createCipheriv, randomBytes } from 'node:crypto'
import { Decrypter, Encrypter } from 'age-encryption'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../../gateway/core/secret.ts'
import { bech32 } from '../../../gateway/core/vault/bech32.ts'
import { ageHeader } from '../../../gateway/core/vault/header.ts'
import { createChunkOpener, openPayload, planRange } from '../../../gateway/core/vault/open-payload.ts'
import {
  chunkLength,
  payloadKey,
  payloadNonceLength,
  plainLength,
  sealedChunkLength,
  sealedLength,
} from '../../../gateway/core/vault/payload.ts'
import { sealPayload } from '../../../gateway/core/vault/seal-payload.ts'
import { recipientOfSecret } from '../../../gateway/core/vault/x25519.ts'

const unreadable = expect.objectContaining({ code: 'OBJECT_UNREADABLE' })
const borders = [0, 1, 65_535, 65_536, 65_537, 2 * 65_536 - 1, 2 * 65_536, 2 * 65_536 + 1, 5 * 65_536]

function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let from = 0, turn = 0; from < bytes.length; turn++) {
    const length = Math.max(1, lengths[turn % lengths.length] ?? 1)
    pieces.push(bytes.subarray(from, from + length))
    from += length
  }
  return pieces
}

function seal(fileKey: Secret, plain: Uint8Array, lengths: readonly number[] = [plain.length]): Buffer {
  const sealer = sealPayload({ fileKey, nonce: randomBytes(payloadNonceLength) })
  const sealed = cut(plain, lengths).flatMap((piece) => {
    // The caller may use its buffer again at once.
    const lent = Buffer.from(piece)
    const out = sealer.push(lent)
    lent.fill(0)
    return out
  })
  return Buffer.concat([...sealed, ...sealer.end()])
}

function open(fileKey: Secret, sealed: Uint8Array, lengths: readonly number[] = [sealed.length]): Buffer {
  const opener = openPayload(fileKey)
  return Buffer.concat([...cut(sealed, lengths).flatMap((piece) => opener.push(piece)), ...opener.end()])
}

async function byLibrary(plain: Uint8Array): Promise<{ fileKey: Secret; payload: Uint8Array }> {
  const handedOut: Uint8Array[] = []
  const encrypter = new Encrypter()
  encrypter.addRecipient({
    wrapFileKey(fileKey) {
      handedOut.push(Uint8Array.from(fileKey))
      return []
    },
  })
  const file = Buffer.from(await encrypter.encrypt(plain))
  const headerEnd = file.indexOf('\n', file.indexOf('---')) + 1
  return { fileKey: new Secret(handedOut[0]!), payload: file.subarray(headerEnd) }
}

const newFileKey = () => new Secret(randomBytes(16))

describe('what the age library makes of it', () => {
  test.each(borders)('a file of %d bytes sealed here is opened by the age library', async (length) => {
    const [fileKey, secret, plain] = [newFileKey(), new Secret(randomBytes(32)), randomBytes(length)]
    const recipient = recipientOfSecret(secret)
    const header = ageHeader(fileKey, { recipient, ephemeral: new Secret(randomBytes(32)) })
    const decrypter = new Decrypter()
    decrypter.addIdentity(bech32('age-secret-key-', secret.reveal()).toUpperCase())
    const file = Buffer.concat([header, seal(fileKey, plain, [40_000])])
    expect(Buffer.compare(await decrypter.decrypt(file), plain)).toBe(0)
    expect(header).toHaveLength(168)
  })

  test.each(borders)('a file of %d bytes sealed by the age library is opened here', async (length) => {
    const plain = randomBytes(length)
    const { fileKey, payload } = await byLibrary(plain)
    expect(open(fileKey, payload, [10_000]).equals(plain)).toBe(true)
  })
})

describe('pieces and lengths', () => {
  const anyLength = fc.oneof(
    fc.constantFrom(...borders),
    fc.nat(300),
    fc.integer({ min: 65_000, max: 140_000 }),
  )
  const anyPieces = fc.array(fc.integer({ min: 1, max: 150_000 }), { minLength: 1, maxLength: 4 })

  test('the pieces in which bytes come and go change nothing', () => {
    fc.assert(
      fc.property(anyLength, anyPieces, anyPieces, (length, comes, goes) => {
        const [fileKey, plain] = [newFileKey(), randomBytes(length)]
        const sealed = seal(fileKey, plain, comes)
        expect(sealed).toHaveLength(sealedLength(length))
        expect(plainLength(sealed.length)).toBe(length)
        expect(open(fileKey, sealed, goes).equals(plain)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('a length that no payload has is told from one that a payload has', () => {
    const lengths = new Set([0, 1, 2, chunkLength - 1, chunkLength, chunkLength + 1].map(sealedLength))
    for (let bytes = 0; bytes < 60; bytes++) expect(plainLength(bytes) !== null).toBe(bytes >= 32)
    const border = payloadNonceLength + sealedChunkLength
    for (let bytes = border; bytes < border + 20; bytes++)
      expect(plainLength(bytes) !== null, `${bytes - border} behind the border`).toBe(
        lengths.has(bytes) || bytes > border + 16,
      )
  })

  test('the same bytes are never sealed twice in the same way', () => {
    const [fileKey, plain] = [newFileKey(), Buffer.alloc(3 * chunkLength)]
    const sealed = seal(fileKey, plain)
    const [first, second] = [
      sealed.subarray(16, 48),
      sealed.subarray(16 + sealedChunkLength, 48 + sealedChunkLength),
    ]
    expect(first.equals(second)).toBe(false)
    expect(seal(fileKey, plain).subarray(16, 48).equals(first)).toBe(false)
  })

  test('nothing can be sealed behind the last chunk', () => {
    const sealer = sealPayload({ fileKey: newFileKey(), nonce: randomBytes(16) })
    sealer.end()
    expect(() => sealer.push(Buffer.from('more'))).toThrow()
    expect(() => sealer.end()).toThrow()
  })
})

describe('damage', () => {
  const fileKey = newFileKey()
  const plain = randomBytes(2 * chunkLength + 100)
  const sealed = seal(fileKey, plain)
  const chunk = (index: number) => 16 + index * sealedChunkLength

  test('any changed byte is found before its chunk is handed out', () => {
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bad = Buffer.from(sealed)
        bad[at] = (bad[at] ?? 0) ^ flip
        const opener = openPayload(fileKey)
        const out: Uint8Array[] = []
        expect(() => {
          for (const piece of cut(bad, [9000])) out.push(...opener.push(piece))
          out.push(...opener.end())
        }).toThrow(unreadable)
        const given = Buffer.concat(out)
        expect(given.equals(plain.subarray(0, given.length))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test.each([
    ['in the nonce', 10],
    ['behind the nonce', 16],
    ['inside a chunk', chunk(1) + 50],
    ['between two chunks', chunk(1)],
    ['behind the last full chunk', chunk(2)],
    ['one byte before the end', sealed.length - 1],
    ['to nothing', 0],
  ])('a payload that was cut off %s does not open', (_title, length) => {
    expect(() => open(fileKey, sealed.subarray(0, length))).toThrow(unreadable)
  })

  test.each([
    ['exchanged', [1, 0, 2]],
    ['left out', [0, 2]],
    ['repeated', [0, 1, 1, 2]],
    ['begun anew behind the last', [0, 1, 2, 0]],
  ])('chunks that were %s do not open', (_title, order) => {
    const pieces = order.map((index) => sealed.subarray(chunk(index), chunk(index + 1)))
    expect(() => open(fileKey, Buffer.concat([sealed.subarray(0, 16), ...pieces]))).toThrow(unreadable)
  })

  test('an empty last chunk behind full ones does not open, as the age specification asks', () => {
    const [whole, key] = [randomBytes(chunkLength), newFileKey()]
    const nonce = randomBytes(16)
    const sealer = sealPayload({ fileKey: key, nonce })
    const first = Buffer.concat(sealer.push(Buffer.concat([whole, Buffer.from('x')])))
    const chunkNonce = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
    const cipher = createCipheriv('chacha20-poly1305', payloadKey(key, nonce).reveal(), chunkNonce, {
      authTagLength: 16,
    })
    cipher.final()
    expect(() => open(key, Buffer.concat([first, cipher.getAuthTag()]))).toThrow(unreadable)
  })

  test('another file key opens nothing', () => {
    expect(() => open(newFileKey(), sealed)).toThrow(unreadable)
  })
})

describe('ranges', () => {
  test('a range gives its bytes, and reads its own chunks and the last one only', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 * chunkLength + 3 }),
        fc.nat(6 * chunkLength),
        fc.nat(2 * chunkLength),
        (length, from, wanted) => {
          const [fileKey, plain] = [newFileKey(), randomBytes(length)]
          const sealed = seal(fileKey, plain)
          const plan = planRange(sealed.length, { from, length: wanted })
          const opener = createChunkOpener(fileKey, sealed.subarray(0, 16))
          const openAt = (place: (typeof plan.chunks)[number]) =>
            opener.open(place, sealed.subarray(place.at, place.at + place.length))
          const opened = Buffer.concat(plan.chunks.map(openAt)).subarray(plan.skip, plan.skip + plan.length)
          expect(opened.equals(plain.subarray(from, from + wanted))).toBe(true)
          if (plan.proof !== null) openAt(plan.proof)
          expect([...plan.chunks, plan.proof].some((place) => place?.isLast)).toBe(true)
          expect(plan.chunks.length).toBeLessThanOrEqual(Math.ceil(wanted / chunkLength) + 1)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a range of a file that was cut off at the border of two chunks does not open', () => {
    const fileKey = newFileKey()
    const sealed = seal(fileKey, randomBytes(3 * chunkLength))
    const short = sealed.subarray(0, 16 + 2 * sealedChunkLength)
    const plan = planRange(short.length, { from: 0, length: 10 })
    const opener = createChunkOpener(fileKey, short.subarray(0, 16))
    const proof = plan.proof!
    expect(() => opener.open(proof, short.subarray(proof.at, proof.at + proof.length))).toThrow(unreadable)
    expect(() => planRange(short.length - 3 * 65_536 + 16, { from: 0, length: 10 })).toThrow(unreadable)
  })
})
