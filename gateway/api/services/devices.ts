/** What routes and commands may ask of the registry of devices. */
import type { DeviceIdentity } from '../../core/device/device.ts'
import type { DeviceRecord, Invitation } from '../../core/device/record.ts'
import type { EnrolmentRequest } from '../../core/device/schema.ts'
import type { GatewayError } from '../../core/errors.ts'
import type { LedgerActor } from '../../core/ledger/entry.ts'

export interface DeviceServices {
  readonly devices: DeviceRegistry
  /** Ports on which enrolled devices are served, as they came to be; 0 where a listener is switched off. */
  readonly devicePorts: () => { broker: number; files: number }
}

/** Played by the devices room. Every method throws the STORE_ errors while the register cannot be used. */
export interface DeviceRegistry {
  /** In the order of their adding; revoked ones stay on the list. */
  list(): readonly DeviceRecord[]
  /** The one of this name that is not revoked; otherwise the last one that was. Null where there is none. */
  find(name: string): DeviceRecord | null
  /** A new device, or a new code for one that has not enrolled yet. Throws DEVICE_NAME_INVALID, DEVICE_EXISTS. */
  add(name: string): Invitation
  /** `line` is one line of a `.pub` file. Throws DEVICE_UNKNOWN, SSH_KEY_INVALID. */
  addSshKey(name: string, line: string): DeviceRecord
  /** Sessions end within a second. Throws DEVICE_UNKNOWN. */
  revoke(name: string, actor: LedgerActor): DeviceRecord
  /** `address` is where the request came from: wrong codes are counted by it. */
  enrol(request: EnrolmentRequest, address: string): EnrolmentOutcome
}

export type EnrolmentOutcome =
  /** `chain` and `roots` are PEM. */
  | { ok: true; device: DeviceIdentity; chain: string; roots: string }
  /** `retryAfterSeconds` where this address has to wait before it is heard again. */
  | { ok: false; error: GatewayError; retryAfterSeconds?: number }
