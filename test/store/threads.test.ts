/** The threads that write: one that died between two orders is replaced by the next. */
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../gateway/store/store.ts'
import { startTelemetryThread } from '../../gateway/store/telemetry-thread-client.ts'
import { startVaultIndexThread } from '../../gateway/store/vault-index-thread-client.ts'
import { clock, folder, watchedHealth } from './fixture.ts'
import { key } from './records.ts'

const nothing = {
  ...{ devices: [], series: [], rows: [], progress: [], forgotten: [], gaps: [], pending: [], done: [] },
}

const threads = {
  telemetry(file: string) {
    const thread = startTelemetryThread(file, key)
    return { order: () => thread.write(nothing), close: () => thread.close() }
  },
  'vault index'(file: string) {
    const thread = startVaultIndexThread(file, key)
    return { order: () => thread.change({ insert: [], remove: ['none'] }), close: () => thread.close() }
  },
}

for (const [name, start] of Object.entries(threads)) {
  test(`an order to the thread of the ${name} is carried out although the thread died since the last one`, async () => {
    const file = join(folder(), 'gatehouse.db')
    const store = await openStore({ file, key, clock, health: watchedHealth() })
    onTestFinished(async () => store[Symbol.asyncDispose]())
    const started = once(process, 'worker')
    const { order, close } = start(file)
    onTestFinished(close)
    expect(await order()).toBe(0)
    const [worker]: Worker[] = await started
    await worker?.terminate()
    expect(await Promise.race([order(), wait(5000, 'no answer')])).toBe(0)
  })
}
