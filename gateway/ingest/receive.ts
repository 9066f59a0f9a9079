/** The way of one file from a device into the vault: admitted, sealed as it comes, acknowledged when it is safe. */
import type { DeviceIdentity } from '../core/device/device.ts'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import type { IncomingObject, ObjectOffer } from '../core/vault/intake.ts'
import { nameFault, nameFaultSentences } from '../core/vault/name.ts'
import { type VaultClass, vaultClasses } from '../core/vault/object.ts'
import type { Place } from './admission.ts'
import type { IngestParts } from './ingest.ts'

/** What a device says of a file before it sends it. */
export interface Announcement {
  listener: 'https' | 'sftp'
  device: DeviceIdentity
  class: string
  name: string
  contentType: string | null
  bytes: number | null
}

/** One file on its way, with its place among the uploads. */
export interface Reception extends IncomingObject {
  readonly received: number
}

/** Throws OBJECT_NAME_INVALID, OBJECT_TOO_LARGE, INGEST_BUSY, VAULT_FULL, VAULT_UNWRITABLE, the STORE_ errors. */
export async function beginReception(announcement: Announcement, parts: IngestParts): Promise<Reception> {
  let place: Place | null = null
  try {
    const offer = offerOf(announcement)
    place = parts.admission.admit(announcement.device.id)
    const incoming = await parts.intake.begin(offer)
    return createReception(incoming, { place, parts, announcement })
  } catch (error) {
    place?.leave()
    throw refused(error, announcement, parts)
  }
}

interface Receiving {
  place: Place
  parts: IngestParts
  announcement: Announcement
}

function createReception(incoming: IncomingObject, { place, parts, announcement }: Receiving): Reception {
  let received = 0
  return {
    get received() {
      return received
    },
    async write(piece) {
      received += piece.length
      try {
        await incoming.write(piece)
      } catch (error) {
        place.leave()
        throw refused(error, announcement, parts)
      }
    },
    async finish() {
      try {
        const sealed = await incoming.finish()
        parts.counted?.sealed(sealed.bytes)
        return sealed
      } catch (error) {
        throw refused(error, announcement, parts)
      } finally {
        place.leave()
      }
    },
    async abort() {
      await incoming.abort()
      place.leave()
    },
  }
}

function offerOf({ device, class: wanted, name, contentType, bytes }: Announcement): ObjectOffer {
  const known: VaultClass | undefined = vaultClasses.find((each) => each === wanted)
  if (known === undefined) {
    throw new GatewayError(
      'OBJECT_NAME_INVALID',
      { problem: 'There is no such class of files.' },
      { hint: `Classes are: ${vaultClasses.join(', ')}.` },
    )
  }
  const fault = nameFault(name)
  if (fault !== null) {
    throw new GatewayError(
      'OBJECT_NAME_INVALID',
      { problem: nameFaultSentences[fault] },
      { hint: 'Let the device call it otherwise.' },
    )
  }
  return { source: device.name, class: known, name, contentType, bytes }
}

/** Counted and logged by its code: neither names nor what came stand in it. */
function refused(error: unknown, { listener }: Announcement, { log, counted }: IngestParts): GatewayError {
  if (isGatewayError(error) && error.code !== 'INTERNAL') {
    log.event('ingest.refused', { listener, code: error.code })
    counted?.refused(error.code)
    return error
  }
  log.event('ingest.failed', { listener }, error)
  counted?.refused('INTERNAL')
  return isGatewayError(error) ? error : new GatewayError('INTERNAL', {}, { cause: error })
}
