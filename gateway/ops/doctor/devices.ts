/** Checks that every enrolled device still has a certificate, and renews it in time. */
import type { DeviceRecord } from '../../core/device/record.ts'
import { dayMs } from '../../core/units.ts'
import type { DoctorCheck } from '../doctor.ts'

/** Devices renew after two thirds of a certificate's life; with a sixth left, several tries must have failed. */
const lateFraction = 1 / 6
/** Named in a sentence at most. */
const mostNamed = 5

/** One check. `devices` null: the register could not be read. */
export function checkDevices(devices: readonly DeviceRecord[] | null, now: number): DoctorCheck {
  const base = { id: 'devices', title: 'Devices' }
  if (devices === null)
    return {
      ...base,
      state: 'fail',
      found: 'The register of devices cannot be read.',
      meaning: 'No device can report or upload. Those that keep a spool keep their readings.',
      todo: 'Look at the check of the store: the register lies in it.',
    }
  const active = devices.filter(({ state }) => state === 'active')
  const ended = active.filter((device) => endOf(device) <= now)
  const late = active.filter((device) => endOf(device) > now && isLate(device, now))
  if (ended.length > 0)
    return {
      ...base,
      state: 'fail',
      found: `The certificates of ${named(ended)} have ended.`,
      meaning: 'These devices are turned away.',
      todo: 'Where the device is still in use: `gatehouse device revoke`, then `device add`, and enrol it again.',
    }
  if (late.length > 0)
    return {
      ...base,
      state: 'warn',
      found: `The certificates of ${named(late)} end within ${daysLeft(late, now)} days and were not renewed.`,
      meaning: 'A device renews by itself long before: these are switched off, or cannot reach the gateway.',
      todo: 'Switch them on, or `gatehouse device revoke` those that are no longer in use.',
    }
  return {
    ...base,
    state: 'ok',
    found:
      active.length === 0
        ? 'None has enrolled.'
        : `${active.length} enrolled, all with certificates that last.`,
    meaning: active.length === 0 ? 'Nothing reports to this gateway yet.' : 'That is enough.',
    todo: '',
  }
}

function endOf({ certificates }: DeviceRecord): number {
  return Math.max(0, ...certificates.map(({ notAfter }) => notAfter))
}

function isLate({ certificates }: DeviceRecord, now: number): boolean {
  const last = certificates.at(-1)
  return last !== undefined && last.notAfter - now < (last.notAfter - last.notBefore) * lateFraction
}

function named(devices: readonly DeviceRecord[]): string {
  const names = devices.slice(0, mostNamed).map(({ name }) => name)
  const rest = devices.length - names.length
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(' and ')
}

function daysLeft(devices: readonly DeviceRecord[], now: number): number {
  return Math.max(1, ...devices.map((device) => Math.ceil((endOf(device) - now) / dayMs)))
}
