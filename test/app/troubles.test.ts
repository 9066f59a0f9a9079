/** Promises about the real gateway in trouble, with traffic through its proxy: it says what is wrong, and goes on where it can. */
import { once } from 'node:events'
import { chmod, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { type Place, placeIn } from '../cli/gatehouse.ts'
import { endAll, exitOf, type Started, startedGateway } from '../cli/started.ts'
import { testOnSmallDisk } from '../store/small-disk.ts'
import { askControl, card, clientOf, type Office, openOffice } from './office.ts'

async function openPlace(
  dataFolder?: string,
): Promise<{ office: Office; place: Place; begin(): Promise<Started> }> {
  const office = await openOffice(dataFolder)
  const place = placeIn(office.folder)
  return {
    office,
    place,
    async begin() {
      const started = await startedGateway(place)
      onTestFinished(() => endAll([started.child]))
      return started
    },
  }
}

async function stopped({ child }: Started): Promise<void> {
  child.kill('SIGTERM')
  expect(await exitOf(child)).toBe(0)
}

/** A request goes through, without the card, whatever else is the matter. */
async function protects({ ready }: Started, office: Office): Promise<void> {
  using client = clientOf(ready.addresses.proxy, office)
  const before = office.received.length
  expect(await client.post()).toBe(200)
  expect(office.received).toHaveLength(before + 1)
  expect(office.received.at(-1)).toMatch(/"note":"card /)
  expect(office.received.at(-1)).not.toContain(card)
}

test('a damaged database stops history and not protection, is said on the first screen, and is left as it is', async () => {
  const { office, place, begin } = await openPlace()
  const first = await begin()
  await protects(first, office)
  await stopped(first)
  const file = join(office.folder, 'data', 'gatehouse.db')
  const handle = await open(file, 'r+')
  await handle.write(Buffer.alloc(64, 7), 0, 64, 100)
  await handle.close()
  const damaged = await readFile(file)

  const second = await begin()
  await protects(second, office)
  expect(await askControl(second.ready, '/healthz')).toEqual({ status: 'degraded' })
  expect(await askControl(second.ready, '/api/v1/health')).toMatchObject({
    warnings: [{ code: 'STORE_CORRUPT', severity: 'act-now' }],
  })
  expect(await askControl(second.ready, '/api/v1/journal')).toMatchObject({
    status: 503,
    code: 'STORE_CORRUPT',
  })
  expect((await place.run('status')).code).toBe(1)
  const doctor = (await place.run('doctor')).stdout
  expect(doctor).toContain('FAIL  Store: The database file is damaged.')
  // The clock is not to blame for a journal that cannot be read.
  expect(doctor).toMatch(/^ok +Clock:/m)
  expect(doctor).toContain('No history is written. Protection goes on.')
  await stopped(second)
  expect((await place.run('doctor')).stdout).not.toContain('Protection goes on')
  expect(await readFile(file)).toEqual(damaged)
})

test('a database that is gone with all that lay beside it begins anew, and the first screen says so; a first start does not', async () => {
  const { office, begin } = await openPlace()
  const first = await begin()
  expect(await askControl(first.ready, '/api/v1/health')).toMatchObject({ warnings: [] })
  await stopped(first)
  const data = join(office.folder, 'data')
  for (const name of await readdir(data)) if (name.startsWith('gatehouse.db')) await rm(join(data, name))
  const second = await begin()
  expect(await askControl(second.ready, '/api/v1/health')).toMatchObject({
    warnings: [{ code: 'STORE_BEGUN_ANEW' }],
  })
  await stopped(second)
})

testOnSmallDisk(
  'what a full disk cost is logged at the stop, and named by journal list and status, stopped and after the restart',
  16,
  async (disk) => {
    const { office, place, begin } = await openPlace(join(disk.path, 'data'))
    await office.writeConfig({ log: { level: 'warn' } })
    const first = await begin()
    await protects(first, office)
    // Read, so that it is written.
    await askControl(first.ready, '/api/v1/journal')
    disk.fill()
    using client = clientOf(first.ready.addresses.proxy, office)
    const isFull = () => first.lines.some((line) => line.includes('STORE_FULL'))
    // What room the database has within its own files is used first.
    for (let turn = 0; turn < 2000 && !isFull(); turn++) await client.post()
    expect(isFull()).toBe(true)
    const ended = first.said('journal.dropped')
    await stopped(first)
    const { records } = JSON.parse(await ended)
    expect(records).toBeGreaterThan(0)
    const words = `${records} exchanges are missing from the journal.`

    disk.free()
    const listed = await place.run('journal', 'list')
    expect(listed).toMatchObject({ code: 1, stderr: expect.stringContaining(words) })
    const second = await begin()
    await expect.poll(async () => (await place.run('status')).stdout).toContain(words)
    const asked = await place.run('journal', 'list')
    expect(asked).toMatchObject({ code: 1, stderr: expect.stringContaining(words) })
    expect(asked.stderr).toMatch(/made between \d{4}-\d\d-\d\d [\d:]{8} and \d{4}-/)
    await stopped(second)
  },
)

test.each([
  ['a wrong root key', 'ROOT_KEY_WRONG', (file: string) => wrongKey(file)],
  ['a missing root key', 'ROOT_KEY_MISSING', (file: string) => rm(file)],
  ['a damaged root key', 'ROOT_KEY_DAMAGED', (file: string) => writeFile(file, 'garbage')],
  ['a root key that others can read', 'ROOT_KEY_UNSAFE', (file: string) => chmod(file, 0o644)],
] as const)(
  '%s is a clear error that no restart is tried for, and nothing is made anew',
  async (_name, code, harm) => {
    const { office, place, begin } = await openPlace()
    await stopped(await begin())
    const keys = join(office.folder, 'data', 'keys')
    await harm(join(keys, 'root.key'))
    const before = await contentOf(keys)
    for (let attempt = 0; attempt < 2; attempt++) {
      const ran = await place.run('start', '--json')
      expect(ran.code).toBe(4)
      expect(JSON.parse(ran.stdout)).toMatchObject({ code, hint: expect.any(String) })
    }
    expect(await contentOf(keys)).toEqual(before)
  },
  120_000,
)

/** Another key of the same form: one hex digit or letter is another. */
async function wrongKey(file: string): Promise<void> {
  const other = await openPlace()
  await stopped(await other.begin())
  await writeFile(file, await readFile(join(other.office.folder, 'data', 'keys', 'root.key')))
}

async function contentOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort()
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, name), 'base64')] as const),
    ),
  )
}

testOnSmallDisk(
  'a data folder on a disk that turned read-only: protection goes on, and the page says why',
  16,
  async (disk) => {
    const { office, place, begin } = await openPlace(join(disk.path, 'data'))
    await stopped(await begin())
    disk.readOnly(true)
    onTestFinished(() => disk.readOnly(false))
    const gateway = await begin()
    await protects(gateway, office)
    expect(await askPage(gateway, '/healthz')).toContain('degraded')
    expect(await askPage(gateway, '/api/v1/health')).toContain('DATA_READ_ONLY')
    // Commands do not reach it: the page says so.
    expect((await place.run('status')).code).toBe(3)
    expect(await place.run('ca', 'export')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('BEGIN CERT'),
    })
    await stopped(gateway)
  },
)

testOnSmallDisk(
  'a first start on a read-only disk is a clear error that no restart is tried for',
  16,
  async (disk) => {
    const { place } = await openPlace(join(disk.path, 'data'))
    disk.readOnly(true)
    onTestFinished(() => disk.readOnly(false))
    const ran = await place.run('start', '--json')
    expect(JSON.parse(ran.stdout)).toMatchObject({ code: 'DATA_UNWRITABLE', hint: expect.any(String) })
    expect(ran.code).toBe(4)
  },
)

testOnSmallDisk(
  'a disk that is full when the gateway starts stops history and not protection',
  16,
  async (disk) => {
    const { office, place, begin } = await openPlace(join(disk.path, 'data'))
    await stopped(await begin())
    disk.fill()
    const gateway = await begin()
    await protects(gateway, office)
    expect(await askControl(gateway.ready, '/api/v1/health')).toMatchObject({
      status: 'degraded',
      warnings: expect.arrayContaining([expect.objectContaining({ code: 'STORE_FULL' })]),
    })
    // An empty list is no proof that nothing happened: it says why, and does not pass for a good answer.
    const listed = await place.run('journal', 'list')
    expect(listed.code).toBe(1)
    expect(listed.stderr).toMatch(/disk is full/)
    expect(listed.stderr).not.toContain('No such exchange')
    await stopped(gateway)
  },
)

/** Over HTTPS with the token, as a browser or a monitor. */
async function askPage({ ready }: Started, path: string): Promise<string> {
  const asked = get(`https://${ready.addresses.ui}${path}`, {
    agent: false,
    rejectUnauthorized: false,
    headers: { authorization: `Bearer ${ready.accessToken}` },
  })
  const [answer] = await once(asked, 'response')
  return text(answer)
}

test('whatever the umask, nobody else can read what the gateway writes, save what clients have to trust', async () => {
  const { office, place } = await openPlace()
  const umask = process.umask(0)
  const started = await startedGateway(place, '--try').finally(() => process.umask(umask))
  onTestFinished(() => endAll([started.child]))
  await protects(started, office).catch(() => undefined)
  const data = join(office.folder, 'data')
  const names = await readdir(data, { recursive: true })
  expect(names).toEqual(expect.arrayContaining(['gatehouse.db', 'gatehouse.db-wal', 'gatehouse.db-shm']))
  const open = []
  for (const name of names) {
    // The demonstration's sweep destroys a file now and then; what is gone nobody reads.
    const found = await stat(join(data, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    if (found !== null && (found.mode & 0o077) !== 0) open.push(`${name} ${(found.mode & 0o777).toString(8)}`)
  }
  expect(open).toEqual(['gatehouse-ca.pem 644'])
  const doctor = await place.run('doctor', '--json')
  const { checks } = JSON.parse(doctor.stdout) as { checks: { id: string; state: string }[] }
  // The room on this machine's disk is no promise of the gateway.
  expect(checks.filter(({ id, state }) => state !== 'ok' && id !== 'disk-space')).toEqual([])
})

test('the bundle that the command of a trial names follows each roll-over', async () => {
  const { place, office } = await openPlace()
  const { child } = await startedGateway(place, '--try')
  onTestFinished(() => endAll([child]))
  const file = join(office.folder, 'data', 'gatehouse-ca.pem')
  const first = await readFile(file, 'utf8')
  for (const how of [[], ['--at-once']]) {
    const before = await readFile(file, 'utf8')
    // A trial has the folder's default configuration, not the office's.
    const own = ['--config', join(office.folder, 'trial.yaml')]
    await writeFile(join(office.folder, 'trial.yaml'), '{}')
    expect((await place.run('ca', 'rotate', 'interception', ...how, ...own)).code).toBe(0)
    const now = await readFile(file, 'utf8')
    expect(now).not.toBe(before)
    expect(now).toBe((await place.run('ca', 'export', ...own)).stdout)
  }
  expect(first.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
  expect((await stat(file)).mode & 0o777).toBe(0o644)
})
