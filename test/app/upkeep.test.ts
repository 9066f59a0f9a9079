/** Promises about an authority that clients refuse: the first screen says so, and says so no longer when it is well. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { AuthorityKind } from '../../gateway/api/services.ts'
import type { Authorities } from '../../gateway/app/authorities.ts'
import { lookAfter } from '../../gateway/app/upkeep.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { createHealthBoard } from '../../gateway/ops/health.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { type Authority, openAuthority } from '../../gateway/pki/authority.ts'

/** An authority that was made when the box's clock stood so many days ahead, or behind. */
async function madeAt(kind: AuthorityKind, days: number, lifetimeDays: number): Promise<Authority> {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse upkeep-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return openAuthority({
    kind,
    directory,
    key: new Secret(randomBytes(32)),
    clock: { now: () => Date.now() + days * dayMs, monotonic: () => performance.now() },
    random: randomBytes,
    officeName: 'Our office',
    lifetimeDays,
  })
}

test.each([
  ['not valid yet', 30, 'is not valid yet'],
  ['ended', -60, 'has ended'],
  ['well', 0, null],
])('an authority that is %s', async (_name, days, words) => {
  const sick = await madeAt('interception', days, 40)
  // What cannot be mended: a disk that is full when the successor should be written.
  const interception = { ...sick, maintain: () => Promise.reject(new Error('full')) }
  const office = await madeAt('office', 0, 400)
  const health = createHealthBoard({ now: Date.now, log: silentLog })
  const ending = new AbortController()
  let looked = 0
  lookAfter(
    {
      authorities: { interception, office } as unknown as Authorities,
      page: { showCertificate: async () => Boolean(++looked), close: async () => undefined },
      ways: { renewCertificates: async () => undefined },
      tryMode: null,
      health,
      log: silentLog,
    },
    ending.signal,
  )
  await expect.poll(() => looked).toBe(1)
  ending.abort()
  expect(health.warnings().map(({ title, severity }) => [severity, title])).toEqual(
    words === null ? [] : [['act-now', `The certificate for web traffic ${words}, so clients refuse it.`]],
  )
})
