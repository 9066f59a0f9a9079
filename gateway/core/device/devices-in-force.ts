/** What the proxy must know of devices: the roots that their certificates come from, and which of those count now. */
import { X509Certificate } from 'node:crypto'
import type { DeviceIdentity } from './device.ts'

/** One certificate that counts. */
export interface CertificateInForce {
  /** SHA-256, upper-case hex pairs joined by colons. */
  readonly fingerprint: string
  readonly id: string
  readonly name: string
}

export interface DevicesInForce {
  /** PEM, of the office's authority. */
  readonly roots: string
  readonly certificates: readonly CertificateInForce[]
}

/** Asked at each handshake, without waiting. Egress has no roster: it is handed this. */
export class DeviceTable {
  #roots: readonly X509Certificate[] = []
  #pem: string | null = null
  #byFingerprint: ReadonlyMap<string, DeviceIdentity> = new Map()
  #ids: ReadonlySet<string> = new Set()

  replace({ roots, certificates }: DevicesInForce): void {
    // While there is no device, nobody is asked for a certificate.
    const pem = certificates.length === 0 ? null : roots
    if (pem !== this.#pem) {
      this.#roots = (pem?.match(onePem) ?? []).map((one) => new X509Certificate(one))
      this.#pem = pem
    }
    this.#byFingerprint = new Map(
      certificates.map(({ fingerprint, id, name }) => [fingerprint, Object.freeze({ id, name })]),
    )
    this.#ids = new Set(certificates.map(({ id }) => id))
  }

  /** Roots that clients are told to have certificates of, in PEM; null while nobody is asked for one. */
  get roots(): string | null {
    return this.#pem
  }

  byFingerprint(fingerprint: string): DeviceIdentity | null {
    return this.#byFingerprint.get(fingerprint) ?? null
  }

  /** False once it was revoked. */
  isIn(id: string): boolean {
    return this.#ids.has(id)
  }

  /** By its signature. Devices' certificates come from a root itself, and from nothing between. */
  isIssuedHere = (certificate: X509Certificate): boolean =>
    this.#roots.some((root) => certificate.checkIssued(root) && certificate.verify(root.publicKey))
}

const onePem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g
