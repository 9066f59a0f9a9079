/** Starts the program of one worker with as few rights as this system lets it have. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { identityOf, type ProcessIdentity } from './process-identity.ts'
import type { WorkerUser } from './user.ts'

export interface ProcessOrder {
  worker: string
  secret: Buffer
  folderHandle: number
  socketName: string
  user: WorkerUser | null
  /** File numbers of the sockets of transparent mode, which it shares with control and the others. */
  transparentSockets: readonly number[]
  /** It ended, or could not begin. */
  ended(): void
}

const program = fileURLToPath(new URL('../worker.ts', import.meta.url))
/** Of util-linux, which every Debian has: nothing that the worker starts can gain rights (prctl(2), PR_SET_NO_NEW_PRIVS). */
const setpriv = '/usr/bin/setpriv'
/** The inherited folder of the socket. */
const folderFd = 3
/** Where certificates, names and times come from; nothing else of control's environment, which may hold a passphrase. */
const passedOn = ['PATH', 'TZ', 'LANG', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'] as const

/** As in scripts/gatehouse: glibc would keep memory apart for each of the process's threads. */
const memoryOfLibc = { MALLOC_ARENA_MAX: '2' }

const flags = [
  // No signal of another process opens a debugger in it.
  '--disable-sigusr1',
  '--disable-warning=ExperimentalWarning',
  // As scripts/gatehouse bounds control's memory: each worker would take 110 MB more.
  '--max-semi-space-size=8',
  '--heap-growing-percent=30',
]

/** Null where no process could be made. The secret is wiped. */
export function startProcess(order: ProcessOrder): ProcessIdentity | null {
  const { worker, secret, folderHandle, socketName, user, transparentSockets, ended } = order
  const node = [process.execPath, ...flags, program]
  const [command = '', ...args] = existsSync(setpriv)
    ? [setpriv, '--no-new-privs', '--inh-caps=-all', '--', ...node]
    : node
  const child = spawn(command, args, {
    // A signal to the group of control (Ctrl-C in a terminal) is control's matter.
    detached: true,
    cwd: '/',
    env: {
      ...Object.fromEntries(
        passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
      ),
      ...memoryOfLibc,
    },
    stdio: ['pipe', 'ignore', 'inherit', folderHandle, ...transparentSockets],
    ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
  })
  child.once('error', ended)
  child.once('exit', ended)
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(
    `${JSON.stringify({
      worker,
      secret: secret.toString('base64'),
      socketPath: `/proc/self/fd/${folderFd}/${socketName}`,
      transparentSockets: transparentSockets.map((_, index) => folderFd + 1 + index),
    })}\n`,
  )
  // Control may end without it.
  child.unref()
  return child.pid === undefined ? null : identityOf(child.pid)
}
