/** Promises of workers that are services of their own: known by the order they were handed, and untouched by a stop of control. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../scripts/free-port.ts'
import { openOffice } from '../app/office.ts'
import { beginUpload, patient, post, untilServing, workersOf } from './scene.ts'

const program = join(import.meta.dirname, '../../gateway/worker.ts')

/** As a service manager does it. */
function startUnit(order: string): ChildProcess {
  const child = spawn(process.execPath, [program], {
    stdio: [openSync(order, 'r'), 'ignore', 'inherit'],
    env: {},
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  })
  return child
}

test('a stop and start of the gateway ends no exchange of workers that units started', async () => {
  const office = await openOffice()
  const port = await freePort()
  await office.writeConfig({ proxy: { port, workers: 2, workersStartedBy: 'units', limits: patient } })
  const first = await office.start()
  const orders = [1, 2].map((n) => join(office.folder, `data/run/worker-${n}.order`))
  for (const order of orders) expect(statSync(order).mode & 0o777).toBe(0o600)
  const units = orders.map(startUnit)
  await untilServing({ workers: () => workersOf(first) }, 2)
  const proxy = { host: '127.0.0.1', port }
  expect(await post(proxy, office.destination, '{}')).toBe(200)
  const uploads = await Promise.all(
    Array.from({ length: 10 }, (_, i) => beginUpload(proxy, office.destination, `upload-${i}`)),
  )
  await first[Symbol.asyncDispose]()
  const second = await office.start()
  onTestFinished(() => second[Symbol.asyncDispose]())
  const serving = await untilServing({ workers: () => workersOf(second) }, 2)
  expect(serving.map(({ processId }) => processId)).toEqual(units.map(({ pid }) => pid))
  const statuses = await Promise.all(uploads.map((upload) => upload.finish()))
  expect(new Set(statuses)).toEqual(new Set([200]))
  units[0]?.kill('SIGTERM')
  if (units[0] !== undefined) await once(units[0], 'exit')
  await untilServing({ workers: () => workersOf(second) }, 1)
  expect(await post(proxy, office.destination, '{}')).toBe(200)
})
