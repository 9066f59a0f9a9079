/** Measures the detectors: processor time per event and per look, and memory per device and client. */
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createFirstCardDataDetector } from '../../gateway/core/detection/first-card-data.ts'
import type { Detector } from '../../gateway/core/detection/signal.ts'
import { createSilenceDetector } from '../../gateway/core/detection/silence.ts'
import type { DeviceIdentity } from '../../gateway/core/device/device.ts'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import { dayMs, minuteMs, secondMs } from '../../gateway/core/units.ts'
import { type BenchLine, benchLine, median, printLine } from './line.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const began = Date.UTC(2026, 10, 1)
const rounds = 5
const leastMicroseconds = 200_000

/** `--subjects N`: devices and clients that are watched; ten thousand unless told. */
export async function run(args: string[]): Promise<BenchLine[]> {
  const { values } = parseArgs({
    args,
    options: { subjects: { type: 'string', default: '10000' } },
    strict: false,
  })
  const count = Math.max(Number(values.subjects) || 0, 100)
  const lines = [...firstCardData(count), ...silence(count)]
  lines.forEach(printLine)
  return lines
}

function silence(count: number): BenchLine[] {
  const devices = Array.from({ length: count }, (_, index) => deviceOf(index))
  const reading = { v: 1 as const, values: { 'cpu.load': 0.5 } }
  const make = () => createSilenceDetector({ silenceMs: () => 2 * minuteMs, maxDevices: count })
  // Sixteen days of history: as much as a device ever has. A message every few seconds would only fill the same bins.
  const grow = (detector: Detector) => {
    for (let message = 0; message < 320; message++)
      for (const [index, device] of devices.entries()) {
        const at = began + message * (dayMs / 20) + ((index * 7919) % 60_000)
        detector.hears['reading.received']?.({ device, reading, at }, at)
      }
  }
  const { detector, heapBytes } = grown(make, grow)
  let now = began + 17 * dayMs
  const hear = () => {
    now += secondMs
    for (const device of devices) detector.hears['reading.received']?.({ device, reading, at: now }, now)
  }
  const perReading = microsecondsPer(count, hear)
  const look = () => void detector.tick(now)
  const perLook = microsecondsPer(count, look)
  // Longer than `silenceMs`, shorter than their rhythm: now each has to be compared with what it learnt.
  now += 10 * minuteMs
  const perJudgement = microsecondsPer(count, look)
  return [
    cost('silence-per-reading', perReading, '<= 5', count),
    cost('silence-per-device-and-look', perLook, null, count),
    cost('silence-per-device-and-look-while-all-pause', perJudgement, '<= 5', count),
    size('silence-bytes-per-device', heapBytes / count, detector, count),
  ]
}

function firstCardData(count: number): BenchLine[] {
  const records = Array.from({ length: count }, (_, index) => exchangeOf(index, index % 20 === 0))
  const make = () => createFirstCardDataDetector({ maxClients: count })
  const grow = (detector: Detector) => {
    for (const day of [0, 8])
      for (const record of records) detector.hears['exchange.recorded']?.(record, began + day * dayMs)
  }
  const { detector, heapBytes } = grown(make, grow)
  let now = began + 17 * dayMs
  const hear = () => {
    now += secondMs
    for (const record of records) detector.hears['exchange.recorded']?.(record, now)
  }
  return [
    cost('first-card-data-per-exchange', microsecondsPer(count, hear), '<= 5', count),
    size('first-card-data-bytes-per-client', heapBytes / count, detector, count),
  ]
}

/** A detector with its history, and what it takes of the heap. */
function grown(make: () => Detector, grow: (detector: Detector) => void) {
  const before = heapNow()
  const detector = make()
  grow(detector)
  return { detector, heapBytes: heapNow() - before }
}

/** Bytes after a collection, typed arrays included. */
function heapNow(): number {
  collect()
  // What the first collection let go of goes with the second.
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** The median over rounds of processor time for one event, each round as long as the system's own count needs. */
function microsecondsPer(events: number, work: () => void): number {
  for (let warm = 0; warm < 3; warm++) work()
  return median(
    Array.from({ length: rounds }, () => {
      const start = process.threadCpuUsage()
      for (let times = 1; ; times++) {
        work()
        const { user, system } = process.threadCpuUsage(start)
        if (user + system >= leastMicroseconds) return (user + system) / (times * events)
      }
    }),
  )
}

function cost(name: string, value: number, budget: string | null, subjects: number): BenchLine {
  return benchLine({
    bench: 'detectors',
    case: name,
    metric: 'cpu_microseconds',
    unit: 'us',
    value,
    budget,
    detail: { subjects },
  })
}

function size(name: string, value: number, detector: Detector, subjects: number): BenchLine {
  const saved = JSON.stringify(detector.memory()).length
  return benchLine({
    bench: 'detectors',
    case: name,
    metric: 'bytes_in_memory',
    unit: 'bytes',
    value,
    budget: '<= 20480',
    detail: {
      subjects,
      saved_bytes_per_subject: Math.round(saved / subjects),
    },
  })
}

function deviceOf(index: number): DeviceIdentity {
  return { id: index.toString(16).padStart(16, '0'), name: `device-${index}` }
}

function exchangeOf(index: number, isCard: boolean): ExchangeRecord {
  return {
    id: `019a00000000-${index.toString(16).padStart(12, '0')}`,
    at: began,
    durationMs: 12,
    client: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
    scheme: 'https',
    destination: `shop-${index % 50}.example`,
    port: 443,
    address: '203.0.113.7',
    method: 'POST',
    pathTemplate: '/v1/orders/{…}',
    status: 200,
    requestBytes: 2048,
    forwardedBytes: 2048,
    responseBytes: 512,
    action: 'pass',
    reason: isCard ? 'all-kept' : 'nothing-found',
    ruleId: 'default',
    observed: false,
    notes: [],
    findings: isCard ? [card] : [],
    findingCounts: isCard ? { CREDIT_CARD: 1 } : {},
  }
}

const card: ExchangeRecord['findings'][number] = {
  type: 'CREDIT_CARD',
  class: 'financial',
  place: 'body',
  path: 'card.number',
  offset: 20,
  length: 16,
  score: 0.95,
  reasons: ['luhn'],
  operator: 'keep',
  blindIndex: 'abcdefghijklmnopqrstuv',
}
