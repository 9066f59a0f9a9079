/** Shows the other four ways on the first screen: devices, sealed files, tokens, what was destroyed, and alarms. */
import type { ClientTotals } from '../../clients/totals.ts'
import type { DeviceRecord } from '../../core/device/record.ts'
import type { GatewayError } from '../../core/errors.ts'
import type { IncidentView } from '../../core/incident/view.ts'
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { countOf, figure } from '../../core/pages/words.ts'
import { GiB, KiB, MiB } from '../../core/units.ts'
import type { VaultObject } from '../../core/vault/object.ts'
import type { ToldFacts } from '../../network/tell-machines.ts'
import type { SweepRecord } from '../../store/sweep-records.ts'
import type { TokenTotals } from '../../store/token-register.ts'
import type { TelemetryStatus } from '../services/telemetry.ts'
import { isoTime, longDay, shortTime } from './times.ts'

/** With what the network's rules were told of them. */
type Machines = ClientTotals & { rules: ToldFacts | null }

/** What a way has to say, or why it cannot. */
export type Said<Facts> = Facts | { failure: GatewayError }

/** Null each where it is not for the role of whoever sees it. */
export interface WaysToday {
  machines: Machines | null
  devices: Said<{ records: readonly DeviceRecord[]; telemetry: TelemetryStatus }> | null
  files: Said<{ objects: number; bytes: number; newest: VaultObject | null }> | null
  tokens: Said<TokenTotals> | null
  sweep: Said<{ last: SweepRecord | null }> | null
  /** The newest that is not closed, and how many there are (at most as many as were asked for). */
  alarms: Said<{ open: readonly IncidentView[] }> | null
}

export interface WaysModel {
  now: number
  timeZone: string | null
  ways: WaysToday
}

export function waysSection({ ways, now, timeZone }: WaysModel): Html {
  const time = (at: number) => html`<time datetime="${isoTime(at)}">${shortTime(at, now, timeZone)}</time>`
  return html`<section aria-labelledby="ways"><h2 id="ways">Devices, files and alarms</h2>
<dl class="facts">${ways.machines === null ? null : machines(ways.machines)}${said('Devices', ways.devices, devices(time))}
${said('Sealed files', ways.files, files(time))}
${said('Tokens', ways.tokens, tokens)}
${said('Destroyed in time', ways.sweep, sweep(timeZone))}
${said('Alarms', ways.alarms, alarms(time))}</dl></section>`
}

/** Nothing where nobody watches: most offices know their machines by address alone. */
function machines({ isWatching, here, known, waiting, guests, quarantined, rules }: Machines): Html | null {
  if (!isWatching) return null
  const waits =
    waiting === 0
      ? null
      : html`<strong>${countOf(waiting, 'machine waits', 'machines wait')} for your answer</strong>; `
  const cutOff = quarantined === 0 ? null : html`, <strong>${figure(quarantined)} in quarantine</strong>`
  return html`<dt>Machines</dt><dd>${waits}${figure(here)} here now, ${figure(known)} yours, ${countOf(guests, 'guest')}${cutOff}. <code>gatehouse clients list</code> shows them.${rules === null ? null : inRules(rules)}</dd>`
}

/** By network cards: phones that make theirs up are guests without being listed. */
function inRules({ state, quarantined, guests }: ToldFacts): Html | null {
  switch (state) {
    case 'in-step':
      return html` The network's rules hold back ${figure(quarantined)} in quarantine and ${countOf(guests, 'guest')}.`
    case 'waiting':
      return html` <strong>The network's rules do not know of it yet.</strong>`
    case 'no-rules':
      return html` <strong>The network's rules are not in force.</strong>`
    case 'old-rules':
      return html` <strong>The network's rules are of an earlier release, and hold no single machine back.</strong>`
    case 'unlooked':
      return quarantined + guests === 0
        ? null
        : html` <strong>Nobody has looked of late whether the network's rules still hold them back.</strong>`
    case 'unwritten':
      return html` <strong>What the network's rules are to know cannot be written down.</strong>`
    case 'unread':
      return html` <strong>What the network's rules were told was gone, or not to be followed.</strong>`
    case 'left-over':
      return html` <strong>The network part is switched off, and its rules are still there.</strong>`
  }
}

type ShowTime = (at: number) => Html

function said<Facts extends object>(
  title: string,
  facts: Said<Facts> | null,
  words: (facts: Facts) => Html,
): Html | null {
  if (facts === null) return null
  const text = 'failure' in facts ? html`Cannot be said now: ${facts.failure.message}` : words(facts)
  return html`<dt>${title}</dt><dd>${text}</dd>`
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
