/** Promises of the spool: in order, without loss or duplicates within its bound, and the gap told beyond it. */
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SpooledReading } from '../../agents/spool/spool-model.ts'
import { testOnSmallDisk } from '../store/small-disk.ts'
import { drain, numbered, numbersOf, spoolFolder, spoolIn } from './spool-folder.ts'

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, at) => first + at)

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.spool'))
    .sort()
    .map((name) => join(folder, name))
}

/** Readings that arrived, and those that were told lost, cover every one exactly once. */
function expectComplete(readings: readonly SpooledReading[], last: number): void {
  const lost = readings.reduce((sum, reading) => sum + (reading.lost ?? 0), 0)
  expect(readings.length + lost).toBe(last)
  expect(numbersOf(readings)).toEqual([...numbersOf(readings)].sort((a, b) => (a ?? 0) - (b ?? 0)))
}

test('readings come out as they went in, numbered from 1 in one stream, again and again until they are stored', () => {
  const spool = spoolIn(spoolFolder())
  for (const n of upTo(100)) expect(spool.append(numbered(n))).toBe(true)
  const first = drain(spool)
  expect(first.map(({ seq }) => seq)).toEqual(upTo(100))
  expect(new Set(first.map(({ stream }) => stream)).size).toBe(1)
  expect(first[41]).toEqual({ ...numbered(42), stream: first[0]?.stream, seq: 42 })
  expect(drain(spool)).toEqual(first)
  spool.stored(first[0]?.stream ?? '', 60)
  expect(spool.waiting).toBe(40)
  expect(numbersOf(drain(spool))).toEqual(upTo(100, 61))
})

test('a restart goes on where it was: same stream, next number, nothing twice', () => {
  const folder = spoolFolder()
  const before = spoolIn(folder)
  for (const n of upTo(50)) before.append(numbered(n))
  const stream = drain(before)[0]?.stream ?? ''
  before.stored(stream, 30)
  before[Symbol.dispose]()
  const after = spoolIn(folder)
  after.append(numbered(51))
  expect(drain(after).map((each) => [each.stream, each.seq])).toEqual(
    upTo(51, 31).map((seq) => [stream, seq]),
  )
  expect(drain(after).some(({ lost }) => lost !== undefined)).toBe(false)
})

test('numbers go on also where everything was stored before the restart', () => {
  const folder = spoolFolder()
  const before = spoolIn(folder)
  for (const n of upTo(5)) before.append(numbered(n))
  const stream = drain(before)[0]?.stream ?? ''
  before.stored(stream, 5)
  before[Symbol.dispose]()
  const after = spoolIn(folder)
  expect(drain(after)).toEqual([])
  after.append(numbered(6))
  expect(drain(after)).toEqual([{ ...numbered(6), stream, seq: 6 }])
})

test('after a restart of the machine, or without knowing of one, a new stream begins behind the old', () => {
  const folder = spoolFolder()
  for (const [turn, bootId] of ['one', 'two', null].entries()) {
    const spool = spoolIn(folder, { bootId })
    for (const n of upTo(3)) spool.append(numbered(turn * 3 + n))
    spool[Symbol.dispose]()
  }
  const spool = spoolIn(folder, { bootId: null })
  const seen: number[] = []
  const streams = new Set<string>()
  for (let turn = 0; turn < 4; turn++) {
    const readings = drain(spool)
    // At most two streams at a time: the gateway remembers few.
    expect(new Set(readings.map(({ stream }) => stream)).size).toBeLessThanOrEqual(2)
    for (const { stream, seq, values } of readings) {
      seen.push(values['test.number'] ?? 0)
      streams.add(stream)
      spool.stored(stream, seq)
    }
  }
  expect([seen, streams.size]).toEqual([upTo(9), 3])
  expect(spool.waiting).toBe(0)
})

test('a full spool lets the oldest go, never takes more than its bound, and the next reading tells the gap', () => {
  const folder = spoolFolder()
  const spool = spoolIn(folder, { maxBytes: 256 * 1024 })
  for (const n of upTo(6000)) {
    spool.append(numbered(n))
    if (n % 500 === 0)
      expect(filesIn(folder).reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThanOrEqual(
        256 * 1024,
      )
  }
  const readings = drain(spool)
  expectComplete(readings, 6000)
  expect(readings.filter(({ lost }) => lost !== undefined)).toHaveLength(1)
  expect(readings[0]?.lost).toBe((readings[0]?.seq ?? 0) - 1)
  expect(readings.length).toBeGreaterThan(1500)
})

test('what was stored before is not told as lost, and a gap is told until it is stored', () => {
  const folder = spoolFolder()
  const spool = spoolIn(folder, { maxBytes: 128 * 1024 })
  for (const n of upTo(100)) spool.append(numbered(n))
  const { stream } = drain(spool)[0] ?? { stream: '' }
  spool.stored(stream, 100)
  for (const n of upTo(4000, 101)) spool.append(numbered(n))
  const [first] = drain(spool)
  expect(first?.lost).toBe((first?.seq ?? 0) - 101)
  spool[Symbol.dispose]()
  const after = spoolIn(folder, { maxBytes: 128 * 1024 })
  expect(drain(after)[0]?.lost).toBe(first?.lost)
  after.stored(stream, first?.seq ?? 0)
  expect(drain(after).some(({ lost }) => lost !== undefined)).toBe(false)
})

test('readings of a stream of which nothing is left are told as lost by the next stream', () => {
  const folder = spoolFolder()
  const first = spoolIn(folder, { maxBytes: 128 * 1024 })
  for (const n of upTo(50)) first.append(numbered(n))
  first.stored(drain(first)[0]?.stream ?? '', 20)
  first[Symbol.dispose]()
  const second = spoolIn(folder, { maxBytes: 128 * 1024, bootId: 'two' })
  for (const n of upTo(4000, 51)) second.append(numbered(n))
  const [oldest] = drain(second)
  expect(oldest?.lost).toBe((oldest?.seq ?? 0) - 1 + 30)
  second[Symbol.dispose]()
  const third = spoolIn(folder, { maxBytes: 128 * 1024, bootId: 'two' })
  expect(drain(third)[0]?.lost).toBe(oldest?.lost)
  third.stored(oldest?.stream ?? '', oldest?.seq ?? 0)
  third[Symbol.dispose]()
  expect(drain(spoolIn(folder, { bootId: 'two' }))[0]?.lost).toBeUndefined()
})

test('stored files leave the disk; the bytes of a drained spool do not grow with time', () => {
  const folder = spoolFolder()
  const spool = spoolIn(folder, { maxBytes: 128 * 1024 })
  for (const n of upTo(10_000)) {
    spool.append(numbered(n))
    if (n % 100 === 0) for (const { stream, seq } of drain(spool).slice(-1)) spool.stored(stream, seq)
  }
  expect(filesIn(folder).length).toBeLessThanOrEqual(2)
  expect(drain(spool)).toEqual([])
})

test('a word about streams or numbers that never were changes nothing; one beyond our own ends the stream', () => {
  const spool = spoolIn(spoolFolder())
  for (const n of upTo(10)) spool.append(numbered(n))
  const { stream } = drain(spool)[0] ?? { stream: '' }
  spool.stored('ffffffffffffffff', 10)
  expect(spool.waiting).toBe(10)
  // Another copy of this folder was used elsewhere: its readings took the numbers that come next.
  spool.stored(stream, 25)
  spool.append(numbered(11))
  const [next] = drain(spool)
  expect([next?.stream === stream, next?.seq, next?.lost]).toEqual([false, 1, undefined])
})

test('a file that was cut off anywhere keeps every reading before the cut, and no number is used twice', () => {
  const whole = spoolFolder()
  const spool = spoolIn(whole)
  for (const n of upTo(6)) spool.append(numbered(n))
  const { stream } = drain(spool)[0] ?? { stream: '' }
  spool[Symbol.dispose]()
  const [path = ''] = filesIn(whole)
  const bytes = readFileSync(path)
  for (let end = 0; end < bytes.length; end++) {
    const folder = spoolFolder()
    spoolIn(folder)[Symbol.dispose]()
    writeFileSync(join(folder, '00000001.spool'), bytes.subarray(0, end))
    const after = spoolIn(folder)
    const kept = drain(after)
    expect(numbersOf(kept)).toEqual(upTo(kept.length))
    after.append(numbered(100))
    const last = drain(after).at(-1)
    if (last?.stream === stream) expect(last.seq).toBe(kept.length + 1)
    else expect(last?.seq).toBe(1)
    expect(last?.values['test.number']).toBe(100)
    after[Symbol.dispose]()
  }
})

test('a byte that rotted costs the reading it is in, which is told as lost, and no other', () => {
  const whole = spoolFolder()
  const spool = spoolIn(whole)
  for (const n of upTo(6)) spool.append(numbered(n))
  spool[Symbol.dispose]()
  const bytes = readFileSync(filesIn(whole)[0] ?? '')
  const headLength = bytes.indexOf('GHR1', 4, 'latin1')
  for (let at = headLength; at < bytes.length; at += 3) {
    const folder = spoolFolder()
    spoolIn(folder)[Symbol.dispose]()
    const rotten = Buffer.from(bytes)
    rotten[at] = (rotten[at] ?? 0) ^ 0x10
    writeFileSync(join(folder, '00000001.spool'), rotten)
    const after = spoolIn(folder)
    expect(drain(after)).toHaveLength(5)
    after.append(numbered(7))
    const readings = drain(after)
    expect(readings).toHaveLength(6)
    expect(readings.at(-1)?.values['test.number']).toBe(7)
    const lost = readings.reduce((sum, reading) => sum + (reading.lost ?? 0), 0)
    // Where the length itself rotted in the last one it looks cut off, as by a kill, and counts for nothing.
    const isLast = at >= bytes.lastIndexOf('GHR1', undefined, 'latin1')
    expect(isLast ? [0, 1] : [1]).toContain(lost)
    after[Symbol.dispose]()
    expect(drain(spoolIn(folder)).reduce((sum, reading) => sum + (reading.lost ?? 0), 0)).toBe(lost)
  }
})

test('a file without its head is given up, counted and told', () => {
  const folder = spoolFolder()
  const spool = spoolIn(folder)
  for (const n of upTo(6)) spool.append(numbered(n))
  spool[Symbol.dispose]()
  const [path = ''] = filesIn(folder)
  const bytes = readFileSync(path)
  bytes[20] = (bytes[20] ?? 0) ^ 1
  writeFileSync(path, bytes)
  const after = spoolIn(folder)
  after.append(numbered(7))
  expect(drain(after)).toMatchObject([{ seq: 1, lost: 6 }])
})

test('rubbish in the folder is no reading and no reason not to start', () => {
  const folder = spoolFolder()
  const spool = spoolIn(folder)
  spool.append(numbered(1))
  spool[Symbol.dispose]()
  writeFileSync(join(folder, 'position.json'), '{"stored":')
  writeFileSync(join(folder, '00000009.spool'), Buffer.alloc(10_000, 0x47))
  writeFileSync(join(folder, 'notes.txt'), 'x')
  appendFileSync(filesIn(folder)[0] ?? '', 'GHR1GHR1')
  const after = spoolIn(folder)
  after.append(numbered(2))
  expect(numbersOf(drain(after))).toEqual([1, 2])
})

test('any order of appending, storing, restarting and rebooting delivers everything once, in order, or tells it lost', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 200 }) }),
    fc.record({ do: fc.constant('store' as const), part: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ do: fc.constantFrom('restart' as const, 'reboot' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const folder = spoolFolder()
      let boot = 0
      const open = () => spoolIn(folder, { maxBytes: 64 * 1024, bootId: String(boot) })
      let spool = open()
      let n = 0
      const stored: SpooledReading[] = []
      const store = (part: number) => {
        const readings = drain(spool)
        const taken = readings.slice(0, Math.ceil(readings.length * part))
        stored.push(...taken)
        const last = new Map(taken.map(({ stream, seq }) => [stream, seq]))
        for (const [stream, seq] of last) spool.stored(stream, seq)
        return taken.length
      }
      for (const each of steps) {
        if (each.do === 'append') for (let i = 0; i < each.count; i++) spool.append(numbered(++n))
        else if (each.do === 'store') store(each.part)
        else {
          spool[Symbol.dispose]()
          if (each.do === 'reboot') boot++
          spool = open()
        }
      }
      spool.append(numbered(++n))
      while (store(1) > 0);
      expectComplete(stored, n)
      expect(new Set(numbersOf(stored)).size).toBe(stored.length)
      spool[Symbol.dispose]()
      rmSync(folder, { recursive: true })
    }),
    { numRuns: 60 },
  )
})

test('what went for want of room before anything was stored is told after a restart, too', () => {
  const folder = spoolFolder()
  const spool = spoolIn(folder, { maxBytes: 64 * 1024 })
  for (let n = 1; n <= 1500; n++) spool.append(numbered(n))
  expect(drain(spool).length).toBeLessThan(1500)
  spool[Symbol.dispose]()
  expectComplete(drain(spoolIn(folder, { maxBytes: 64 * 1024 })), 1500)
})

testOnSmallDisk(
  'on a full disk the oldest makes room; what could not be kept is told, and nothing is damaged',
  1,
  async (disk) => {
    const folder = join(disk.path, 'spool')
    const spool = spoolIn(folder, { maxBytes: 16 << 20 })
    let n = 0
    for (; n < 2000; n++) expect(spool.append(numbered(n + 1))).toBe(true)
    disk.fill()
    for (; n < 6000; n++) spool.append(numbered(n + 1))
    disk.free()
    for (; n < 6100; n++) expect(spool.append(numbered(n + 1))).toBe(true)
    expectComplete(drain(spool), 6100)
    spool[Symbol.dispose]()
    expectComplete(drain(spoolIn(folder, { maxBytes: 16 << 20 })), 6100)
  },
)

test('a disk that lets no file go stops nobody: readings beyond the bound are counted, and told when it does', () => {
  const folder = spoolFolder()
  const spool = spoolIn(folder, { maxBytes: 128 * 1024 })
  let n = 0
  while (spool.bytes < 120 * 1024) spool.append(numbered(++n))
  const [stuck = ''] = filesIn(folder)
  const content = readFileSync(stuck)
  rmSync(stuck)
  // Not even root can remove a folder as if it were a file.
  mkdirSync(stuck)
  let refused = 0
  for (let more = 0; more < 500; more++) if (!spool.append(numbered(++n))) refused++
  expect(refused).toBeGreaterThan(0)
  expect(spool.bytes).toBeLessThanOrEqual(128 * 1024)
  rmSync(stuck, { recursive: true })
  writeFileSync(stuck, content)
  for (let more = 0; more < 10; more++) expect(spool.append(numbered(++n))).toBe(true)
  expectComplete(drain(spool), n)
  const last = drain(spool).at(-1)
  const [oldest = ''] = filesIn(folder)
  rmSync(oldest)
  mkdirSync(oldest)
  expect(() => spool.stored(last?.stream ?? '', last?.seq ?? 0)).not.toThrow()
})

test('a position that was truncated to nothing makes up no loss', () => {
  const folder = spoolFolder()
  const spool = spoolIn(folder, { maxBytes: 128 * 1024 })
  for (const n of upTo(600)) spool.append(numbered(n))
  for (const { stream, seq } of drain(spool).slice(-50, -49)) spool.stored(stream, seq)
  for (const n of upTo(700, 601)) spool.append(numbered(n))
  spool[Symbol.dispose]()
  truncateSync(join(folder, 'position.json'), 0)
  const readings = drain(spoolIn(folder, { maxBytes: 128 * 1024 }))
  expect(readings.some(({ lost }) => lost !== undefined)).toBe(false)
  expect(numbersOf(readings).at(-1)).toBe(700)
})
