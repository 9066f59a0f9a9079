/** Promises to clients that cancel some of their calls and go on with others, as those of gRPC and browsers do. */
import { expect, test } from 'vitest'
import { startProxy } from '../setup.ts'
import { codes, frame, frameTypes, uint32 } from './frames.ts'
import { startHttp2Origin } from './origin.ts'
import { http2Wire } from './wire.ts'

const { headers, rstStream } = frameTypes
const told: readonly number[] = [headers, rstStream]

test('as many calls as are offered may follow behind cancelled ones in one go, again and again', async () => {
  const origin = await startHttp2Origin()
  const proxy = await startProxy([origin])
  const wire = await http2Wire(proxy, origin)
  let next = 1
  const open = () => {
    const stream = next
    next += 2
    return { stream, bytes: wire.headers(stream) }
  }
  for (let round = 0; round < 5; round += 1) {
    const cancelled = Array.from({ length: 20 }, open)
    wire.send(...cancelled.map(({ bytes }) => bytes))
    const calls = Array.from({ length: 100 }, open)
    wire.send(
      ...cancelled.map(({ stream }) => frame(rstStream, 0, stream, uint32(codes.cancel))),
      ...calls.map(({ bytes }) => bytes),
    )
    for (const { stream } of calls)
      expect(await wire.until((one) => one.stream === stream && told.includes(one.type))).toBe(true)
    const wanted = new Set(calls.map(({ stream }) => stream))
    const reset = wire.frames.filter(({ type, stream }) => type === rstStream && wanted.has(stream))
    expect(
      reset.map(({ payload }) => payload.readUInt32BE()),
      `round ${round}`,
    ).toEqual([])
  }
  expect(wire.closed).toBe(false)
})
