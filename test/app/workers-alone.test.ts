/** Promises that a box whose workers serve without the gateway is not said to be without protection. */

import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { workersAlone } from '../../gateway/app/workers-alone.ts'
import { checkPorts } from '../../gateway/ops/doctor/ports.ts'
import { identityOf } from '../../gateway/workers/process-identity.ts'
import { writeRoll } from '../../gateway/workers/roll.ts'
import { folder } from '../store/fixture.ts'

test('workers that live are counted, those that ended are not', () => {
  const run = folder()
  const workers = join(run, 'workers')
  mkdirSync(workers)
  expect(workersAlone({ workers })).toBe(0)
  const own = identityOf(process.pid)
  if (own === null) throw new Error('this process lives')
  const entry = { ...own, worker: 'worker-1', secretHash: '0'.repeat(64) }
  const ended = { ...entry, worker: 'worker-2', startedTicks: own.startedTicks + 1 }
  writeRoll(join(run, 'workers.json'), { salt: '', workers: [entry, ended] })
  expect(workersAlone({ workers })).toBe(1)
})

test('the port that they hold is said to be served, and does not keep the gateway from starting', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const facts = { purpose: 'Proxy', host: '127.0.0.1', port, ours: false }
  expect(await checkPorts([{ ...facts, left: true }])).toMatchObject([
    { state: 'warn', found: 'Workers of the gateway serve here without it.' },
  ])
  expect(await checkPorts([facts])).toMatchObject([{ state: 'fail' }])
})
