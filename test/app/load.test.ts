/** Promises about the real gateway under load: killed, reloaded and stopped while requests are on their way. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { openDatabase } from '../../gateway/store/database.ts'
import { placeIn } from '../cli/gatehouse.ts'
import { endAll, exitOf, type Started, startedGateway } from '../cli/started.ts'
import { askControl, type Client, card, clientOf, type Office, openOffice } from './office.ts'

async function begin(office: Office): Promise<Started> {
  const started = await startedGateway(placeIn(office.folder))
  onTestFinished(() => endAll([started.child]))
  return started
}

interface Load {
  readonly statuses: readonly number[]
  readonly clients: readonly Client[]
  /** Ends each client after the request that is on its way; resolves when all have ended. */
  end(): Promise<void>
}

/** Four clients that post as fast as they are answered, each over its one connection, until told or cut off. */
function loadOn({ ready }: Started, office: Office): Load {
  const statuses: number[] = []
  const clients = Array.from({ length: 4 }, () => clientOf(ready.addresses.proxy, office))
  let going = true
  const work = clients.map(async (client) => {
    while (going) statuses.push(await client.post())
  })
  const ended = Promise.allSettled(work)
  return {
    statuses,
    clients,
    async end() {
      going = false
      await ended
      for (const client of clients) client[Symbol.dispose]()
    },
  }
}

async function answered(load: Load, count: number): Promise<void> {
  const aim = load.statuses.length + count
  await expect.poll(() => load.statuses.length, { timeout: 20_000, interval: 20 }).toBeGreaterThan(aim)
}

interface Page {
  records: ExchangeRecord[]
}

test('killed under load, three times: every record that could be read before is there again, and none is half', async () => {
  const office = await openOffice()
  const known = new Map<string, ExchangeRecord>()
  for (let round = 0; round < 3; round++) {
    const gateway = await begin(office)
    const load = loadOn(gateway, office)
    await answered(load, 150)
    // Reading waits for what was recorded before it to be written: what is shown was promised.
    const page = (await askControl(gateway.ready, '/api/v1/journal?limit=500')) as Page
    for (const record of page.records) known.set(record.id, record)
    await answered(load, 20)
    gateway.child.kill('SIGKILL')
    await exitOf(gateway.child)
    await load.end()
  }
  expect(known.size).toBeGreaterThan(300)

  const gateway = await begin(office)
  expect(await askControl(gateway.ready, '/healthz')).toEqual({ status: 'ok' })
  for (const record of known.values()) {
    expect(await askControl(gateway.ready, `/api/v1/journal/${record.id}`)).toEqual(record)
  }
  const totals = (await askControl(gateway.ready, '/api/v1/journal/totals')) as Record<string, number>
  gateway.child.kill('SIGTERM')
  expect(await exitOf(gateway.child)).toBe(0)
  await checkStore(join(office.folder, 'data'), totals)
  expect(office.received.join()).not.toContain(card)
})

/** Sound pages, and batches that were written whole: rows, totals and ranges say the same. */
async function checkStore(data: string, totals: Record<string, number>): Promise<void> {
  const clock = { now: () => Date.now(), monotonic: () => performance.now() }
  const keys = join(data, 'keys')
  await using keyring = await openKeyring({
    directory: keys,
    root: { kind: 'file', path: join(keys, 'root.key') },
    clock,
    createIfNew: false,
  })
  const database = openDatabase(join(data, 'gatehouse.db'), await keyring.longLivedKey('database'))
  try {
    expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
    const [rows] = database
      .prepare<[], { count: number; last: number; found: number; noBody: number }>(
        `SELECT count(*) AS count, max(seq) AS last, count(finding_counts) AS found,
                sum(action = 'transform' AND findings IS NULL) AS noBody FROM exchange`,
      )
      .all()
    expect(rows).toEqual({
      count: totals.exchanges,
      last: totals.exchanges,
      found: totals.withFindings,
      noBody: 0,
    })
  } finally {
    database.close()
  }
}

test('SIGHUP under load takes a changed policy and drops no connection and no request', async () => {
  const office = await openOffice()
  const gateway = await begin(office)
  const load = loadOn(gateway, office)
  await answered(load, 50)
  expect(new Set(load.statuses)).toEqual(new Set([200]))
  for (const operator of ['refuse', 'mask', 'refuse'] as const) {
    await office.writePolicy(operator)
    gateway.child.kill('SIGHUP')
    const before = load.statuses.length
    const expected = operator === 'refuse' ? 403 : 200
    await expect.poll(() => load.statuses.slice(before).includes(expected), { timeout: 20_000 }).toBe(true)
    await answered(load, 20)
    expect(new Set(load.statuses.slice(-10))).toEqual(new Set([expected]))
  }
  await load.end()
  expect(load.clients.map(({ connections }) => connections)).toEqual([1, 1, 1, 1])
  expect(new Set(load.statuses)).toEqual(new Set([200, 403]))
  expect(office.received.join()).not.toContain(card)
})

test('SIGTERM under load answers what was asked before it ends', async () => {
  const office = await openOffice()
  const gateway = await begin(office)
  const load = loadOn(gateway, office)
  await answered(load, 50)
  gateway.child.kill('SIGTERM')
  expect(await exitOf(gateway.child)).toBe(0)
  await load.end()
  // Nothing that had reached the destination was left without its answer.
  expect(new Set(load.statuses)).toEqual(new Set([200]))
  expect(load.statuses).toHaveLength(office.received.length)
})

test('a fault that nobody caught ends the gateway with an exit code, and its words are not in the log', async () => {
  const office = await openOffice()
  const fault = join(office.folder, 'fault.mjs')
  const words = 'anna@customer.example'
  await writeFile(
    fault,
    `process.once('SIGUSR2', () => void Promise.reject(new Error(${JSON.stringify(words)})))\n`,
  )
  const place = placeIn(office.folder, { NODE_OPTIONS: `--import=${pathToFileURL(fault).href}` })
  const started = await startedGateway(place)
  onTestFinished(() => endAll([started.child]))
  started.child.kill('SIGUSR2')
  await started.said('gateway.crashed')
  expect(await exitOf(started.child)).toBe(1)
  expect(started.lines.join('\n')).not.toContain(words)
})
