/** Sets our figures beside those of public recognizers on the same texts: per type, false alarms, bodies, speed. */
import { type BenchLine, benchLine } from '../line.ts'
import { bodyLines } from './bodies.ts'
import type { AnnotatedText, Corpus } from './corpus.ts'
import { figuresOf } from './figures.ts'
import { type Judgement, judgeTexts } from './judgement.ts'
import type { Peer } from './peers.ts'
import type { Span } from './spans.ts'
import { piecesOf, throughput } from './speed.ts'

/** Peers need up to minutes for what takes us a second: their speed is measured on so many characters. */
const speedSample = 60_000

/** What each peer reaches: a name → its figure. */
type PeerFigures = Record<string, number>

interface Comparison {
  name: string
  metric: string
  unit: string
  ours: number | null
  peers: PeerFigures
  /** True where less is better. */
  fewer?: true
}

export interface Ours {
  judgement: Judgement
  lines: readonly BenchLine[]
}

/** `ours.lines` are the lines that were made of the same corpus without peers. */
export async function peerLines(corpus: Corpus, ours: Ours, peers: readonly Peer[]): Promise<BenchLine[]> {
  const judged = new Map<Peer, Judgement>()
  for (const peer of peers) judged.set(peer, await judgePeer(corpus.texts, peer))
  const types = [...new Set(peers.flatMap((peer) => peer.types))]
  const comparisons = types.map((type) => ofType(type, ours.judgement, judged))
  comparisons.push(ofCleanTexts(ours.judgement, judged))
  for (const kind of ['payloads-hand', 'payloads-key-derived']) {
    comparisons.push(await ofBodies(kind, corpus, { lines: ours.lines, peers }))
  }
  for (const size of ['short', '64k'] as const)
    comparisons.push(ofSpeed(size, corpus, { lines: ours.lines, peers }))
  return comparisons.filter(({ ours }) => ours !== null).map(lineOf)
}

function lineOf({ name, metric, unit, ours, peers, fewer }: Comparison): BenchLine {
  const ranked = Object.entries(peers)
    .filter(([, value]) => value > 0)
    .sort(([, one], [, other]) => (fewer ? one - other : other - one))
  const [peer, value] = ranked[0] ?? [null, null]
  return benchLine({
    bench: 'pii',
    case: `${name}-beside-peers`,
    metric,
    unit,
    value: ours,
    peer,
    peer_value: value,
    ratio: value === null || ours === null ? null : ours / value,
    budget: fewer ? '<= 1' : '>= 1',
    detail: {
      peers: Object.fromEntries(ranked.map(([who, figure]) => [who, Number(figure.toPrecision(4))])),
    },
  })
}

async function judgePeer(texts: readonly AnnotatedText[], peer: Peer): Promise<Judgement> {
  const found = new Map<string, Span[]>()
  for (const { text } of texts) if (!found.has(text)) found.set(text, await peer.find(text))
  return judgeTexts(
    texts,
    (text) => found.get(text)!,
    () => {},
  )
}

function ofType(type: string, ours: Judgement, judged: ReadonlyMap<Peer, Judgement>): Comparison {
  const f1 = ({ tallies }: Judgement) => {
    const { wanted, f1 } = figuresOf(tallies.filter((tally) => tally.type === type))
    return wanted === 0 ? null : f1
  }
  const able = [...judged].filter(([peer]) => peer.types.includes(type))
  const peers = Object.fromEntries(able.map(([peer, judgement]) => [peer.name, f1(judgement) ?? 0]))
  return { name: type, metric: 'f1', unit: 'share', ours: f1(ours), peers }
}

function ofCleanTexts(ours: Judgement, judged: ReadonlyMap<Peer, Judgement>): Comparison {
  const rate = ({ clean }: Judgement) => {
    const counted = clean.alarms.filter(
      ({ type, inScope }) => inScope && type !== 'PERSON' && type !== 'ADDRESS',
    )
    return (counted.length * 1000) / clean.characters
  }
  const peers = Object.fromEntries([...judged].map(([peer, judgement]) => [peer.name, rate(judgement)]))
  const unit = '1/1000 characters'
  return { name: 'clean-texts', metric: 'false_alarms', unit, ours: rate(ours), peers, fewer: true }
}

interface Known {
  lines: readonly BenchLine[]
  peers: readonly Peer[]
}

async function ofBodies(kind: string, { bodies }: Corpus, { lines, peers }: Known): Promise<Comparison> {
  const figures: PeerFigures = {}
  for (const peer of peers) {
    const found = new Map<string, Span[]>()
    for (const { body } of bodies) found.set(body, await peer.find(body))
    const own = bodyLines(bodies, false, (body) => found.get(body)!).find((line) => line.case === kind)
    figures[peer.name] = own?.value ?? 0
  }
  const ours = lines.find((line) => line.case === kind)?.value ?? null
  return { name: kind, metric: 'personal_characters_covered', unit: 'share', ours, peers: figures }
}

function ofSpeed(size: 'short' | '64k', { texts }: Corpus, { lines, peers }: Known): Comparison {
  const figures: PeerFigures = {}
  const sample = piecesOf(sampleOf(texts), size).map((bytes) => Buffer.from(bytes).toString())
  for (const peer of peers) {
    // Where a peer hands out promises, a call that is not waited for would measure nothing.
    if (peer.find('') instanceof Promise) continue
    figures[peer.name] = throughput(sample, peer.find)
  }
  const ours = lines.find((line) => line.case === `speed-${size}`)?.value ?? null
  return { name: `speed-${size}`, metric: 'throughput', unit: 'MB/s', ours, peers: figures }
}

/** Texts of all sources, spread over the corpus. */
function sampleOf(texts: readonly AnnotatedText[]): AnnotatedText[] {
  const total = texts.reduce((sum, { text }) => sum + text.length, 0)
  const step = Math.max(1, Math.ceil(total / speedSample))
  return texts.filter((_, index) => index % step === 0)
}
