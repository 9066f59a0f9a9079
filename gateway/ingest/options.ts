/** What the listeners for files of devices are given. */
import type { EventBus } from '../core/events.ts'
import type { CertificateRenewal, DeviceDirectory, DeviceSshKeys } from '../core/ports.ts'
import type { ObjectIntake } from '../core/vault/intake.ts'
import type { Log } from '../ops/log.ts'

/** What the HTTPS listener shows of itself, and whom it lets in. */
export interface IngestCertificate {
  /** PEM. `ca`: the roots of the office's authority, an overlapping successor included; nobody else's certificates count. */
  context: { cert: string; key: string; ca: string[] }
  /** When to ask for the next one, milliseconds since 1970. */
  renewAt: number
}

export interface IngestOptions {
  host: string
  /** Null: not opened. 0 lets the system choose. */
  httpsPort: number | null
  sftpPort: number | null
  /** Asked at start, when `renewAt` has come, and by `renew`. */
  certificate(): IngestCertificate | Promise<IngestCertificate>
  /** The private key of the SFTP listener, as OpenSSH writes it; asked once, where SFTP is opened. */
  hostKey(): Promise<string>
  devices: DeviceDirectory
  sshKeys: DeviceSshKeys
  renewal: CertificateRenewal
  intake: ObjectIntake
  /** As `ingest` is configured now. */
  limits(): IngestLimits
  events: EventBus
  log: Log
  /** Aborts: no new uploads, then a drain, then a cut. */
  signal: AbortSignal
  /** What uploads under way get when the gateway stops. */
  drainMs?: number
  counted?: IngestCounts
}

export interface IngestLimits {
  maxObjectBytes: number
  maxUploads: number
  idleMs: number
}

/** Told of each upload that ended; must be quick. */
export interface IngestCounts {
  sealed(bytes: number): void
  /** By the code of the error catalogue. */
  refused(code: string): void
}
