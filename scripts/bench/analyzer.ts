/** Measures how fast bodies are looked into and cleaned, beside JSON.parse of the same bytes in the same run. */

import { parseArgs } from 'node:util'
import { createInspector } from '../../gateway/core/content/create.ts'
import type { Judge } from '../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../gateway/core/content/whole.ts'
import { standardAnalyzer } from '../../gateway/core/pii/analyzer.ts'
import type { Finding } from '../../gateway/core/pii/entity.ts'
import { makeBody } from './bodies.ts'
import { type BenchLine, benchLine, median, printLine } from './line.ts'
import { measureOfficeFiles } from './office-files.ts'
import { shippedAnalyzer } from './pii/spans.ts'
import { Random } from './random.ts'

interface Options {
  rounds: number
  /** How long each side runs per round. */
  sliceMs: number
}

interface Subject {
  name: string
  /** Does the work on one body and returns the bytes that would be forwarded, where there are any. */
  work(body: Uint8Array): Uint8Array | null
}

/** The budgets count for inspection, bytes in and bytes out; the scanner alone is reported beside it. */
const budgets = { sparse: '>= 2.5', dense: '>= 1.5' } as const
const sizes = { '2k': 2048, '64k': 65_536, '1m': 1_048_576 } as const
const variants = 8

/** Runs every kind and size; `--rounds N` (default 15) and `--slice-ms N` (default 40) say how long. */
export async function run(args: string[]): Promise<BenchLine[]> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '15' }, 'slice-ms': { type: 'string', default: '40' } },
  })
  const options = { rounds: Number(values.rounds), sliceMs: Number(values['slice-ms']) }
  const lines: BenchLine[] = []
  for (const subject of [inspection, whole, shipped, scan]) {
    for (const kind of ['sparse', 'dense'] as const) {
      for (const [size, bytes] of Object.entries(sizes)) {
        const line = compare(subject, { name: `${subject.name}-${kind}-${size}`, kind, bytes }, options)
        printLine(line)
        lines.push(line)
      }
    }
  }
  for (const [name, piece] of Object.entries(digitTexts)) {
    const line = measureText(name, piece, options)
    printLine(line)
    lines.push(line)
  }
  for (const line of measureOfficeFiles(maskAll, options)) {
    printLine(line)
    lines.push(line)
  }
  return lines
}

const maskAll: Judge = {
  analyzer: standardAnalyzer,
  standIns: undefined,
  entity: () => 'mask',
  field: () => 'scan',
  judgesFields: false,
}

const inspection: Subject = {
  name: 'inspect',
  work(body) {
    const inspector = createInspector({
      format: 'json',
      judge: maskAll,
      limits: { maxValueBytes: 1_048_576 },
      opaqueParts: 'refuse',
    })
    return Buffer.concat([...inspector.push(body), ...inspector.end()])
  },
}

/** As the gateway reads bodies that it holds, which most are. */
const whole: Subject = { name: 'inspect-whole', work: (body) => inspectHeld(body, maskAll) }

/** The same as it is installed: with what names of fields tell, and with free text read for names. */
const shipped: Subject = { name: 'inspect-shipped', work: (body) => inspectHeld(body, maskShipped) }

const maskShipped: Judge = { ...maskAll, analyzer: shippedAnalyzer }

function inspectHeld(body: Uint8Array, judge: Judge): Uint8Array {
  const held = Buffer.from(body.buffer, body.byteOffset, body.length)
  return inspectWhole({ format: 'json', judge, opaqueParts: 'refuse' }, held).body
}

const findings: Finding[] = []
const scan: Subject = {
  name: 'scan',
  work(body) {
    findings.length = 0
    standardAnalyzer.scan({ bytes: body, start: 0, from: 0, end: body.length, final: true }, findings)
    return null
  },
}

/** Texts of digit groups, where an anchor stands at nearly every byte: the worst that a table or a drawing comes to. */
const single = new Random(7)
const digitTexts: Record<string, string> = {
  'digits-spaced-1m': '1 ',
  'digits-slashed-1m': '/1',
  'digits-random-1m': Array.from({ length: 4096 }, () => `${single.below(10)} `).join(''),
  'digits-ssn-percent-1m': '123-45-6789%',
}

/** Inspects a plain text of one repeated piece; nobody to compare with, and no budget. */
function measureText(name: string, piece: string, { rounds, sliceMs }: Options): BenchLine {
  const body = new Uint8Array(Buffer.alloc(sizes['1m'], piece))
  const speeds: number[] = []
  for (let round = -2; round < rounds; round++) {
    const speed = throughput([body], sliceMs, inspectText)
    if (round >= 0) speeds.push(speed)
  }
  return benchLine({
    bench: 'analyzer',
    case: `inspect-${name}`,
    metric: 'throughput',
    unit: 'MB/s',
    value: median(speeds),
    detail: { bytes: body.length, rounds },
  })
}

function inspectText(body: Uint8Array): void {
  const inspector = createInspector({
    format: 'text',
    judge: maskAll,
    limits: { maxValueBytes: sizes['1m'] },
    opaqueParts: 'refuse',
  })
  inspector.push(body)
  inspector.end()
}

interface Case {
  name: string
  kind: 'sparse' | 'dense'
  bytes: number
}

/** Alternates subject and peer within each round, so that whatever else the machine does meets both. */
function compare(subject: Subject, { name, kind, bytes }: Case, { rounds, sliceMs }: Options): BenchLine {
  const made = Array.from({ length: variants }, (_, seed) => makeBody({ kind, bytes, seed: seed + 1 }))
  const bodies = made.map(({ body }) => body)
  // Plain arrays, as the content parsers hand them to the scanner; a Buffer has another hidden class.
  const plain = bodies.map((body) => new Uint8Array(body))
  const arrived = made.reduce(
    (sum, { body, planted }) => sum + survivors(subject.work(new Uint8Array(body)), planted),
    0,
  )
  const subjectSpeeds: number[] = []
  const peerSpeeds: number[] = []
  for (let round = -2; round < rounds; round++) {
    const own = throughput(plain, sliceMs, (body) => subject.work(body))
    const peer = throughput(bodies, sliceMs, (body) => JSON.parse(body.toString()))
    // The first rounds warm both up.
    if (round < 0) continue
    subjectSpeeds.push(own)
    peerSpeeds.push(peer)
  }
  const ratio = median(subjectSpeeds.map((speed, index) => speed / peerSpeeds[index]!))
  return benchLine({
    bench: 'analyzer',
    case: name,
    metric: 'throughput',
    unit: 'MB/s',
    value: median(subjectSpeeds),
    peer: 'JSON.parse',
    peer_value: median(peerSpeeds),
    ratio,
    budget: subject === scan ? null : budgets[kind],
    detail: { bytes, entities: made[0]!.planted.length, planted_that_arrived: arrived, rounds },
  })
}

function throughput<Bytes extends Uint8Array>(
  bodies: readonly Bytes[],
  sliceMs: number,
  work: (body: Bytes) => unknown,
): number {
  const started = performance.now()
  let bytes = 0
  let elapsed = 0
  while (elapsed < sliceMs) {
    for (const body of bodies) {
      work(body)
      bytes += body.length
    }
    elapsed = performance.now() - started
  }
  return bytes / 1000 / elapsed
}

/** How many planted values are still in what would be forwarded: must be none. */
function survivors(forwarded: Uint8Array | null, planted: readonly string[]): number {
  if (forwarded === null) return 0
  const text = Buffer.from(forwarded).toString()
  return planted.filter((value) => text.includes(value)).length
}
