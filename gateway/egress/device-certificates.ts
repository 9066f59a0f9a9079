/** What the proxy makes of the certificates that clients show it: whose they are, whether one is needed, and when one counts no more. */
import type { X509Certificate } from 'node:crypto'
import { nothingShown, readShown, type ShownCertificate } from '../core/device/shown-certificate.ts'
import { inRanges, parseRange, type Range } from '../core/net/address.ts'
import type { Client } from './connection.ts'
import type { Objection } from './lasting.ts'
import type { EgressPorts, DeviceCertificates as Settings } from './options.ts'

type Ports = Pick<EgressPorts, 'devices' | 'clock'>

export class DeviceCertificates {
  readonly #ports: Ports
  #settings: Settings
  #exempt: readonly Range[]

  constructor(settings: Settings, ports: Ports) {
    this.#ports = ports
    this.#settings = settings
    this.#exempt = rangesOf(settings)
  }

  replace(settings: Settings): void {
    this.#settings = settings
    this.#exempt = rangesOf(settings)
  }

  /** Roots that clients are asked for certificates of, in PEM; null where nobody is asked. */
  get roots(): string | null {
    return this.#settings.mode === 'off' ? null : (this.#ports.devices?.roots ?? null)
  }

  read(certificate: X509Certificate | undefined): ShownCertificate {
    const { devices, clock } = this.#ports
    if (devices === undefined || this.roots === null) return nothingShown
    const { isIssuedHere } = devices
    return readShown(certificate, { directory: devices, isIssuedHere, now: clock.now() })
  }

  /** False where the device was revoked, its certificate has ended, or none counts any more: what is open ends at once. */
  stands({ shown }: Pick<Client, 'shown'>): boolean {
    if (shown.kind !== 'device') return true
    const { devices, clock } = this.#ports
    return this.roots !== null && devices?.isIn(shown.device.id) === true && clock.now() <= shown.endsAt
  }

  /** What there is against the client's going on now. */
  objectionTo(client: Pick<Client, 'shown' | 'address'>): Objection | null {
    const { shown, address } = client
    if (shown.kind === 'refused' || !this.stands(client)) return { reason: 'device-refused', ruleId: null }
    const isNeeded = this.#settings.mode === 'require' && shown.kind === 'none'
    return isNeeded && !inRanges(address, this.#exempt) ? { reason: 'device-needed', ruleId: null } : null
  }
}

function rangesOf({ exempt }: Settings): readonly Range[] {
  return exempt.map(parseRange).filter((range) => range !== null)
}
