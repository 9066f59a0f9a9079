/** Says in words what the first screen answers: is anything wrong, and what left today. */
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { countOf, figure, listOf } from '../../core/pages/words.ts'
import type { HealthWarning } from '../../core/ports.ts'
import type { GatewayStatus, JournalTotals } from '../services.ts'

/** The headline: what has to be done, before anything that happened. */
export function needSentence(warnings: readonly HealthWarning[]): string {
  const now = warnings.filter((warning) => warning.severity === 'act-now').length
  const soon = warnings.filter((warning) => warning.severity === 'act-by').length
  if (now > 0) return `${capital(counted(now))} ${now === 1 ? 'needs' : 'need'} you now.`
  if (soon > 0) return `${capital(counted(soon))} ${soon === 1 ? 'needs' : 'need'} you soon.`
  return 'Nothing needs you today.'
}

/** What happened since midnight. Never says "safe": it counts what was recognised. */
export function daySentence(totals: JournalTotals, status: GatewayStatus): Html {
  if (totals.exchanges === 0) {
    return html`No request has come through the gateway today.`
  }
  const { transform, refuse, fail, tunnel } = totals.byAction
  const stopped = refuse + totals.byAction['refused-midstream']
  const left = totals.exchanges - stopped - fail
  const cleaned = transform === 0 ? 'no personal data had to be cleaned' : carried(transform)
  const first =
    left === 0
      ? html`<strong>No request</strong> left the office.`
      : html`<strong>${countOf(left, 'request')}</strong> left the office; ${cleaned}.`
  const rest = [
    ...(stopped > 0 ? [`${figure(stopped)} ${was(stopped)} stopped`] : []),
    ...(fail > 0 ? [`${figure(fail)} could not be carried out`] : []),
    ...(tunnel > 0 ? [`${figure(tunnel)} ${was(tunnel)} not looked into, as the rules say`] : []),
  ]
  const second = rest.length === 0 ? null : html` ${capital(listOf(rest))}.`
  const observing =
    status.mode === 'observe'
      ? html` <strong>The gateway only watches for now: it changes and stops nothing.</strong>`
      : null
  const lost = totals.dropped > 0 ? html` ${countOf(totals.dropped, 'record')} could not be kept.` : null
  return html`${first}${second}${lost}${observing}`
}

function carried(transform: number): string {
  return `${figure(transform)} carried personal data and ${was(transform)} cleaned`
}

function was(count: number): string {
  return count === 1 ? 'was' : 'were'
}

const small = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

function counted(count: number): string {
  return `${small[count] ?? figure(count)} ${count === 1 ? 'thing' : 'things'}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
