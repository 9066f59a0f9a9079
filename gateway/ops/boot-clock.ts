/** The clock that counts from the start of the box: the same in all of its processes, and nobody can set it. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

export interface BootClock {
  /** Names this start of the box; times of another one mean nothing. */
  readonly boot: string
  nowMs(): number
}

const millisecond = 1_000_000n

/** Where the kernel does not name its start, each start of this process is one of its own. */
export function openBootClock(): BootClock {
  return { boot: bootName(), nowMs: bootMs }
}

/** CLOCK_MONOTONIC, as Node shows it. */
export function bootMs(): number {
  return Number(process.hrtime.bigint() / millisecond)
}

function bootName(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return randomUUID()
  }
}
