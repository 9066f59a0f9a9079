/** The tables of devices as kysely's types; migration 2 says what each is for. */
import type { DeviceState } from '../core/device/device.ts'
import type { SshKeyType } from '../core/device/record.ts'

export interface DevicesSchema {
  device: DeviceTable
  device_invite: DeviceInviteTable
  device_certificate: DeviceCertificateTable
  device_ssh_key: DeviceSshKeyTable
}

export interface DeviceTable {
  id: string
  name: string
  state: DeviceState
  added_at: number
  enrolled_at: number | null
  revoked_at: number | null
  seen_at: number | null
}

export interface DeviceInviteTable {
  device_id: string
  secret_hash: Buffer
  begins_at: number
  ends_at: number
  used_at: number | null
}

export interface DeviceCertificateTable {
  fingerprint: string
  device_id: string
  not_before: number
  not_after: number
  issued_at: number
  seen_at: number | null
}

export interface DeviceSshKeyTable {
  fingerprint: string
  device_id: string
  type: SshKeyType
  key: string
  added_at: number
}
