/** Measures how fast texts are looked through: one text a call, and all of them as pieces of 64 KiB. */
import { makeBody } from '../bodies.ts'
import { type BenchLine, benchLine, median } from '../line.ts'
import type { AnnotatedText } from './corpus.ts'
import { inspect, shippedAnalyzer } from './spans.ts'

const rounds = 5
const leastMs = 300
const chunk = 65_536

/**
 * Through the whole inspector, as the gateway does with a plain text, and through the recognizers alone; then common sentences
 * through the model for free text alone.
 */
export function speedLines(texts: readonly AnnotatedText[]): BenchLine[] {
  const inspectText = (bytes: Uint8Array) => inspect(bytes, 'text/plain', () => {})
  const lines = (['short', '64k'] as const).flatMap((size) => {
    const pieces = piecesOf(texts, size)
    return [
      speedLine(`speed-${size}`, throughput(pieces, inspectText)),
      speedLine(`speed-recognizers-${size}`, throughput(pieces, scan)),
    ]
  })
  return [...lines, speedLine('speed-prose', throughput(commonSentences(), readProse, cpuMs))]
}

function speedLine(name: string, value: number): BenchLine {
  return benchLine({ bench: 'pii', case: name, metric: 'throughput', unit: 'MB/s', value })
}

function scan(bytes: Uint8Array): void {
  shippedAnalyzer.scan({ bytes, start: 0, from: 0, end: bytes.length, final: true }, [])
}

function readProse(bytes: Uint8Array): void {
  shippedAnalyzer.prose?.read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, [])
}

interface Conversation {
  data: { messages: { content: string }[] }[]
}

/** What people say in the bodies of all benchmarks, one text a message. */
function commonSentences(): Uint8Array[] {
  const { body } = makeBody({ kind: 'sparse', bytes: chunk, seed: 1 })
  const { data } = JSON.parse(body.toString()) as Conversation
  return data.flatMap(({ messages }) => messages.map(({ content }) => new Uint8Array(Buffer.from(content))))
}

export function piecesOf(texts: readonly AnnotatedText[], size: 'short' | '64k'): Uint8Array[] {
  const short = texts.map(({ text }) => new Uint8Array(Buffer.from(text)))
  if (size === 'short') return short
  const joined = new Uint8Array(Buffer.concat(short.flatMap((text) => [text, Buffer.from('\n')])))
  const pieces: Uint8Array[] = []
  for (let from = 0; from < joined.length; from += chunk) pieces.push(joined.subarray(from, from + chunk))
  return pieces
}

/** Time of a core that this process had; what others do on the machine meanwhile does not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Megabytes a second: the median of rounds, each at least `leastMs` long unless one pass takes longer. */
export function throughput<Piece extends { length: number }>(
  pieces: readonly Piece[],
  work: (piece: Piece) => unknown,
  now: () => number = () => performance.now(),
): number {
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0)
  const speeds: number[] = []
  for (let round = 0; round < rounds; round++) {
    const started = now()
    let passes = 0
    let elapsed = 0
    while (elapsed < leastMs) {
      for (const piece of pieces) work(piece)
      passes++
      elapsed = now() - started
    }
    speeds.push((bytes * passes) / 1000 / elapsed)
  }
  return median(speeds)
}
