/** What is known of a device: who it is, what it proves itself with, when it was last heard of. */
import type { DeviceIdentity, DeviceState } from './device.ts'

/** Times are milliseconds since 1970. */
export interface DeviceRecord extends DeviceIdentity {
  state: DeviceState
  addedAt: number
  enrolledAt: number | null
  revokedAt: number | null
  /** When it last opened a session with the box or sent it something, its web traffic apart; null before the first time. Kept to the minute. */
  seenAt: number | null
  /** Until when its one-time code can be used; null where there is none, or it was used. */
  inviteEndsAt: number | null
  /** By age; more than one while a renewed one was not seen yet. */
  certificates: readonly CertificateRecord[]
  sshKeys: readonly SshKeyRecord[]
}

export interface CertificateRecord {
  /** SHA-256, upper-case hex pairs joined by colons. */
  fingerprint: string
  notBefore: number
  notAfter: number
  issuedAt: number
  /** When a session was first opened with it; null before. */
  seenAt: number | null
}

export const sshKeyTypes = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ssh-rsa'] as const
export type SshKeyType = (typeof sshKeyTypes)[number]

export interface SshKeyRecord {
  /** As ssh-keygen prints it: `SHA256:` and base64 without padding. */
  fingerprint: string
  type: SshKeyType
  /** The key's own bytes in base64, as they stand in a public key file. */
  key: string
  addedAt: number
}

/** What `device add` hands the owner, once: the secret in `code` is kept nowhere. */
export interface Invitation {
  device: DeviceIdentity
  code: string
  endsAt: number
}
