/** Promises of the window and the rewriter, on which every format stands. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DecodedText } from '../../../gateway/core/content/decoded-text.ts'
import { Rewriter } from '../../../gateway/core/content/rewriter.ts'
import { ByteWindow } from '../../../gateway/core/content/window.ts'
import { runs } from '../../support/property-runs.ts'

describe('a window', () => {
  test('that holds everything moves it a few times only, however small the chunks are', () => {
    const window = new ByteWindow()
    const seen = new Set<Uint8Array>()
    for (let i = 0; i < 200_000; i++) {
      window.append(Uint8Array.of(i & 255))
      seen.add(window.bytes)
    }
    expect(seen.size).toBeLessThan(12)
    expect(window.bytes[99_999]).toBe(99_999 & 255)
  })

  test('uses a chunk as it came where nothing is held', () => {
    const window = new ByteWindow()
    const chunk = Buffer.from('abc')
    window.append(chunk)
    expect(window.bytes.buffer).toBe(chunk.buffer)
    window.keepFrom(3)
    window.append(Buffer.from('de'))
    expect([window.base, window.end, window.text(0, 2)]).toEqual([3, 2, 'de'])
  })

  test('never overwrites bytes that may still be on their way', () => {
    const window = new ByteWindow()
    const views: [Uint8Array, string][] = []
    for (let i = 0; i < 3000; i++) {
      window.append(Buffer.from(`${i},`.padStart(20, '.')))
      const end = window.end - 7
      views.push([window.bytes.subarray(Math.max(0, end - 20), end), window.text(Math.max(0, end - 20), end)])
      window.keepFrom(end)
    }
    for (const [view, text] of views) expect(Buffer.from(view).toString()).toBe(text)
  })
})

describe('a rewriter', () => {
  /** Edits in order, as distances from the one before. */
  const anyEdits = fc.array(
    fc.record({ gap: fc.nat(2000), length: fc.nat(40), text: fc.string({ maxLength: 30 }) }),
    { maxLength: 30 },
  )

  test('gives what editing the whole body at once gives', () => {
    fc.assert(
      fc.property(anyEdits, fc.option(fc.nat(29)), (edits, refusedAt) => {
        const body = Buffer.alloc(70_000, 'abcdefghijklmnopqrstuvwxyz')
        const rewriter = new Rewriter()
        rewriter.window.append(body)
        const out: Uint8Array[] = []
        const expected: Buffer[] = []
        let at = 0
        let refused = false
        edits.forEach(({ gap, length, text }, index) => {
          const start = at + gap
          if (!refused) expected.push(body.subarray(at, start))
          if (index === refusedAt) {
            rewriter.refuse(start)
            refused = true
          } else {
            rewriter.edit(start, start + length, Buffer.from(text))
            if (!refused) expected.push(Buffer.from(text))
          }
          at = start + length
          rewriter.settle(at, at)
          out.push(...rewriter.take())
        })
        rewriter.finish()
        out.push(...rewriter.take())
        if (!refused) expected.push(body.subarray(at))
        expect(Buffer.concat(out).equals(Buffer.concat(expected))).toBe(true)
        expect(rewriter.refused).toBe(refused)
      }),
      runs(100),
    )
  })

  test('knows whether every edit kept its length', () => {
    const rewriter = new Rewriter()
    rewriter.window.append(Buffer.from('abcdef'))
    rewriter.edit(0, 2, Buffer.from('xy'))
    expect([rewriter.changed, rewriter.lengthKept]).toEqual([true, true])
    rewriter.edit(3, 4, Buffer.from(''))
    expect(rewriter.lengthKept).toBe(false)
  })
})

test('a decoded text knows where each of its bytes came from, also when its beginning was dropped', () => {
  const anyPiece = fc.oneof(
    fc.record({ kind: fc.constant('plain' as const), length: fc.integer({ min: 1, max: 50 }) }),
    fc.record({
      kind: fc.constant('character' as const),
      code: fc.constantFrom(0x41, 0xe9, 0x4e2d, 0x1f642, 0xd800),
    }),
    fc.record({ kind: fc.constant('drop' as const), count: fc.nat(60) }),
  )
  fc.assert(
    fc.property(fc.array(anyPiece, { maxLength: 200 }), (pieces) => {
      const text = new DecodedText()
      text.reset(0)
      const source = Buffer.alloc(64, 'x')
      const origins: number[] = []
      let raw = 1000
      for (const piece of pieces) {
        if (piece.kind === 'plain') {
          text.append(source, { from: 0, to: piece.length }, raw)
          for (let i = 0; i < piece.length; i++) origins.push(raw + i)
          raw += piece.length
        } else if (piece.kind === 'character') {
          const before = text.length
          text.appendCharacter(piece.code, raw, 6)
          for (let i = before; i < text.length; i++) origins.push(raw)
          raw += 6
        } else {
          text.drop(Math.min(piece.count, text.length))
        }
        for (const index of [0, text.length >> 1, text.length - 1]) {
          if (index >= 0 && index < text.length)
            expect(text.offsetOf(index)).toBe(origins[text.origin + index])
        }
      }
      if (text.length > 0) {
        const whole = text.stretches(0, text.length)
        expect(whole).toEqual([{ start: text.offsetOf(0), end: raw }])
        expect(text.offsetOf(text.length)).toBe(raw)
      }
    }),
    runs(100),
  )
})
