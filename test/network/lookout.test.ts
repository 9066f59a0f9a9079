/** What the gateway sees of the network without any right is on the first screen, as `network status` has it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeSyncReceipt } from '../../gateway/core/network/machine-note.ts'
import type { defaultRouting, NetworkSettings } from '../../gateway/core/network/model.ts'
import { NetworkLookout } from '../../gateway/network/lookout.ts'
import { createHealthBoard } from '../../gateway/ops/health.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { settingsWith } from '../core/network/settings.ts'
import { openJoint } from './joint.ts'
import { testInNetwork } from './scene.ts'

const ours = ({ mark, table, priority }: typeof defaultRouting) => ({
  priority,
  ...{ fwmark: `0x${mark.toString(16)}`, table: String(table) },
})

/** Over a stand-in for `ip`; `routed`: our routing rule is there. */
async function lookout({
  routed = true,
  on = true,
  says,
}: {
  routed?: boolean
  on?: boolean
  says?: string
} = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-lookout-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const files = { note: join(folder, 'note'), receipt: join(folder, 'receipt') }
  if (says !== undefined) await writeFile(files.receipt, says)
  const settings: NetworkSettings = settingsWith()
  const health = createHealthBoard({ now: () => 0, log: silentLog })
  const rules = JSON.stringify(routed ? [ours(settings.routing)] : [])
  const route = JSON.stringify([{ type: 'local', dst: 'default', dev: 'lo' }])
  const one = new NetworkLookout({
    settings: () => (on ? settings : null),
    files,
    health,
    bootClock: { boot: 'b001', nowMs: () => 1000 },
    tools: () => ({
      ip: async (...args) => (args.includes('rule') ? rules : args.includes('route') ? route : '[]'),
    }),
  })
  onTestFinished(() => one[Symbol.asyncDispose]())
  await expect.poll(() => one.seen()).not.toBeNull()
  return { rules: one.seen()?.rules, codes: health.warnings().map(({ code }) => code) }
}

const receipt = (more: object) =>
  writeSyncReceipt({ ...{ id: null, boot: 'b001', atMs: 0, untilMs: null, outcome: 'untold' }, ...more })

test('rules that are not there are a warning of the first screen, and none where the part is off', async () => {
  expect(await lookout({ routed: false })).toEqual({ rules: 'not-in-force', codes: ['NETWORK_NOT_IN_FORCE'] })
  expect(await lookout()).toEqual({ rules: 'in-force', codes: [] })
  expect(await lookout({ routed: false, on: false })).toEqual({ rules: 'off', codes: [] })
})

test('whoever looked into the rules since the box started is believed before the routing', async () => {
  expect((await lookout({ says: receipt({ outcome: 'no-rules' }) })).rules).toBe('not-in-force')
  expect((await lookout({ says: receipt({ untilMs: 999 }) })).rules).toBe('not-in-force')
  expect((await lookout({ says: receipt({ untilMs: 1001 }) })).rules).toBe('in-force')
  expect((await lookout({ says: receipt({ outcome: 'no-rules', boot: 'b002' }) })).rules).toBe('in-force')
})

testInNetwork(
  'status and network status say the same of rules that are taken away, and put in force again',
  async () => {
    await using joint = await openJoint()
    const { scene } = joint
    const both = async () => {
      const [gateway, network] = await Promise.all([
        scene.gatehouse('status'),
        scene.gatehouse('network', 'status'),
      ])
      return [network.code, gateway.stdout.includes("NOW  The network's rules are not in force")]
    }
    await expect.poll(both, { timeout: 60_000 }).toEqual([0, false])
    await scene.gatehouse('network', 'down')
    await expect.poll(both, { timeout: 60_000 }).toEqual([1, true])
    expect((await scene.gatehouse('doctor')).stdout).toContain('They are not in force.')
    for (const command of ['up', 'confirm']) expect((await scene.gatehouse('network', command)).code).toBe(0)
    await expect.poll(both, { timeout: 60_000 }).toEqual([0, false])
  },
)
