/** Says in one sentence how long a device has been silent, and what was usual for it before. */
import { dayMs } from '../units.ts'
import type { Finding } from './signal.ts'
import type { WatchedDevice } from './silence.ts'
import { counted, lengthOfTime } from './words.ts'

/** What is compared with: a week is what a person remembers. */
const comparedDays = 7

/** The alarm. What is said of its past is true of the pauses that were measured, and of no others. */
export function silenceFinding(device: WatchedDevice, now: number, thresholdMs: number): Finding {
  const silentMs = now - device.heardAt
  const { usualMs } = device.rhythm.usual()
  return {
    kind: 'alarm',
    subject: { kind: 'device', name: device.name },
    // Who signs off by itself was switched off, most often: worth knowing, no hurry.
    severity: device.presence === 'away' ? 'note' : 'act-by',
    sentence: `${happened(device, silentMs)}; ${past(device, silentMs, now)}`,
    evidence: {
      presence: device.presence,
      silentMs: Math.round(silentMs),
      thresholdMs: Math.round(thresholdMs),
      usualPauseAtMostMs: Math.round(usualMs),
      longestPauseIn7DaysMs: Math.round(longestOf(device, now)),
      pausesLearnt: device.rhythm.count,
      knownForMs: Math.round(now - device.firstSeenAt),
    },
    technique: null,
    records: [],
  }
}

/** The alarm is over: the device was heard, or nobody waits for it any more. */
export function speaksAgainFinding(device: WatchedDevice, now: number, why: 'heard' | 'revoked'): Finding {
  const silentMs = now - device.heardAt
  const length = lengthOfTime(silentMs)
  return {
    kind: 'all-clear',
    subject: { kind: 'device', name: device.name },
    severity: 'note',
    sentence:
      why === 'heard'
        ? `${device.name} speaks again after ${length}.`
        : `${device.name} was silent for ${length} and is now revoked, so nobody waits for it.`,
    evidence: { silentMs: Math.round(silentMs) },
    technique: null,
    records: [],
  }
}

function happened(device: WatchedDevice, silentMs: number): string {
  const { name } = device
  const length = lengthOfTime(silentMs)
  if (device.presence === 'away') return `${name} signed off ${length} ago and has not come back`
  if (device.sinceStart)
    return `${name} has not been heard in the ${length} since the gateway began to watch again`
  if (device.presence === 'lost') return `${name} lost its connection and has been silent for ${length}`
  return `${name} has been silent for ${length}`
}

function past(device: WatchedDevice, silentMs: number, now: number): string {
  const longestMs = longestOf(device, now)
  const away = device.presence === 'away'
  const did = away ? 'stayed away' : 'paused'
  const since = sinceWhen(device, now)
  if (longestMs === 0) return away ? `${since} it never stayed away.` : `${since} it was not heard at all.`
  if (longestMs < silentMs) return `${since} it never ${did} longer than ${lengthOfTime(longestMs)}.`
  // A single outage is not its rhythm: it is named, not hidden.
  const days = away
    ? device.absences.daysWith(silentMs, now, comparedDays)
    : device.rhythm.daysWith(silentMs, now, comparedDays)
  const { usualMs } = device.rhythm.usual()
  const usually = away ? '' : `usually it pauses at most ${lengthOfTime(usualMs)}, and `
  return `${usually}${since} it ${did} for as long on ${counted(days, 'day')} only (at most ${lengthOfTime(longestMs)}).`
}

function longestOf(device: WatchedDevice, now: number): number {
  return device.presence === 'away'
    ? device.absences.longest(now, comparedDays)
    : device.rhythm.longest(now, comparedDays)
}

function sinceWhen(device: WatchedDevice, now: number): string {
  const knownMs = now - device.firstSeenAt
  return knownMs >= comparedDays * dayMs
    ? `in the last ${comparedDays} days`
    : `in the ${lengthOfTime(knownMs)} since it was first seen`
}
