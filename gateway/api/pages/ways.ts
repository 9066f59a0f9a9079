/** Shows the other four ways on the first screen: devices, sealed files, tokens, what was destroyed, and alarms. */
import type { DeviceRecord } from '../../core/device/record.ts'
import type { GatewayError } from '../../core/errors.ts'
import type { IncidentView } from '../../core/incident/view.ts'
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { countOf } from '../../core/pages/words.ts'
import { GiB, KiB, MiB } from '../../core/units.ts'
import type { VaultObject } from '../../core/vault/object.ts'
import type { SweepRecord } from '../../store/sweep-records.ts'
import type { TokenTotals } from '../../store/token-register.ts'
import type { TelemetryStatus } from '../services/telemetry.ts'
import { isoTime, longDay, shortTime } from './times.ts'

/** What a way has to say, or why it cannot. */
export type Said<Facts> = Facts | { failure: GatewayError }

export interface WaysToday {
  devices: Said<{ records: readonly DeviceRecord[]; telemetry: TelemetryStatus }>
  files: Said<{ objects: number; bytes: number; newest: VaultObject | null }>
  tokens: Said<TokenTotals>
  sweep: Said<{ last: SweepRecord | null }>
  /** The newest that is not closed, and how many there are (at most as many as were asked for). */
  alarms: Said<{ open: readonly IncidentView[] }>
}

export interface WaysModel {
  now: number
  timeZone: string | null
  ways: WaysToday
}

export function waysSection({ ways, now, timeZone }: WaysModel): Html {
  const time = (at: number) => html`<time datetime="${isoTime(at)}">${shortTime(at, now, timeZone)}</time>`
  return html`<section aria-labelledby="ways"><h2 id="ways">Devices, files and alarms</h2>
<dl class="facts"><dt>Devices</dt><dd>${said(ways.devices, devices(time))}</dd>
<dt>Sealed files</dt><dd>${said(ways.files, files(time))}</dd>
<dt>Tokens</dt><dd>${said(ways.tokens, tokens)}</dd>
<dt>Destroyed in time</dt><dd>${said(ways.sweep, sweep(timeZone))}</dd>
<dt>Alarms</dt><dd>${said(ways.alarms, alarms(time))}</dd></dl></section>`
}

type ShowTime = (at: number) => Html

function said<Facts extends object>(facts: Said<Facts>, words: (facts: Facts) => Html): Html {
  return 'failure' in facts ? html`Cannot be said now: ${facts.failure.message}` : words(facts)
}

function devices(time: ShowTime) {
  return ({ records, telemetry }: { records: readonly DeviceRecord[]; telemetry: TelemetryStatus }): Html => {
    const active = records.filter(({ state }) => state === 'active')
    if (active.length === 0) {
      return html`None yet. <code>gatehouse device add NAME</code> prints the code that a device joins with.`
    }
    const seen = Math.max(...active.map(({ seenAt }) => seenAt ?? 0))
    const last = seen === 0 ? html`none was heard of yet` : html`last heard of at ${time(seen)}`
    const storing = telemetry.isStoring
      ? html`${countOf(telemetry.stored.readings, 'reading')} kept since the start`
      : html`<strong>readings wait for the disk</strong>`
    return html`${countOf(active.length, 'device')}, ${countOf(telemetry.sessions, 'connection')} open; ${last}; ${storing}.`
  }
}

function files(time: ShowTime) {
  return ({
    objects,
    bytes,
    newest,
  }: {
    objects: number
    bytes: number
    newest: VaultObject | null
  }): Html =>
    newest === null
      ? html`None yet. Devices send them by HTTPS or SFTP, and they lie encrypted from the first byte.`
      : html`${countOf(objects, 'file')}, ${size(bytes)}; the newest from ${newest.bucket.source} at ${time(newest.at)}.`
}

function tokens({ tokens: count, groups, oldest }: TokenTotals): Html {
  if (count === 0) return html`None are kept. Assistants are sent them instead of names and addresses.`
  return html`${countOf(count, 'value')} kept for ${countOf(groups, 'destination group')}, the oldest of ${oldest}. <code>gatehouse token list</code> says which.`
}

function sweep(timeZone: string | null) {
  return ({ last }: { last: SweepRecord | null }): Html => {
    if (last === null) return html`Nothing was due yet. <code>gatehouse sweep plan</code> shows what will be.`
    const day = longDay(last.plannedAt, timeZone)
    if (last.state !== 'complete')
      return html`<strong>The sweep of ${day} is not done</strong>${last.problem === null ? '' : html`: ${last.problem}`}.`
    return last.hasProof
      ? html`On ${day}, with a <a href="/api/v1/sweeps/${last.id}/proof">signed proof</a>.`
      : html`On ${day} nothing was due.`
  }
}

function alarms(time: ShowTime) {
  return ({ open }: { open: readonly IncidentView[] }): Html => {
    const newest = open[0]
    if (newest === undefined) return html`None is open.`
    const others = open.length > 1 ? html` ${countOf(open.length - 1, 'more is', 'more are')} open.` : null
    return html`${newest.sentence} <span class="quiet">Since ${time(newest.openedAt)}; <code>gatehouse incident ack ${newest.id}</code> says that you know.</span>${others}`
  }
}

function size(bytes: number): string {
  const [unit, word] =
    bytes >= GiB ? ([GiB, 'GiB'] as const) : bytes >= MiB ? ([MiB, 'MiB'] as const) : ([KiB, 'KiB'] as const)
  return `${(bytes / unit).toFixed(1)} ${word}`
}
