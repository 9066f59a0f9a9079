/** What tests of the spool share: a folder that goes away, and a spool in it that is told what to be. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openSpool } from '../../agents/spool/spool.ts'
import type { Spool, SpooledReading, SpoolOptions } from '../../agents/spool/spool-model.ts'

export function spoolFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-spool-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'spool')
}

export function spoolIn(folder: string, change: Partial<SpoolOptions> = {}): Spool {
  const spool = openSpool({ folder, maxBytes: 1 << 20, bootId: 'one', random: randomBytes, ...change })
  onTestFinished(() => spool[Symbol.dispose]())
  return spool
}

/** A reading that tells itself apart from others. */
export function numbered(n: number) {
  return { at: 1_700_000_000_000 + n, values: { 'test.number': n, 'test.other': n / 7 } }
}

/** Everything that waits, as a session would send it: an older stream is stored before a third is begun. */
export function drain(spool: Spool, most = 7): SpooledReading[] {
  const all: SpooledReading[] = []
  let cursor = spool.start()
  for (;;) {
    const { readings, cursor: next } = spool.read(cursor, most)
    if (readings.length === 0) return all
    all.push(...readings)
    cursor = next
  }
}

export function numbersOf(readings: readonly SpooledReading[]): (number | undefined)[] {
  return readings.map(({ values }) => values['test.number'])
}
