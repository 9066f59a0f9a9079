/** Decides whether one more file may begin to arrive, so that no device takes the place of the others. */
import { GatewayError } from '../core/errors.ts'

export interface Admission {
  /** The place of one upload. Throws INGEST_BUSY. */
  admit(deviceId: string): Place
}

/** Given back once; giving it back again does nothing. */
export interface Place {
  leave(): void
}

/** @param maxUploads as `ingest.maxUploads` is now; one device gets half of it at most */
export function createAdmission(maxUploads: () => number): Admission {
  const byDevice = new Map<string, number>()
  let uploads = 0
  return {
    admit(deviceId) {
      const max = maxUploads()
      const own = byDevice.get(deviceId) ?? 0
      if (uploads >= max || own >= Math.max(1, Math.floor(max / 2))) throw busy(max)
      uploads++
      byDevice.set(deviceId, own + 1)
      let isTaken = true
      return {
        leave() {
          if (!isTaken) return
          isTaken = false
          uploads--
          const left = (byDevice.get(deviceId) ?? 1) - 1
          if (left === 0) byDevice.delete(deviceId)
          else byDevice.set(deviceId, left)
        },
      }
    },
  }
}

function busy(maxUploads: number): GatewayError {
  return new GatewayError(
    'INGEST_BUSY',
    { maxUploads },
    { hint: 'Send it again in a few seconds, or raise ingest.maxUploads.' },
  )
}
