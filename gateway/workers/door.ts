/** The socket at which workers meet control: closed to other users of the box, and cautious with whoever comes in. */
import { chmodSync, chownSync, closeSync, constants, lstatSync, mkdirSync, openSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { GatewayError } from '../core/errors.ts'
import { secondMs } from '../core/units.ts'
import { diskTrouble } from '../ops/disk-trouble.ts'
import { type LineOwner, WorkerLine } from './line.ts'
import type { WorkerUser } from './user.ts'

export interface DoorOptions {
  /** Of its own; made with mode 0700, and given to the workers' user. */
  folder: string
  user: WorkerUser | null
  owner: LineOwner
}

export interface Door {
  /** Of the folder: workers inherit it, and find the socket through it wherever the data folder lies. */
  readonly folderHandle: number
  readonly socketName: string
  /** `isComingBack`: the socket's file stays, by which workers know that they are to wait for another control. */
  close(how?: { isComingBack?: boolean }): Promise<void>
}

const socketName = 's'
/** A stranger may say nothing for so long, and so many of them at one time. */
const helloMs = 10 * secondMs
const mostStrangers = 32

/** Throws CONFIG_INVALID for a folder that is open to others, and DATA_UNWRITABLE. */
export async function openDoor({ folder, user, owner }: DoorOptions): Promise<Door> {
  closeFolder(folder, user)
  const folderHandle = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  const strangers = new Set<WorkerLine>()
  const lines = new Set<WorkerLine>()
  const server = createServer((socket) => admit(socket))

  function admit(socket: Socket): void {
    if (strangers.size >= mostStrangers) {
      socket.destroy()
      return
    }
    const timer = setTimeout(() => line.cut('says-nothing'), helloMs)
    const line: WorkerLine = new WorkerLine(socket, {
      hello(hello, from) {
        strangers.delete(line)
        clearTimeout(timer)
        return owner.hello(hello, from)
      },
      heard: (message, from) => owner.heard(message, from),
      ended(from, fault) {
        strangers.delete(line)
        lines.delete(line)
        clearTimeout(timer)
        owner.ended(from, fault)
      },
    })
    strangers.add(line)
    lines.add(line)
  }

  await listen(server, { folder, folderHandle, user })
  return {
    folderHandle,
    socketName,
    async close({ isComingBack = false } = {}) {
      for (const line of lines) line.cut(null)
      await new Promise((resolve) => server.close(resolve))
      closeSync(folderHandle)
      if (!isComingBack) await rm(join(folder, socketName), { force: true })
    },
  }
}

/** Bound under a neighbouring name and closed to others before it gets its own: its rights are never wider. */
async function listen(
  server: Server,
  { folder, folderHandle, user }: { folder: string; folderHandle: number; user: WorkerUser | null },
): Promise<void> {
  const next = join(folder, `${socketName}~`)
  try {
    await rm(next, { force: true })
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    // By the handle, as the path may be longer than a socket's (unix(7)).
    server.once('error', reject).listen(`/proc/self/fd/${folderHandle}/${socketName}~`, resolve)
    await promise
    chmodSync(next, 0o600)
    if (user !== null) chownSync(next, user.uid, user.gid)
    await rename(next, join(folder, socketName))
  } catch (error) {
    throw diskTrouble(folder, error)
  }
}

function closeFolder(folder: string, user: WorkerUser | null): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const own = process.getuid?.() ?? 0
    if (user !== null && own === 0) chownSync(folder, user.uid, user.gid)
    chmodSync(folder, 0o700)
    const found = lstatSync(folder)
    if (found.isDirectory() && (found.uid === own || found.uid === user?.uid)) return
  } catch (error) {
    throw diskTrouble(folder, error)
  }
  throw new GatewayError(
    'CONFIG_INVALID',
    { folder },
    { hint: "The folder of the workers' socket belongs to another user: remove it, then start the gateway." },
  )
}
