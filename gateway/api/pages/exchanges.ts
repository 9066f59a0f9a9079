/** Shows exchanges as a table: when, who, where to, what happened and why, what was found. */
import { machineName } from '../../core/client/machine-name.ts'
import type { ExchangeRecord, VerdictAction } from '../../core/journal.ts'
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { type MarkName, mark } from '../../core/pages/marks.ts'
import { countOf, figure } from '../../core/pages/words.ts'
import { type EntityType, entityTypes, type Operator } from '../../core/pii/entity.ts'
import { explain } from '../../core/policy/reasons.ts'
import type { GatewayStatus } from '../services.ts'
import { isoTime, shortTime } from './times.ts'

/** Each verdict in one word, with its mark. */
export const verdictWords: Readonly<Record<VerdictAction, { word: string; mark: MarkName }>> = {
  pass: { word: 'Passed', mark: 'passed' },
  transform: { word: 'Cleaned', mark: 'cleaned' },
  tunnel: { word: 'Not looked into', mark: 'unread' },
  refuse: { word: 'Stopped', mark: 'stopped' },
  'refused-midstream': { word: 'Cut off', mark: 'stopped' },
  fail: { word: 'Failed', mark: 'failed' },
}

export interface ExchangeTableOptions {
  records: readonly ExchangeRecord[]
  now: number
  status: GatewayStatus
  /** What machines are called now, by the ids that records note. */
  names: ReadonlyMap<string, string>
}

/** Explicit roles: on narrow screens rows become blocks, and `display: block` would take the table from screen readers. */
export function exchangeTable({ records, now, status, names }: ExchangeTableOptions): Html {
  const rows = records.map((record) => exchangeRow(record, { now, status, names }))
  return html`<table role="table" aria-labelledby="exchanges">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="time">Time</th><th role="columnheader" scope="col" class="client">Client</th><th role="columnheader" scope="col" class="dest">Destination</th><th role="columnheader" scope="col">What happened</th><th role="columnheader" scope="col" class="found">What was found</th></tr></thead>
<tbody role="rowgroup">
${rows}</tbody></table>`
}

function exchangeRow(
  record: ExchangeRecord,
  { now, status, names }: Omit<ExchangeTableOptions, 'records'>,
): Html {
  const { word, mark: markName } = verdictWords[record.action]
  const observed = record.observed ? html` <span class="quiet">(only watched)</span>` : null
  const why = whyText(record)
  return html`<tr role="row"><td role="cell" class="time"><time datetime="${isoTime(record.at)}">${shortTime(record.at, now, status.timeZone)}</time></td><td role="cell" class="client mono">${clientOf(record, names)}</td><td role="cell" class="dest"><span class="mono">${destination(record)}</span>${path(record)}</td><td role="cell" class="verdict"><span class="word">${mark(markName)}${word}</span>${observed}${why === '' ? null : html`<span class="why">${why}</span>`}</td><td role="cell" class="found">${found(record)}</td></tr>
`
}

function clientOf(record: ExchangeRecord, names: ReadonlyMap<string, string>): Html {
  const name = machineName(record, names)
  return name === null ? html`${record.client}` : html`${name} <span class="quiet">${record.client}</span>`
}

/** The ordinary needs no explanation: a sentence on each of a thousand harmless rows would hide the others. */
function whyText(record: ExchangeRecord): string {
  if (record.reason === 'nothing-found') return ''
  // The destination stands beside it in the row, so the sentence need not repeat its name.
  const sentence = explain(record.action, record.reason)
  return record.ruleId === null ? sentence : `${sentence} Rule: ${record.ruleId}.`
}

function destination(record: ExchangeRecord): string {
  const usual = record.scheme === 'https' ? 443 : 80
  const name = /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(record.destination)
    ? `[${record.destination}]`
    : record.destination
  // Of whoever is turned away before the request is read, no port is known either.
  if (name === '') return 'unknown'
  return record.port === usual ? name : `${name}:${record.port}`
}

function path(record: ExchangeRecord): Html | null {
  if (record.method === null) return null
  return html`<span class="mono path">${record.method} ${shortened(record.pathTemplate ?? '')}</span>`
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}

/** `3 e-mail addresses masked`: per type, with what was done to them. */
function found(record: ExchangeRecord): Html | null {
  const counts = Object.entries(record.findingCounts) as [EntityType, number][]
  const lines = counts
    .filter(([, count]) => count > 0)
    .map(([type, count]) => {
      const done = operatorsOf(record, type)
      return html`<li>${entityCount(type, count)}${done === '' ? null : html` <span class="quiet">${done}</span>`}</li>`
    })
  return lines.length === 0 ? null : html`<ul>${lines}</ul>`
}

function entityCount(type: EntityType, count: number): string {
  const { title } = entityTypes[type]
  // Plurals of titles such as `bank account (IBAN)` or `IP address`.
  const [, noun = title, rest = ''] = /^(.*?)( \(.*\))?$/.exec(title) ?? []
  return `${countOf(count, noun, noun.endsWith('s') ? `${noun}es` : `${noun}s`)}${rest}`
}

const operatorWords: Readonly<Record<Operator, string>> = {
  keep: 'kept',
  mask: 'masked',
  redact: 'removed',
  replace: 'replaced',
  hash: 'hashed',
  tokenize: 'replaced by tokens',
  fpe: 'encrypted in form',
  refuse: 'not let out',
}

function operatorsOf(record: ExchangeRecord, type: EntityType): string {
  const counts = new Map<Operator, number>()
  for (const finding of record.findings) {
    if (finding.type === type) counts.set(finding.operator, (counts.get(finding.operator) ?? 0) + 1)
  }
  if (counts.size === 1) return operatorWords[[...counts.keys()][0] as Operator]
  return [...counts].map(([operator, count]) => `${figure(count)} ${operatorWords[operator]}`).join(', ')
}
