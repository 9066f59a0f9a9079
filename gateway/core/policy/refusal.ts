/** Makes the page (or the problem document) that a person or program sees instead of the answer it asked for. */
import { createHash } from 'node:crypto'
import type { VerdictReason } from '../journal.ts'
import { type EntityType, entityTypeNames, entityTypes } from '../pii/entity.ts'
import { reasonFor } from './reasons.ts'
import { refusalStyle } from './refusal-style.ts'

export interface RefusalOptions {
  reason: VerdictReason
  /** HTTP status that the answer has. */
  status: number
  /** The destination as the client named it; '' where it named none. */
  host: string
  /** null where no rule was reached. */
  ruleId: string | null
  /** How many of each type were found. */
  findingCounts: Readonly<Partial<Record<EntityType, number>>>
  /** Whom to ask; '' where nobody was named. */
  contact: string
  exchangeId: string
  /** Where a person can be asked to look at it, on a page of the gateway's own; absent or null: nowhere. */
  review?: string | null | undefined
  /** Where the gateway says what it did with this machine's last minutes; absent or null: nowhere. */
  trouble?: string | null | undefined
  /** Technical detail, one click away. Never a value from traffic. */
  detail?: string | undefined
}

/** RFC 9457 problem details with Gatehouse's own members; its media type is application/problem+json. */
export interface RefusalProblem {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  reason: VerdictReason
  host: string
  rule: string | null
  found: readonly { type: EntityType; title: string; count: number }[]
  next: string
  exchange: string
  /** Where a person can be asked to look at it: open it in a browser on the same machine, within an hour. */
  review?: string
  technical?: string
}

/** Hash of the page's one style element, `sha256-…`, as a source of `style-src` (CSP Level 3 §8.3). */
export const refusalStyleHash = `sha256-${createHash('sha256').update(refusalStyle).digest('base64')}`

/**
 * Both forms of one refusal. Everything that came from outside
 * is shortened, freed of characters that could turn text around, and escaped.
 */
export function refusalPage(options: RefusalOptions): { html: string; problem: RefusalProblem } {
  const host = printable(options.host, 253)
  const words = reasonFor(options.reason, { host, contact: printable(options.contact, 300) })
  const found = entityTypeNames.flatMap((type) => {
    const count = options.findingCounts[type] ?? 0
    return count > 0 ? [{ type, title: entityTypes[type].title, count }] : []
  })
  const exchange = printable(options.exchangeId, 64)
  const problem: RefusalProblem = {
    type: `urn:gatehouse:reason:${options.reason}`,
    title: words.title,
    status: options.status,
    detail: words.happened,
    instance: `urn:gatehouse:exchange:${encodeURIComponent(exchange)}`,
    reason: options.reason,
    host,
    rule: options.ruleId === null ? null : printable(options.ruleId, 64),
    found,
    next: words.next,
    exchange,
    ...(options.review == null ? {} : { review: options.review }),
    ...(options.detail === undefined ? {} : { technical: printable(options.detail, 500) }),
  }
  return { html: page(problem, options.trouble ?? null), problem }
}

/**
 * True where an Accept field (RFC 9110 §12.5.1) asks for HTML by name and likes JSON no better. A bare wildcard is a
 * program's word for "I take what comes", so it gets the problem document.
 */
export function wantsHtml(accept: string | undefined): boolean {
  let html = 0
  let json = 0
  for (const part of (accept ?? '').slice(0, 2000).toLowerCase().split(',')) {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    const weight = qualityOf(parameters)
    if (range === 'text/html' || range === 'application/xhtml+xml') html = Math.max(html, weight)
    if (range === 'application/json' || range.endsWith('+json')) json = Math.max(json, weight)
  }
  return html > 0 && html >= json
}

function page(problem: RefusalProblem, trouble: string | null): string {
  const facts = [
    ...(problem.host === '' ? [] : [fact('Destination', problem.host)]),
    ...(problem.rule === null ? [] : [fact('Rule', problem.rule)]),
    fact('Number', problem.exchange),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(problem.title)}</title>
<style>${refusalStyle}</style>
</head>
<body>
<main>
<p class="who">Gatehouse · the gateway of this office</p>
<h1>${escapeHtml(problem.title)}</h1>
<p>${escapeHtml(problem.detail)}</p>
${foundList(problem.found)}<h2>What to do</h2>
<p>${escapeHtml(problem.next)}</p>
${askLine(problem.review)}${troubleLine(trouble)}<dl>
${facts.join('\n')}
</dl>
${problem.technical === undefined ? '' : `<details><summary>Technical detail</summary><p class="code">${escapeHtml(problem.technical)}</p></details>\n`}</main>
</body>
</html>
`
}

/** The page of the gateway learns nothing of the one that was stopped: no referrer goes with the link. */
function askLine(review: string | undefined): string {
  if (review === undefined) return ''
  return `<p class="ask"><a href="${escapeHtml(review)}" rel="noreferrer">Ask for a review</a></p>\n`
}

function troubleLine(trouble: string | null): string {
  if (trouble === null) return ''
  return `<p><a href="${escapeHtml(trouble)}" rel="noreferrer">Something else does not work?</a></p>\n`
}

function foundList(found: RefusalProblem['found']): string {
  if (found.length === 0) return ''
  const items = found.map(
    ({ title, count }) => `<li><span class="count">${count} ×</span> ${escapeHtml(title)}</li>`,
  )
  return `<h2>What we found</h2>\n<ul>\n${items.join('\n')}\n</ul>\n`
}

function fact(name: string, value: string): string {
  return `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Control, format (bidirectional overrides among them), private and unpaired characters become �; the rest is cut to length. */
function printable(text: string, maxLength: number): string {
  const clean = text.slice(0, maxLength).replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
  return text.length > maxLength ? `${clean}…` : clean
}

function qualityOf(parameters: readonly string[]): number {
  const written = parameters.find((parameter) => parameter.startsWith('q='))
  if (written === undefined) return 1
  const weight = Number(written.slice(2))
  return weight >= 0 && weight <= 1 ? weight : 0
}
