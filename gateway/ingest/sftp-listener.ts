/** The SFTP door for devices that know no HTTPS: they come in by their keys alone. */
import { createServer } from 'node:net'
import { closesWithin, limitPerAddress, openPort } from '../ops/listening.ts'
import type { IngestParts } from './ingest.ts'
import { createUploadFolder } from './sftp-folder.ts'
import { createSsh } from './ssh.ts'

export interface SftpListener {
  readonly port: number
  close(): Promise<void>
}

/** Throws PORT_IN_USE, PORT_FORBIDDEN, and what `hostKey` throws. */
export async function startSftp(parts: IngestParts, wantedPort: number): Promise<SftpListener> {
  const { sshKeys, sessions, log } = parts
  const accept = createSsh({
    hostKey: await parts.hostKey(),
    isKnown: (key) => sshKeys.bySshKey(key) !== null,
    // The key says which device it is. The user's name does not count: many devices cannot set it.
    enter(key, end) {
      const device = sshKeys.bySshKey(key)
      const forget = device === null ? null : sessions.add(device.id, end)
      if (device === null || forget === null) return null
      return { folder: createUploadFolder(device, parts), left: forget }
    },
    idleMs: () => parts.limits().idleMs,
  })
  const server = createServer({ noDelay: true })
  server.maxConnections = 256
  limitPerAddress(server)
  server.on('connection', (socket) => {
    if (!socket.destroyed) accept(socket)
  })
  const close = closesWithin(server, parts)
  const port = await openPort(server, { host: parts.host, port: wantedPort, option: 'ingest.sftpPort' })
  log.event('listener.opened', { listener: 'ingest-sftp', port })
  return {
    port,
    async close() {
      await close()
      log.event('listener.closed', { listener: 'ingest-sftp' })
    },
  }
}
