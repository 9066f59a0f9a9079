/** Finds the workers that outlived an earlier control, and ends those that are not needed. */
import { dirname, join } from 'node:path'
import { isAlive, type ProcessIdentity, signal } from './process-identity.ts'
import { type Roll, type RollEntry, readRoll } from './roll.ts'

const killMs = 5000

export function expectedOf(roll: Roll | null): RollEntry[] {
  return (roll?.workers ?? []).filter(isAlive)
}

/** For a gateway that needs none: they listen on its port still. */
export async function endFormer(folder: string, drainMs: number): Promise<void> {
  await endThem(expectedOf(readRoll(rollFileBeside(folder))), drainMs)
}

/** Beside the folder of the socket, and not in it: that belongs to the workers' user. */
export function rollFileBeside(folder: string): string {
  return join(dirname(folder), 'workers.json')
}

/** Each is told to end, and killed once its time is over. Resolves when none of them lives. */
export async function endThem(processes: readonly ProcessIdentity[], drainMs: number): Promise<void> {
  for (const one of processes) signal(one, 'SIGTERM')
  const until = performance.now() + drainMs
  // What the kernel cannot end either (a disk that does not answer) is left to it.
  while (processes.some(isAlive) && performance.now() < until + killMs) {
    if (performance.now() > until) for (const one of processes) signal(one, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
