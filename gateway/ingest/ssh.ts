/** The only file that knows ssh2: logs devices in by their keys and hands their SFTP requests on, one after the other. */
import type { Socket } from 'node:net'
import ssh2, { type AuthContext, type Connection, type ParsedKey, type SFTPWrapper } from 'ssh2'
import { KiB, secondMs } from '../core/units.ts'
import type { SftpAnswer, SftpChannel, SftpFolder, SftpRefusal, SftpRequest } from './sftp-protocol.ts'
import { serveSftp } from './sftp-session.ts'

/** A device that has logged in. */
export interface LoggedIn {
  folder: SftpFolder
  /** The session is over. */
  left(): void
}

export interface SshOptions {
  /** As OpenSSH writes it. */
  hostKey: string
  /** Whether a public key (its own bytes) belongs to a device: asked before a client goes on to prove that it has it. */
  isKnown(key: Uint8Array): boolean
  /** The client has proven to have the key. Null where it may not come in after all. `end` cuts it off. */
  enter(key: Uint8Array, end: () => void): LoggedIn | null
  idleMs(): number
}

/** What must be done by then: handshake, log-in, and the beginning of SFTP. */
const loginMs = 20 * secondMs
const maxAttempts = 6
/** Until a client that was told to go is cut off. */
const lastWordsMs = 2 * secondMs

/** What is left of ssh2's lists: nothing with SHA-1 or CBC, and no compression, whose bombs would have to be held. */
const algorithms = {
  kex: ['curve25519-sha256', 'curve25519-sha256@libssh.org', 'ecdh-sha2-nistp256', 'ecdh-sha2-nistp384'],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
} satisfies ssh2.ServerConfig['algorithms']

/** What it returns takes a connection over. Throws where the host key is none. */
export function createSsh(options: SshOptions): (socket: Socket) => void {
  const hostKey = parsedKey(options.hostKey)
  if (hostKey === null) throw new Error('the host key of SFTP is not a key')
  return (socket) => {
    const cut = () => socket.destroy()
    socket.on('error', cut)
    const timer = setTimeout(cut, loginMs)
    socket.once('close', () => clearTimeout(timer))
    // A server object for each connection: ssh2 does not say by which socket a client came.
    const config = { hostKeys: [{ key: hostKey }], ident: 'Gatehouse', algorithms }
    const server = new ssh2.Server(config, (client) => {
      client.on('error', cut)
      logIn(client, options, cut, (entered) => {
        socket.once('close', () => void entered.folder.end().finally(() => entered.left()))
        const end = () => {
          client.end()
          setTimeout(cut, lastWordsMs).unref()
        }
        // One session a connection, and SFTP alone in it: no shell, no commands, no forwarding.
        client.once('session', (accept) => {
          accept().once('sftp', (acceptSftp) => {
            clearTimeout(timer)
            const sftp = acceptSftp()
            const { folder } = entered
            // A client that is done waits for its channel to close, and then leaves by itself.
            const done = () => {
              sayDone(sftp)
              sftp.end()
              setTimeout(end, lastWordsMs).unref()
            }
            serveSftp(channelOf(sftp, socket), { folder, socket, idleMs: options.idleMs, done, end })
          })
        })
      })
    })
    server.injectSocket(socket)
  }
}

/**
 * RFC 4254 §6.10: scp takes a session that ends without a status for a failed one, and its caller sends the file again.
 * ssh2 has a method for this on every channel but SFTP's, whose parts are the same.
 */
function sayDone(sftp: SFTPWrapper): void {
  const { _protocol, outgoing } = sftp as unknown as ChannelParts
  if (outgoing?.state === 'open') _protocol?.exitStatus(outgoing.id, 0)
}

interface ChannelParts {
  _protocol?: { exitStatus(channel: number, status: number): void }
  /** Answers for which the client's window leaves no room. */
  _buffer?: readonly unknown[]
  outgoing?: { id: number; state: string }
}

function logIn(
  client: Connection,
  { isKnown, enter }: SshOptions,
  cut: () => void,
  entered: (device: LoggedIn) => void,
): void {
  let attempts = 0
  client.on('authentication', (context: AuthContext) => {
    if (++attempts > maxAttempts) return cut()
    if (context.method !== 'publickey') return context.reject(['publickey'])
    const key = parsedKey(context.key.data)
    // The type inside the key counts, not the one that the client says it is of.
    if (key === null || !isKnown(key.getPublicSSH())) return context.reject(['publickey'])
    // RFC 4252 §7: first a client asks whether a key would do, then it signs.
    if (context.signature === undefined || context.blob === undefined) return context.accept()
    if (key.verify(context.blob, context.signature, context.hashAlgo) !== true)
      return context.reject(['publickey'])
    const device = enter(key.getPublicSSH(), cut)
    if (device === null) return context.reject(['publickey'])
    entered(device)
    context.accept()
  })
}

// draft-ietf-secsh-filexfer-02 §7 and §6.3, the version 3 that everybody speaks.
const statusOk = 0
const statusOf: Readonly<Record<SftpRefusal, number>> = {
  'no-such-file': 2,
  'permission-denied': 3,
  failure: 4,
}
const flags = { read: 1, write: 2, append: 4 } as const
const folderMode = 0o040700
const fileMode = 0o100600

function channelOf(sftp: SFTPWrapper, socket: Socket): SftpChannel {
  sftp.on('error', () => socket.destroy())
  return {
    get unreadBytes() {
      const { _buffer: withheld = [] } = sftp as unknown as ChannelParts
      // No answer is longer than a KiB.
      return socket.writableLength + withheld.length * KiB
    },
    answer: (id, answer) => send(sftp, id, answer),
    listen({ request, end }) {
      sftp.on('end', end)
      listen(sftp, request)
    },
  }
}

function listen(sftp: SFTPWrapper, take: (id: number, request: SftpRequest) => void): void {
  sftp.on('REALPATH', (id, path) => take(id, { kind: 'realpath', path }))
  sftp.on('STAT', (id, path) => take(id, { kind: 'stat', path }))
  sftp.on('LSTAT', (id, path) => take(id, { kind: 'stat', path }))
  sftp.on('FSTAT', (id, handle) => take(id, { kind: 'stat-handle', handle: numberOf(handle) }))
  sftp.on('OPEN', (id, path, mode) =>
    take(id, {
      kind: 'open',
      path,
      mode: {
        read: (mode & flags.read) !== 0,
        write: (mode & flags.write) !== 0,
        append: (mode & flags.append) !== 0,
      },
    }),
  )
  // Copied, as it waits its turn and lies in a packet that belongs to ssh2.
  sftp.on('WRITE', (id, handle, at, data) =>
    take(id, { kind: 'write', handle: numberOf(handle), at, bytes: Buffer.from(data) }),
  )
  sftp.on('CLOSE', (id, handle) => take(id, { kind: 'close', handle: numberOf(handle) }))
  sftp.on('RENAME', (id, from, to) => take(id, { kind: 'rename', from, to }))
  sftp.on('SETSTAT', (id) => take(id, { kind: 'set-attributes' }))
  sftp.on('FSETSTAT', (id) => take(id, { kind: 'set-attributes' }))
  const forbidden = (id: number) => take(id, { kind: 'forbidden' })
  sftp.on('READ', forbidden).on('OPENDIR', forbidden).on('READDIR', forbidden).on('REMOVE', forbidden)
  sftp.on('MKDIR', forbidden).on('RMDIR', forbidden).on('READLINK', forbidden).on('SYMLINK', forbidden)
}

function send(sftp: SFTPWrapper, id: number, answer: SftpAnswer): void {
  switch (answer.kind) {
    case 'done':
      sftp.status(id, statusOk)
      return
    case 'opened':
      sftp.handle(id, handleOf(answer.handle))
      return
    case 'path':
      sftp.name(id, [{ filename: answer.path, longname: answer.path, attrs: attributes(true, 0) }])
      return
    case 'attributes':
      sftp.attrs(id, attributes(answer.isFolder, answer.bytes))
      return
    case 'refused':
      sftp.status(id, statusOf[answer.status], answer.message)
      return
  }
}

function attributes(isFolder: boolean, size: number) {
  return { mode: isFolder ? folderMode : fileMode, uid: 0, gid: 0, size, atime: 0, mtime: 0 }
}

function handleOf(number: number): Buffer {
  const handle = Buffer.alloc(4)
  handle.writeUInt32BE(number)
  return handle
}

/** 0, which no file has, for what is no handle of ours. */
function numberOf(handle: Buffer): number {
  return handle.length === 4 ? handle.readUInt32BE() : 0
}

/**
 * A new Ed25519 key as OpenSSH writes it. One of 256 that ssh2 1.17.0 makes is malformed, as it drops a zero at the
 * beginning of the public key (github.com/mscdex/ssh2/issues/1513): that one is thrown away.
 */
export function newHostKey(): string {
  for (;;) {
    const key = ssh2.utils.generateKeyPairSync('ed25519').private
    if (parsedKey(key) !== null) return key
  }
}

function parsedKey(data: Buffer | string): ParsedKey | null {
  const parsed = ssh2.utils.parseKey(data)
  const key = Array.isArray(parsed) ? parsed[0] : parsed
  return key === undefined || key instanceof Error ? null : key
}
