/** Finds somebody for the place of a worker: a new process, or whoever a service unit starts. */
import type { Door } from './door.ts'
import type { CrewPorts, CrewSettings } from './ports.ts'
import { hashOf } from './roll.ts'
import type { Slot } from './slot.ts'
import { startProcess } from './start-process.ts'
import { unitSecret } from './unit-order.ts'
import type { WorkerUser } from './user.ts'

export interface FillOptions {
  door: Pick<Door, 'folderHandle' | 'socketName'>
  settings: Pick<CrewSettings, 'startedBy' | 'folder' | 'transparentSockets'>
  user: WorkerUser | null
  ports: Pick<CrewPorts, 'random' | 'log'>
  /** The process has ended. */
  ended(): void
}

/** False where no process could be made. Throws DATA_UNWRITABLE where a unit's order cannot be written. */
export function fillSlot(slot: Slot, { door, settings, user, ports, ended }: FillOptions): boolean {
  const { worker } = slot
  const { folderHandle, socketName } = door
  if (settings.startedBy === 'units') {
    const secret = unitSecret({ worker, folder: settings.folder, socketName, random: ports.random })
    slot.begin({ process: null, secretHash: hashOf(secret) })
    return true
  }
  const secret = ports.random(32)
  const secretHash = hashOf(secret)
  const { transparentSockets } = settings
  const process = startProcess({ worker, secret, folderHandle, socketName, user, transparentSockets, ended })
  secret.fill(0)
  if (process === null) return false
  slot.begin({ process, secretHash })
  ports.log.event('worker.started', { worker, processId: process.processId })
  return true
}
