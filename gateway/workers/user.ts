/** Says as whom workers run: as a user who owns nothing, where the gateway was started as root. */
import { readFileSync } from 'node:fs'
import { GatewayError } from '../core/errors.ts'

export interface WorkerUser {
  name: string
  uid: number
  gid: number
}

/** Null where the gateway is not root: it can be nobody else. Throws CONFIG_INVALID for a user that is not there, and for root. */
export function workerUser(name: string, isRoot = process.getuid?.() === 0): WorkerUser | null {
  if (!isRoot) return null
  const found = entryOf(name)
  if (found === null || found.uid === 0)
    throw new GatewayError(
      'CONFIG_INVALID',
      { path: 'proxy.workerUser' },
      {
        hint:
          found === null
            ? 'Correct proxy.workerUser: there is no such user on this box.'
            : 'Correct proxy.workerUser: workers must not run as root.',
      },
    )
  return found
}

/** passwd(5). */
function entryOf(name: string): WorkerUser | null {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [user, , uid, gid] = line.split(':')
    if (user === name) return { name, uid: Number(uid), gid: Number(gid) }
  }
  return null
}
