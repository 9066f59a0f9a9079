/** Keeps devices, their codes, certificates and keys in the encrypted database; what it has said is done outlives a power cut. */
import type Database from 'sqlite3'
import type { DeviceIdentity } from '../core/device/device.ts'
import type { CertificateRecord, DeviceRecord, SshKeyRecord } from '../core/device/record.ts'
import { openDatabase } from './database.ts'
import type {
  DeviceCertificateTable,
  DeviceInviteTable,
  DeviceSshKeyTable,
  DeviceTable,
} from './schema-devices.ts'
import type { Store } from './store.ts'
import { storeError } from './store-error.ts'

/** A code that was handed out. */
export interface StoredInvite {
  secretHash: Uint8Array
  /** Milliseconds since 1970, as all times here. */
  beginsAt: number
  endsAt: number
  usedAt: number | null
}

export interface StoredDevice extends DeviceRecord {
  invite: StoredInvite | null
}

/** What was seen of devices since the last `seen`; certificates that came out of use by it are deleted. */
export interface Sightings {
  devices: readonly { id: string; seenAt: number }[]
  certificates: readonly { fingerprint: string; seenAt: number }[]
  replaced: readonly string[]
}

/** Every method throws the STORE_ errors, and is durable (or did nothing) when it returns. */
export interface DeviceRegister extends Disposable {
  load(): StoredDevice[]
  /** A new device, or another code for one that is still invited. */
  invite(device: DeviceIdentity, invite: StoredInvite, addedAt: number): void
  enrol(id: string, certificate: CertificateRecord): void
  /** Adds a renewed certificate and takes those away that `dropped` names. */
  addCertificate(id: string, certificate: CertificateRecord, dropped: readonly string[]): void
  addSshKey(id: string, key: SshKeyRecord): void
  /** Deletes codes, certificates and keys of it as well. */
  revoke(id: string, at: number): void
  seen(sightings: Sightings): void
}

/** Opens a connection of its own at its first use, so that a store that comes back is found. */
export function createDeviceRegister(store: Pick<Store, 'file' | 'key' | 'failure'>): DeviceRegister {
  let opened: { database: Database.Database; statements: Statements } | null = null

  function database() {
    if (store.failure !== null) throw store.failure
    if (opened === null) {
      const connection = openDatabase(store.file, store.key)
      // A revocation that a power cut takes back would let a stolen device in again.
      connection.pragma('synchronous = FULL')
      opened = { database: connection, statements: prepare(connection) }
    }
    return opened
  }

  function write(change: (statements: Statements) => void): void {
    try {
      const { database: connection, statements } = database()
      connection.transaction(() => change(statements)).immediate()
    } catch (error) {
      throw failed(error)
    }
  }

  function failed(error: unknown) {
    const failure = storeError(error, store.file, store.key)
    // A disk that came back, or another file in this place, is seen by a new connection only.
    if (failure.code !== 'STORE_FULL') close()
    return failure
  }

  function close(): void {
    opened?.database.close()
    opened = null
  }

  return {
    load() {
      try {
        return readAll(database().database)
      } catch (error) {
        throw failed(error)
      }
    },
    invite: ({ id, name }, invite, addedAt) =>
      write((sql) => {
        sql.addDevice.run(id, name, addedAt)
        sql.setInvite.run(id, Buffer.from(invite.secretHash), invite.beginsAt, invite.endsAt)
      }),
    enrol: (id, certificate) =>
      write((sql) => {
        sql.activate.run(certificate.issuedAt, id)
        sql.useInvite.run(certificate.issuedAt, id)
        addCertificate(sql, id, certificate)
      }),
    addCertificate: (id, certificate, dropped) =>
      write((sql) => {
        for (const fingerprint of dropped) sql.dropCertificate.run(fingerprint)
        addCertificate(sql, id, certificate)
      }),
    addSshKey: (id, { fingerprint, type, key, addedAt }) =>
      write((sql) => void sql.addSshKey.run(fingerprint, id, type, key, addedAt)),
    revoke: (id, at) =>
      write((sql) => {
        sql.revoke.run(at, id)
        for (const clear of sql.clear) clear.run(id)
      }),
    seen: ({ devices, certificates, replaced }) =>
      write((sql) => {
        for (const { id, seenAt } of devices) sql.seeDevice.run(seenAt, id)
        for (const { fingerprint, seenAt } of certificates) sql.seeCertificate.run(seenAt, fingerprint)
        for (const fingerprint of replaced) sql.dropCertificate.run(fingerprint)
      }),
    [Symbol.dispose]: close,
  }
}

function addCertificate(sql: Statements, id: string, certificate: CertificateRecord): void {
  const { fingerprint, notBefore, notAfter, issuedAt } = certificate
  sql.addCertificate.run(fingerprint, id, notBefore, notAfter, issuedAt)
}

type Statements = ReturnType<typeof prepare>

function prepare(database: Database.Database) {
  return {
    addDevice: database.prepare(
      `INSERT INTO device (id, name, state, added_at) VALUES (?, ?, 'invited', ?) ON CONFLICT (id) DO NOTHING`,
    ),
    setInvite: database.prepare(
      'INSERT OR REPLACE INTO device_invite (device_id, secret_hash, begins_at, ends_at) VALUES (?, ?, ?, ?)',
    ),
    activate: database.prepare(`UPDATE device SET state = 'active', enrolled_at = ? WHERE id = ?`),
    useInvite: database.prepare('UPDATE device_invite SET used_at = ? WHERE device_id = ?'),
    addCertificate: database.prepare(
      `INSERT INTO device_certificate (fingerprint, device_id, not_before, not_after, issued_at)
       VALUES (?, ?, ?, ?, ?)`,
    ),
    dropCertificate: database.prepare('DELETE FROM device_certificate WHERE fingerprint = ?'),
    addSshKey: database.prepare(
      'INSERT INTO device_ssh_key (fingerprint, device_id, type, key, added_at) VALUES (?, ?, ?, ?, ?)',
    ),
    revoke: database.prepare(`UPDATE device SET state = 'revoked', revoked_at = ? WHERE id = ?`),
    clear: ['device_invite', 'device_certificate', 'device_ssh_key'].map((table) =>
      database.prepare(`DELETE FROM ${table} WHERE device_id = ?`),
    ),
    seeDevice: database.prepare('UPDATE device SET seen_at = ? WHERE id = ?'),
    seeCertificate: database.prepare('UPDATE device_certificate SET seen_at = ? WHERE fingerprint = ?'),
  }
}

/** Certificates in the order of their issue, which a clock that was set back does not change. */
function readAll(database: Database.Database): StoredDevice[] {
  const rows = <Row>(sql: string) => database.prepare<[], Row>(sql).all()
  const certificates = Map.groupBy(
    rows<DeviceCertificateTable>('SELECT * FROM device_certificate ORDER BY rowid'),
    (row) => row.device_id,
  )
  const keys = Map.groupBy(
    rows<DeviceSshKeyTable>('SELECT * FROM device_ssh_key ORDER BY added_at, fingerprint'),
    (row) => row.device_id,
  )
  const invites = new Map(
    rows<DeviceInviteTable>('SELECT * FROM device_invite').map((row) => [row.device_id, row]),
  )
  return rows<DeviceTable>('SELECT * FROM device ORDER BY added_at, id').map((row) => {
    const invite = invites.get(row.id)
    return {
      id: row.id,
      name: row.name,
      state: row.state,
      addedAt: row.added_at,
      enrolledAt: row.enrolled_at,
      revokedAt: row.revoked_at,
      seenAt: row.seen_at,
      inviteEndsAt: invite === undefined || invite.used_at !== null ? null : invite.ends_at,
      certificates: (certificates.get(row.id) ?? []).map(certificateOf),
      sshKeys: (keys.get(row.id) ?? []).map(sshKeyOf),
      invite: invite === undefined ? null : inviteOf(invite),
    }
  })
}

function certificateOf(row: DeviceCertificateTable): CertificateRecord {
  const { fingerprint, not_before: notBefore, not_after: notAfter, issued_at: issuedAt } = row
  return { fingerprint, notBefore, notAfter, issuedAt, seenAt: row.seen_at }
}

function sshKeyOf({ fingerprint, type, key, added_at: addedAt }: DeviceSshKeyTable): SshKeyRecord {
  return { fingerprint, type, key, addedAt }
}

function inviteOf(row: DeviceInviteTable): StoredInvite {
  return { secretHash: row.secret_hash, beginsAt: row.begins_at, endsAt: row.ends_at, usedAt: row.used_at }
}
