/** Holds in memory what the register keeps on the disk, so that a session's start never waits for the disk. */
import { timingSafeEqual } from 'node:crypto'
import type { DeviceIdentity } from '../core/device/device.ts'
import type { CertificateInForce } from '../core/device/devices-in-force.ts'
import type { CertificateRecord, DeviceRecord, SshKeyRecord } from '../core/device/record.ts'
import type { StoredDevice, StoredInvite } from '../store/device-register.ts'

/** A device as it is now. `identity` is the same object for all who ask. */
export interface Member {
  readonly identity: DeviceIdentity
  record: StoredDevice
  /** Nothing leads to it any more, whether or not that has reached the disk. */
  isCutOff: boolean
}

export interface Roster {
  members(): Iterable<Member>
  /** All that count now, the same array until that changes. */
  certificates(): readonly CertificateInForce[]
  byId(id: string): Member | null
  /** The one of this name that is not revoked; otherwise the last one that was. */
  byName(name: string): Member | null
  byFingerprint(fingerprint: string): { member: Member; certificate: CertificateRecord } | null
  bySshKey(base64: string): Member | null
  /** Looks at every code there is and takes as long for each, so that time tells nothing of their secrets. */
  bySecretHash(hash: Uint8Array): { member: Member; invite: StoredInvite } | null
  put(record: StoredDevice): Member
  addCertificate(member: Member, certificate: CertificateRecord): void
  seeCertificate(member: Member, fingerprint: string, seenAt: number): void
  dropCertificates(member: Member, fingerprints: readonly string[]): void
  addSshKey(member: Member, key: SshKeyRecord): void
  /** Nothing that the device has leads to it any more. */
  cutOff(member: Member): void
}

/** `changed`: other certificates count than before. */
export function createRoster(stored: readonly StoredDevice[], changed: () => void = () => {}): Roster {
  const members = new Map<string, Member>()
  const certificates = new Map<string, { member: Member; certificate: CertificateRecord }>()
  const sshKeys = new Map<string, Member>()
  let inForce: readonly CertificateInForce[] | null = null

  function othersCount(): void {
    inForce = null
    changed()
  }

  function put(record: StoredDevice): Member {
    const known = members.get(record.id)
    if (known !== undefined) {
      known.record = record
      known.isCutOff = record.state === 'revoked'
      return known
    }
    const member = {
      identity: Object.freeze({ id: record.id, name: record.name }),
      record,
      isCutOff: record.state === 'revoked',
    }
    members.set(record.id, member)
    if (record.state === 'revoked') return member
    for (const certificate of record.certificates)
      certificates.set(certificate.fingerprint, { member, certificate })
    for (const { key } of record.sshKeys) sshKeys.set(key, member)
    return member
  }

  for (const record of stored) put(record)
  return {
    members: () => members.values(),
    certificates() {
      inForce ??= [...certificates].map(([fingerprint, { member }]) => ({ fingerprint, ...member.identity }))
      return inForce
    },
    byId: (id) => members.get(id) ?? null,
    byName(name) {
      const named = [...members.values()].filter(({ identity }) => identity.name === name)
      return named.find(({ record }) => record.state !== 'revoked') ?? named.at(-1) ?? null
    },
    byFingerprint: (fingerprint) => certificates.get(fingerprint) ?? null,
    bySshKey: (base64) => sshKeys.get(base64) ?? null,
    bySecretHash(hash) {
      let found: { member: Member; invite: StoredInvite } | null = null
      for (const member of members.values()) {
        const { invite } = member.record
        if (invite !== null && timingSafeEqual(invite.secretHash, hash)) found = { member, invite }
      }
      return found
    },
    put,
    addCertificate(member, certificate) {
      member.record = { ...member.record, certificates: [...member.record.certificates, certificate] }
      certificates.set(certificate.fingerprint, { member, certificate })
      othersCount()
    },
    seeCertificate(member, fingerprint, seenAt) {
      const listed = member.record.certificates.map((one) =>
        one.fingerprint === fingerprint ? { ...one, seenAt } : one,
      )
      member.record = { ...member.record, certificates: listed }
      const seen = listed.find((one) => one.fingerprint === fingerprint)
      if (seen !== undefined) certificates.set(fingerprint, { member, certificate: seen })
    },
    dropCertificates(member, fingerprints) {
      for (const fingerprint of fingerprints) certificates.delete(fingerprint)
      const left = member.record.certificates.filter((one) => !fingerprints.includes(one.fingerprint))
      member.record = { ...member.record, certificates: left }
      if (fingerprints.length > 0) othersCount()
    },
    addSshKey(member, key) {
      member.record = { ...member.record, sshKeys: [...member.record.sshKeys, key] }
      sshKeys.set(key.key, member)
    },
    cutOff(member) {
      member.isCutOff = true
      for (const { fingerprint } of member.record.certificates) certificates.delete(fingerprint)
      for (const { key } of member.record.sshKeys) sshKeys.delete(key)
      member.record = { ...member.record, invite: null, inviteEndsAt: null }
      othersCount()
    },
  }
}

/** What may be shown of a device: all but the hash of its code. */
export function shown({ record }: Member): DeviceRecord {
  const { invite: _invite, ...rest } = record
  return rest
}
