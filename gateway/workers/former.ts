/** Finds the workers that outlived an earlier control, and ends those that are not needed. */
import { isAlive, type ProcessIdentity, signal } from './process-identity.ts'
import type { Roll, RollEntry } from './roll.ts'

export function expectedOf(roll: Roll | null): RollEntry[] {
  return (roll?.workers ?? []).filter(isAlive)
}

/** Each is told to end, and killed once its time is over. Resolves when none of them lives. */
export async function endThem(processes: readonly ProcessIdentity[], drainMs: number): Promise<void> {
  for (const one of processes) signal(one, 'SIGTERM')
  const until = performance.now() + drainMs
  while (processes.some(isAlive)) {
    if (performance.now() > until) for (const one of processes) signal(one, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
