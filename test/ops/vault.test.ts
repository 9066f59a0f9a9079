/** What doctor and metrics say of files of devices. */
import { expect, test } from 'vitest'
import { GiB } from '../../gateway/core/units.ts'
import { checkVault, type VaultFacts } from '../../gateway/ops/doctor/vault.ts'
import { createHealthBoard } from '../../gateway/ops/health.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { createMetrics } from '../../gateway/ops/metrics.ts'

const well: VaultFacts = {
  freeBytes: 50 * GiB,
  minFreeBytes: GiB,
  objects: 1200,
  atStart: { missing: 0, strange: 0 },
  hasOwner: true,
}

const stateOf = (facts: VaultFacts | null, id: string) =>
  checkVault(facts).find((check) => check.id === id)?.state

test('a vault that is well has nothing to do', () => {
  for (const check of checkVault(well)) expect(check).toMatchObject({ state: 'ok', todo: '' })
  expect(checkVault({ ...well, atStart: null }).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok'])
})

test.each([
  ['a vault that cannot be read', null, 'vault', 'fail'],
  ['a missing file', { ...well, atStart: { missing: 1, strange: 0 } }, 'vault', 'fail'],
  ['files of another database', { ...well, atStart: { missing: 0, strange: 2000 } }, 'vault', 'warn'],
  ['too little room', { ...well, freeBytes: GiB - 1 }, 'vault-room', 'fail'],
  ['little room', { ...well, freeBytes: 2 * GiB - 1 }, 'vault-room', 'warn'],
] as const)('%s is found, with what it means and what to do', (_title, facts, id, state) => {
  expect(stateOf(facts, id)).toBe(state)
  const found = checkVault(facts).find((check) => check.id === id)
  expect(found?.meaning).toMatch(/\w/)
  expect(found?.todo).toMatch(/\w/)
})

test('files are counted by what became of them, and an unknown reason makes no label of its own', () => {
  const health = createHealthBoard({ now: () => 0, log: silentLog })
  const metrics = createMetrics({ version: '1', startedAt: 0, health })
  metrics.fileSealed(500)
  metrics.fileSealed(7)
  metrics.fileRefused('VAULT_FULL')
  metrics.fileRefused('camera-1/holiday.mp4')
  const text = metrics.text()
  expect(text).toContain('gatehouse_files_sealed_total 2\n')
  expect(text).toContain('gatehouse_file_bytes_sealed_total 507\n')
  expect(text).toContain('gatehouse_files_refused_total{code="VAULT_FULL"} 1\n')
  expect(text).toContain('gatehouse_files_refused_total{code="OTHER"} 1\n')
  expect(text).not.toContain('camera')
})
