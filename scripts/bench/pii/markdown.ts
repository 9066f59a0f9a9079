/** Writes the figures of a run as the tables that the analyzer's README publishes. */
import type { BenchLine } from '../line.ts'

/** Types with at least one label whose type was looked for, then everything that is not a type. */
export function markdownOf(lines: readonly BenchLine[]): string {
  const beside = new Map(
    lines.flatMap((line) => (line.case.endsWith('-beside-peers') ? [[nameOf(line), line]] : [])),
  )
  const own = lines.filter((line) => !line.case.endsWith('-beside-peers'))
  const types = own.filter(({ case: name, metric }) => metric === 'f1' && /^[A-Z_]+$/.test(name))
  const others = own.filter(
    (line) => !types.includes(line) && (line.metric !== 'recall' || !/^[A-Z_]+$/.test(line.case)),
  )
  return [
    '| type | F1 | precision | recall | exact span | labels | left out | best peer |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...types.map((line) => typeRow(line, beside.get(line.case))),
    '',
    '| what | figure | unit | target | best peer |',
    '| --- | --- | --- | --- | --- |',
    ...others.map((line) => otherRow(line, beside.get(line.case))),
    '',
  ].join('\n')
}

function nameOf({ case: name }: BenchLine): string {
  return name.replace(/-beside-peers$/, '')
}

function typeRow(line: BenchLine, peers: BenchLine | undefined): string {
  const { precision, recall, exact_recall, wanted, wrong_labels } = line.detail as Record<string, number>
  const shares = [line.value, precision, recall, exact_recall].map((value) => share(value ?? null))
  const f1 = `${shares[0]}${targetOf(line)}`
  return `| ${line.case} | ${[f1, ...shares.slice(1), wanted, wrong_labels, peerOf(peers)].join(' | ')} |`
}

function otherRow(line: BenchLine, peers: BenchLine | undefined): string {
  const figure = line.unit === 'share' ? share(line.value) : String(Number((line.value ?? 0).toPrecision(3)))
  const target = line.budget === null ? '' : `${line.budget}, ${line.met ? 'met' : '**missed**'}`
  return `| ${line.case} (${line.metric.replaceAll('_', ' ')}) | ${figure} | ${line.unit} | ${target} | ${peerOf(peers)} |`
}

function targetOf({ budget, met }: BenchLine): string {
  return budget === null ? '' : ` (${budget}, ${met ? 'met' : '**missed**'})`
}

function peerOf(line: BenchLine | undefined): string {
  if (line === undefined || line.peer === null) return '–'
  return `${line.unit === 'share' ? share(line.peer_value) : line.peer_value} ${line.peer}`
}

function share(value: number | null): string {
  return value === null ? '–' : value.toFixed(3).replace(/^0/, '')
}
