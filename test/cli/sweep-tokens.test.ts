/** Promises that nobody makes tokens unreadable without being told first how many, and at whom. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { buildApi } from '../../gateway/api/api.ts'
import { sweepCommands } from '../../gateway/cli/sweep.ts'
import { planSweep } from '../../gateway/core/retention/plan.ts'
import type { KeptPeriod } from '../../gateway/core/retention/target.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { standIn } from '../api/stand-in.ts'
import { deskOf } from '../retention/desk.ts'

const now = Date.UTC(2026, 10, 22)
const month = (period: string, until: number): KeptPeriod => ({
  ...{ target: 'tokens', class: 'token', source: null, period, until },
  ...{ items: 41, bytes: 4100, keys: [] },
  holders: [
    { name: 'ai-assistants', items: 40 },
    { name: 'api.other.example', items: 1 },
  ],
})

/** A gateway that keeps the tokens of two months, of which one is due, and counts how often a sweep is begun. */
async function openDesk() {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse sweep-'))
  mkdirSync(join(folder, 'run'), { mode: 0o700 })
  const { services } = standIn()
  const begun: string[] = []
  const server = createServer()
  const { api } = await buildApi({
    services: {
      ...services,
      sweeps: {
        ...services.sweeps,
        plan: async () => ({
          plan: planSweep({
            inventory: [month('2026-07', Date.UTC(2026, 7, 1)), month('2026-11', Date.UTC(2026, 11, 1))],
            schedule: { token: 90 },
            ...{ holds: [], now, began: null },
          }),
          clock: { trusted: true },
        }),
        start: async () => {
          begun.push('sweep')
          throw new Error('unreachable')
        },
      },
    },
    log: silentLog,
    face: { kind: 'control' },
    server: (handler) => server.on('request', handler),
  })
  await api.listen({ path: join(folder, 'run', 'control.sock') })
  onTestFinished(async () => {
    await api.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { desk: deskOf(folder), begun }
}

test('sweep plan names the tokens that become unreadable, by destination group, and no others', async () => {
  const { desk } = await openDesk()
  const { code, err, out } = await desk.run(sweepCommands, ['plan'])
  expect(code).toBe(0)
  expect(out).toMatch(/^destroy {2}2026-07 .*41 items/m)
  expect(err).toContain('40 tokens of 2026-07 at ai-assistants can then never be read again.')
  expect(err).toContain('1 token of 2026-07 at api.other.example can then never be read again.')
  expect(err).not.toContain('2026-11')
})

test('sweep run begins nothing where nobody can be asked', async () => {
  const { desk, begun } = await openDesk()
  expect(await desk.run(sweepCommands, ['run'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('gatehouse sweep plan'),
  })
  expect(begun).toEqual([])
})
