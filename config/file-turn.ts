/** Lets one process at a time change a file that is read, changed and written anew. */
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { GatewayError } from '../gateway/core/errors.ts'

const pauseMs = 20
/** Changing a file takes milliseconds. */
const patienceMs = 10_000

/** Waits for its turn, then runs `work`. Throws CONFIG_UNWRITABLE where the turn does not come, or the folder is read-only. */
export async function inTurn<Result>(
  file: string,
  work: () => Promise<Result>,
  patience = patienceMs,
): Promise<Result> {
  const lock = join(dirname(file), `.${basename(file)}.lock`)
  const until = Date.now() + patience
  while (!(await taken(lock))) {
    if (await isAbandoned(lock)) await clear(lock)
    else if (Date.now() < until) await delay(pauseMs)
    else {
      const hint = `Another command is changing it. If none is, delete ${lock} and try again.`
      throw new GatewayError('CONFIG_UNWRITABLE', { file, code: 'locked' }, { hint })
    }
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

/** False where somebody else has it. */
async function taken(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx', 0o600)
    try {
      await handle.writeFile(String(process.pid))
    } finally {
      await handle.close()
    }
    return true
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false
    const hint = 'Look at the permissions of the folder, and at the free space. Nothing was changed.'
    throw new GatewayError('CONFIG_UNWRITABLE', { file: lock, code: codeOf(cause) }, { cause, hint })
  }
}

/** True where its process is gone: it was killed in the midst. */
async function isAbandoned(lock: string): Promise<boolean> {
  const pid = Number(await readFile(lock, 'utf8').catch(() => ''))
  // Nothing in it yet: it was made a moment ago.
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
}

/** Moves it aside first: where it is another process's by now, that one gets it back. */
async function clear(lock: string): Promise<void> {
  const aside = `${lock}.${process.pid}`
  try {
    await rename(lock, aside)
    if (!(await isAbandoned(aside))) await link(aside, lock)
  } catch {
    // Somebody was quicker.
  } finally {
    await rm(aside, { force: true })
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
