/** Says whether devices can report, and whether what they report is kept. */
import { countOf } from '../../core/pages/words.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface TelemetryFacts {
  /** Null where the gateway is stopped or the broker is switched off. */
  broker: { port: number; sessions: number } | null
  isStoring: boolean
  /** Readings stored since the start. */
  readings: number
  /** Sessions and messages that were refused since the start. */
  refused: number
}

/** One check. */
export function checkTelemetry({ broker, isStoring, readings, refused }: TelemetryFacts): DoctorCheck {
  const base = { id: 'telemetry', title: 'Reports of devices' }
  if (!isStoring) {
    return {
      ...base,
      state: 'fail',
      found: 'Readings of devices do not reach the disk.',
      meaning: 'Agents keep what they measure and send it again; readings of other devices are lost in time.',
      todo: 'Look at the checks of disk and store.',
    }
  }
  if (broker === null) {
    return {
      ...base,
      state: 'ok',
      found: 'The broker is not running.',
      meaning: 'No device can report now.',
      todo: '',
    }
  }
  const found = `${countOf(broker.sessions, 'session')} on port ${broker.port}; ${countOf(readings, 'reading')} stored since the start.`
  if (refused > 0) {
    return {
      ...base,
      state: 'warn',
      found: `${found} ${refused.toLocaleString('en')} sessions or messages were refused.`,
      meaning: 'A device is set up wrongly or has been replaced, or somebody tries what is not theirs.',
      todo: 'See which in `gatehouse incident list`; counts by cause stand in the metrics.',
    }
  }
  return { ...base, state: 'ok', found, meaning: 'What devices report is kept.', todo: '' }
}
