/** The packet scanner: every packet of a stream is announced once, however the stream is cut, and none is waved through. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameScanner, frameKindOf } from '../../../gateway/core/telemetry/frame.ts'
import { packet } from '../../telemetry/clients.ts'

test('each packet is announced before its first byte may pass, however the stream is cut', () => {
  const packets = fc.array(
    fc.tuple(fc.constantFrom(0x10, 0x30, 0x40, 0x82, 0xc0, 0xe0), fc.uint8Array({ maxLength: 300 })),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(packets, fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (given, cuts) => {
      const bytes = Buffer.concat(given.map(([first, body]) => packet(first, body)))
      const scanner = new FrameScanner(1000)
      const announced: number[] = []
      const begun: string[] = []
      let offset = 0
      while (offset < bytes.length) {
        const piece = bytes.subarray(offset, offset + (cuts.next().value as number))
        let at = 0
        while (at < piece.length) {
          if (scanner.isBetween) begun.push(frameKindOf(piece[at] ?? 0))
          const step = scanner.push(piece, at)
          expect(step.at).toBeGreaterThan(at)
          at = step.at
          if (step.found?.event === 'packet') announced.push(step.found.bytes)
        }
        offset += piece.length
      }
      expect(announced).toEqual(given.map(([first, body]) => packet(first, body).length))
      expect(begun).toEqual(given.map(([first]) => frameKindOf(first)))
    }),
  )
})

test('a length beyond the limit, or longer than four bytes, is seen at its last byte', () => {
  const push = (...bytes: number[]) => new FrameScanner(100).push(Buffer.from(bytes), 0).found
  expect(push(0x30, 98)).toEqual({ event: 'packet', kind: 'publish', bytes: 100 })
  expect(push(0x30, 99)).toEqual({ event: 'too-long', bytes: 101 })
  expect(push(0x30, 0xff, 0xff, 0xff, 0x7f)).toMatchObject({ event: 'too-long' })
  expect(push(0x30, 0xff, 0xff, 0xff, 0x80)).toEqual({ event: 'malformed' })
  expect(push(0x30, 0xff, 0xff, 0xff)).toBeNull()
})
