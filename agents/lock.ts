/** Keeps a second agent from using the same folder: two would give the same numbers to different readings. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { AgentError, errorCode, exitCodes } from './agent-error.ts'

/** @throws AgentError where another agent that still runs holds the folder */
export function lockFolder(folder: string): Disposable {
  const path = join(folder, 'agent.lock')
  for (let turn = 0; turn < 2; turn++) {
    try {
      const descriptor = openSync(path, 'wx', 0o600)
      writeSync(descriptor, `${process.pid} ${startOf(process.pid) ?? ''}\n`)
      closeSync(descriptor)
      return { [Symbol.dispose]: () => rmSync(path, { force: true }) }
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') break
      if (isHeld(path)) break
      // Left behind by an agent that was killed.
      rmSync(path, { force: true })
    }
  }
  throw new AgentError(
    exitCodes.state,
    `The folder ${folder} cannot be used: it is in use, or cannot be written.`,
    {
      hint: 'Stop the other agent, or give this one a folder of its own.',
    },
  )
}

function isHeld(path: string): boolean {
  const [pid = '', started] = readFileSync(path, 'utf8').trim().split(' ')
  if (!/^\d+$/.test(pid)) return false
  const now = startOf(Number(pid))
  // A number that now belongs to another process does not count.
  return now !== null && (started === undefined || started === now)
}

/** When a process began, in ticks since the machine did (proc(5), `stat`, field 22); null where there is no such process. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch (error) {
    if (process.platform === 'linux' || errorCode(error) !== 'ENOENT') return null
    return isAlive(pid) ? '' : null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}
