/** Tells one process from a later one of the same number, by the time at which the kernel started it. */
import { readFileSync } from 'node:fs'

export interface ProcessIdentity {
  processId: number
  /** Clock ticks since the machine started (proc_pid_stat(5), field 22). */
  startedTicks: number
}

/** Null where no such process lives; one that has ended and waits to be collected does not. */
export function identityOf(processId: number): ProcessIdentity | null {
  let stat: string
  try {
    stat = readFileSync(`/proc/${processId}/stat`, 'latin1')
  } catch {
    return null
  }
  // The name in parentheses may hold anything, parentheses too; the fields behind it are counted from 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const startedTicks = Number(fields[22 - 3])
  return fields[0] === 'Z' || fields[0] === 'X' || Number.isNaN(startedTicks)
    ? null
    : { processId, startedTicks }
}

export function isAlive({ processId, startedTicks }: ProcessIdentity): boolean {
  return identityOf(processId)?.startedTicks === startedTicks
}

/** Ends exactly this process, and no other that has its number by now. */
export function signal(identity: ProcessIdentity, name: 'SIGKILL' | 'SIGTERM'): void {
  if (!isAlive(identity)) return
  try {
    process.kill(identity.processId, name)
  } catch {
    // It ended in between.
  }
}
