/** Gives pki tests a folder, a clock that they turn, and authorities in it. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Clock } from '../../gateway/core/ports.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { type Authority, type AuthorityOptions, openAuthority } from '../../gateway/pki/authority.ts'

/** A clock that stands still until the test moves it. */
export interface TestClock extends Clock {
  forward(days: number): void
  set(at: number): void
}

/** Begins at the real time, so that real clients find what is made valid. */
export function testClock(start = Date.now()): TestClock {
  let now = start
  return {
    now: () => now,
    monotonic: () => now,
    forward(days) {
      now += days * dayMs
    },
    set(at) {
      now = at
    },
  }
}

/** A folder that goes with the test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pki-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface TestAuthority {
  authority: Authority
  clock: TestClock
  options: AuthorityOptions
}

/** An interception authority in a folder of its own, unless told otherwise. */
export async function testAuthority(changes: Partial<AuthorityOptions> = {}): Promise<TestAuthority> {
  const clock = testClock()
  const options: AuthorityOptions = {
    kind: 'interception',
    directory: join(testFolder(), 'authorities'),
    key: new Secret(randomBytes(32)),
    clock,
    random: randomBytes,
    officeName: 'Praxis Dr. Müller',
    ...changes,
  }
  return { authority: await openAuthority(options), clock, options }
}
