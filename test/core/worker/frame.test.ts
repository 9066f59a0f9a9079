/** Promises of the frames between control and workers: whole whatever pieces they come in, and bounded before they are kept. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeFrame, FrameFault, FrameReader } from '../../../gateway/core/worker/frame.ts'

function readAll(reader: FrameReader, pieces: readonly Buffer[]): unknown[] {
  return pieces.flatMap((piece) => [...reader.read(piece)])
}

test('messages come out as they went in, however the bytes are cut', () => {
  const messages = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 })
  fc.assert(
    fc.property(messages, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, cuts) => {
      const bytes = Buffer.concat(sent.map((message) => encodeFrame(message)))
      const pieces: Buffer[] = []
      for (let at = 0, i = 0; at < bytes.length; i += 1) {
        const length = cuts[i % cuts.length] ?? 1
        pieces.push(bytes.subarray(at, at + length))
        at += length
      }
      expect(readAll(new FrameReader(1024 * 1024), pieces)).toEqual(JSON.parse(JSON.stringify(sent)))
    }),
  )
})

test('a length that is too long is refused at its four bytes, before anything of the frame is kept', () => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(4097)
  expect(() => readAll(new FrameReader(4096), [length])).toThrow(new FrameFault('too-long'))
})

test('an empty frame and one that is no JSON are refused', () => {
  expect(() => readAll(new FrameReader(10), [Buffer.alloc(4)])).toThrow(new FrameFault('empty'))
  const noJson = Buffer.from('\0\0\0\u0003{x}', 'latin1')
  expect(() => readAll(new FrameReader(10), [noJson])).toThrow(new FrameFault('not-json'))
})

test('what a frame may hold can be raised after the first one, and counts for the bytes that came with it', () => {
  const reader = new FrameReader(20)
  const long = { text: 'x'.repeat(100) }
  const bytes = Buffer.concat([encodeFrame({ kind: 'hello' }), encodeFrame(long)])
  const read: unknown[] = []
  for (const message of reader.read(bytes)) {
    read.push(message)
    reader.maxBytes = 1000
  }
  expect(read).toEqual([{ kind: 'hello' }, long])
})
