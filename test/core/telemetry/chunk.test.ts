/** Chunks: whatever devices measure comes back bit for bit, and hostile bytes cost neither a crash nor memory. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Chunk,
  type Column,
  chunkLimits,
  decodeChunk,
  encodeChunk,
} from '../../../gateway/core/telemetry/chunk.ts'

/** Numbers as sensors say them, and the ones that break codecs. */
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -5000, max: 5000 }).map((hundredths) => hundredths / 100),
  fc.integer({ min: 0, max: 1 << 20 }).map((pages) => pages * 4096),
  fc.constantFrom(
    0,
    -0,
    0.1,
    0.1 + 0.2,
    1e-9,
    5e-324,
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
    2 ** 53,
    2 ** 49,
    1e21,
  ),
)
const time = fc.oneof(
  fc.integer({ min: 1_795_000_000_000, max: 1_795_000_060_000 }),
  fc.integer({ min: 0, max: 2 ** 49 }),
)

const chunk: fc.Arbitrary<Chunk> = fc.array(time, { maxLength: 40 }).chain((times) =>
  fc.record({
    times: fc.constant(times),
    columns: fc
      .uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 6 })
      .chain((series) =>
        fc.tuple(...series.sort((a, b) => a - b).map((number) => column(number, times.length))),
      ),
  }),
)

function column(series: number, readings: number): fc.Arbitrary<Column> {
  const full = fc.record({
    series: fc.constant(series),
    rows: fc.constant(null),
    values: fc.array(value, { minLength: readings, maxLength: readings }),
  })
  const some = fc.subarray(Array.from({ length: readings }, (_, row) => row)).chain((rows) =>
    fc.record({
      series: fc.constant(series),
      rows: fc.constant(rows),
      values: fc.array(value, { minLength: rows.length, maxLength: rows.length }),
    }),
  )
  return fc.oneof(full, some)
}

test('any readings come back from a chunk bit for bit', () => {
  fc.assert(
    fc.property(chunk, (given) => {
      // `toEqual` tells 0 from -0.
      expect(decodeChunk(encodeChunk(given))).toEqual(given)
    }),
    { numRuns: 500 },
  )
})

test('bytes that are no chunk are refused or read within the limits, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expectBounded(decodeChunk(Uint8Array.of(0x10 | ((bytes[0] ?? 0) & 15), ...bytes)))
    }),
    { numRuns: 2000 },
  )
})

test('a chunk of which bits were turned or bytes cut off is refused or read within the limits', () => {
  fc.assert(
    fc.property(chunk, fc.nat(), fc.nat(), (given, where, cut) => {
      const bytes = encodeChunk(given)
      const turned = Uint8Array.from(bytes)
      const at = where % (bytes.length * 8)
      turned[at >> 3] = (turned[at >> 3] ?? 0) ^ (1 << (at & 7))
      expectBounded(decodeChunk(turned))
      expectBounded(decodeChunk(bytes.subarray(0, cut % bytes.length)))
    }),
    { numRuns: 500 },
  )
})

test('a chunk that claims a million readings in ten bytes is refused before memory is taken', () => {
  const times = Array.from({ length: chunkLimits.readings }, () => 0)
  const columns = Array.from({ length: 200 }, (_, series) => ({ series, rows: null, values: times }))
  const bytes = encodeChunk({ times, columns })
  expect(bytes.length, 'a bomb indeed: 1.6 million values').toBeLessThan(1000)
  expect(decodeChunk(bytes)).toBeNull()
})

test('a minute of eight sensors takes less than a byte and a quarter a value', () => {
  const times = Array.from({ length: 60 }, (_, second) => 1_795_000_000_000 + second * 1000 + (second % 3))
  const noise = Array.from({ length: 60 }, (_, second) => Math.sin(second * 12.9898) * 43758.5453)
  const wave = (scale: number, places: number) =>
    noise.map((each) => Number((50 + (each - Math.floor(each)) * scale).toFixed(places)))
  const columns = [
    wave(10, 1),
    wave(3, 2),
    wave(0.5, 1),
    wave(30, 0),
    wave(8, 1),
    wave(1, 2),
    wave(0, 0),
    wave(2, 0),
  ]
  const bytes = encodeChunk({
    times,
    columns: columns.map((values, series) => ({ series, rows: null, values })),
  })
  expect(bytes.length).toBeLessThan(480 * 1.25)
})

function expectBounded(decoded: Chunk | null): void {
  if (decoded === null) return
  expect(decoded.times.length).toBeLessThanOrEqual(chunkLimits.readings)
  let cells = 0
  for (const { rows, values } of decoded.columns) {
    expect(values.length).toBe(rows?.length ?? decoded.times.length)
    cells += values.length
  }
  expect(cells).toBeLessThanOrEqual(chunkLimits.cells)
  for (const each of decoded.times) expect(Number.isInteger(each)).toBe(true)
}
