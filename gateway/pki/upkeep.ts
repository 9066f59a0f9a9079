/** Looks after authorities and server certificates while the gateway runs, so that nobody has to remember an end date. */
import { setTimeout as sleep } from 'node:timers/promises'
import { hourMs } from '../core/units.ts'

/** What is looked after, and where it is told. */
export interface Upkeep {
  authorities: readonly { maintain(): Promise<boolean> }[]
  certificates: readonly { refresh(): boolean | Promise<boolean> }[]
  /** A look that failed (a full disk, mostly); the next one tries again. */
  onProblem(error: unknown): void
  intervalMs?: number
}

/** Often enough that a changed address or a due successor waits no longer than an hour. */
const defaultIntervalMs = hourMs

/** Looks at once and then every hour, until the signal ends it. Resolves after the last look; never rejects. */
export async function keepUp(upkeep: Upkeep, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const authority of upkeep.authorities) await look(() => authority.maintain(), upkeep)
    for (const certificate of upkeep.certificates) await look(() => certificate.refresh(), upkeep)
    const pause = sleep(upkeep.intervalMs ?? defaultIntervalMs, undefined, { signal, ref: false })
    // The sleep rejects only when the signal ends it.
    await pause.catch(() => {})
  }
}

async function look(work: () => unknown, upkeep: Upkeep): Promise<void> {
  try {
    await work()
  } catch (error) {
    upkeep.onProblem(error)
  }
}
