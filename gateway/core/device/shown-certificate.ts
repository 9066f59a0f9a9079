/** Says whose certificate somebody has shown in TLS: a device of the office, or nobody that counts. The one place for all listeners. */
import type { X509Certificate } from 'node:crypto'
import type { DeviceDirectory } from '../ports.ts'
import type { DeviceIdentity } from './device.ts'

/** Why a certificate is nobody's: of another authority, out of its time, not for clients, or of no device now (revoked, above all). */
export type NotTaken = 'foreign' | 'out-of-time' | 'other-use' | 'not-in-force'

/** TLS itself has made sure that whoever shows a certificate holds its key. */
export type ShownCertificate =
  | { readonly kind: 'none' }
  | { readonly kind: 'device'; readonly device: DeviceIdentity; readonly endsAt: number }
  | { readonly kind: 'refused'; readonly why: NotTaken }

export const nothingShown: ShownCertificate = { kind: 'none' }

/** RFC 5280 §4.2.1.12: id-kp-clientAuth. What has it not is a server's. */
const clientAuth = '1.3.6.1.5.5.7.3.2'

export interface ShownTo {
  directory: DeviceDirectory
  /** True where the office's authority surely issued it. */
  isIssuedHere(certificate: X509Certificate): boolean
  /** Milliseconds since 1970. */
  now: number
}

/** A directory that cannot answer knows nobody. */
export function readShown(certificate: X509Certificate | undefined, to: ShownTo): ShownCertificate {
  if (certificate === undefined) return nothingShown
  if (!to.isIssuedHere(certificate)) return { kind: 'refused', why: 'foreign' }
  if (certificate.ca || certificate.keyUsage?.includes(clientAuth) !== true)
    return { kind: 'refused', why: 'other-use' }
  const endsAt = certificate.validToDate.getTime()
  if (to.now > endsAt || to.now < certificate.validFromDate.getTime())
    return { kind: 'refused', why: 'out-of-time' }
  const device = knownDevice(to.directory, certificate.fingerprint256)
  return device === null ? { kind: 'refused', why: 'not-in-force' } : { kind: 'device', device, endsAt }
}

function knownDevice(directory: DeviceDirectory, fingerprint256: string): DeviceIdentity | null {
  try {
    return directory.byFingerprint(fingerprint256)
  } catch {
    return null
  }
}
