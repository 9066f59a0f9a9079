/** A gateway that tells the network's rules of machines, with the clock of the box and whoever follows played by the test. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { HeldMachines, SyncReceipt } from '../../gateway/core/network/machine-note.ts'
import { hourMs } from '../../gateway/core/units.ts'
import { readMachines, writeReceipt } from '../../gateway/network/machine-files.ts'
import { MachineTeller } from '../../gateway/network/tell-machines.ts'
import { createHealthBoard } from '../../gateway/ops/health.ts'
import { silentLog } from '../../gateway/ops/log.ts'

const thisBoot = '3b1f0c52-6c0e-4d8e-9d55-0a1b2c3d4e5f'
export const card = '00:00:5e:00:53:01'
export const guest = '02:00:5e:00:53:02'
export const nobody: HeldMachines = { quarantined: { cards: [], addresses: [] }, guests: [] }
export const cutOff: HeldMachines = { ...nobody, quarantined: { cards: [card], addresses: ['10.0.0.7'] } }

/** A gateway that tells, at a time that the test sets, and whoever follows. */
export async function office({ everyMs = 20 } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-told-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const files = { note: join(folder, 'network-machines'), receipt: join(folder, 'network-machines-held') }
  const health = createHealthBoard({ now: () => 0, log: silentLog })
  let held: HeldMachines | null = nobody
  // The box has run for a while.
  let now = hourMs
  let isOn = true
  const open = () => {
    const teller = new MachineTeller({
      ...{ files, health, log: silentLog, random: randomBytes, everyMs },
      bootClock: { boot: thisBoot, nowMs: () => now },
      isOn: () => isOn,
      machines: () => held,
      proxyPort: () => 8080,
    })
    onTestFinished(() => teller[Symbol.asyncDispose]())
    return teller
  }
  const teller = open()
  return {
    ...{ files, teller, open },
    set(next: HeldMachines | null, whom = teller) {
      held = next
      whom.changed()
    },
    later(ms: number) {
      now += ms
    },
    id: async () => (await readMachines(files))?.id ?? null,
    switchTo(on: boolean) {
      isOn = on
    },
    /** As `network sync` does after a look into the kernel. */
    follow: async (outcome: SyncReceipt['outcome'] = 'in-step', seen: Partial<SyncReceipt> = {}) => {
      const note = await readMachines(files).catch(() => null)
      const receipt = { id: note?.id ?? null, boot: thisBoot, atMs: now, untilMs: null, outcome }
      await writeReceipt(files, { ...receipt, ...seen })
    },
    now: () => now,
    warnings: () => health.warnings(),
  }
}
