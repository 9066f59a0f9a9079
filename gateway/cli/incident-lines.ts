/** Writes incidents for a terminal: what happened, who knows, and how much of the 72 hours is left. */

import type { Signal } from '../core/detection/signal.ts'
import { lengthOfTime } from '../core/detection/words.ts'
import type { LegalClock } from '../core/incident/legal-clock.ts'
import type { IncidentDetails, IncidentView } from '../core/incident/view.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export function listLines(incidents: readonly IncidentView[]): string[] {
  return table(
    incidents.map((incident) => [
      incident.id,
      timeOfDay(incident.openedAt),
      incident.severity,
      stateWords(incident),
      incident.sentence,
    ]),
  )
}

export function detailLines({ incident, signals }: IncidentDetails): string[] {
  return [
    incident.sentence,
    '',
    ...table([
      ['id', incident.id],
      ['about', `${incident.subject.kind} ${incident.subject.name}, noticed by ${incident.detector}`],
      ['severity', incident.severity],
      ['state', stateWords(incident)],
      ['opened', timeOfDay(incident.openedAt)],
      ['signals', `${incident.signals}, the last one ${timeOfDay(incident.lastSignalAt)}`],
      ...row('over', incident.overAt),
      ...row('acknowledged', incident.acknowledgedAt),
      ...row('notify by', incident.notifyBy),
      ...row('closed', incident.closedAt),
      ...(incident.note === '' ? [] : [['note', incident.note.replaceAll('\n', ' / ')]]),
    ]),
    ...signals.flatMap(signalLines),
  ]
}

/** One line after something was done. */
export function stateLine(incident: IncidentView): string {
  return `${incident.id}: ${stateWords(incident)}`
}

function stateWords({ state, outcome, clock, overAt }: IncidentView): string {
  switch (state) {
    case 'open':
      return overAt === null ? 'open' : 'open, but over'
    case 'acknowledged':
      return `acknowledged${clock === null ? '' : `, ${clockWords(clock)}`}`
    case 'closed':
      return outcome === 'ended' ? 'closed: it ended by itself' : `closed: ${outcome ?? ''}`
  }
}

function clockWords({ leftMs, leftByClockMs, isDoubtful }: LegalClock): string {
  const left = (ms: number) =>
    ms < 0 ? `OVERDUE by ${lengthOfTime(-ms)}` : `${lengthOfTime(ms)} left to notify`
  if (!isDoubtful) return left(leftMs)
  return `${left(leftMs)} by what really passed, but ${left(leftByClockMs)} by this box's clock, which was set meanwhile: take the shorter unless you know better`
}

function signalLines({ at, kind, sentence, evidence, technique, records }: Signal): string[] {
  const numbers = Object.entries(evidence).map(([name, value]) => `${name}=${value}`)
  return [
    '',
    `${timeOfDay(at)}  ${kind}  ${sentence}`,
    `  ${numbers.join('  ')}`,
    ...(technique === null ? [] : [`  ATT&CK ${technique}`]),
    ...(records.length === 0 ? [] : [`  journal records: ${records.join(' ')}`]),
  ]
}

function row(name: string, at: number | null): string[][] {
  return at === null ? [] : [[name, timeOfDay(at)]]
}
