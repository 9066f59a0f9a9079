/** Promises of the doctor: each fault is found, explained, and comes with something to do; it never hangs or throws. */
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import type { DiskFacts } from '../../gateway/ops/doctor/disk.ts'
import {
  type DoctorCheck,
  type DoctorDeps,
  type DoctorInput,
  runDoctor,
  worstState,
} from '../../gateway/ops/doctor.ts'

const day = 86_400_000
const now = Date.UTC(2026, 10, 22)

const healthy: DoctorDeps = {
  now: () => now,
  builtAt: now - 10 * day,
  writtenTimes: async () => [{ what: 'last journal record', at: now - 1000 }],
  authorities: async () => [
    { kind: 'interception', notBefore: now - day, notAfter: now + 700 * day, lost: null },
    { kind: 'office', notBefore: now - day, notAfter: now + 700 * day, lost: null },
  ],
  store: async () => ({ state: 'ok', encrypted: true, journalRecords: 12 }),
  config: async () => ({
    file: '/etc/gatehouse.yaml',
    problems: [],
    policyProblems: [],
    openFiles: [],
    ownAddresses: [],
  }),
}

async function examine(
  deps: Partial<DoctorDeps> = {},
  input: Partial<DoctorInput> = {},
): Promise<DoctorCheck[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-doctor-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return runDoctor({ running: true, ports: [], dataFolder: folder, ...input }, { ...healthy, ...deps })
}

const notOk = (checks: DoctorCheck[]) => checks.filter((check) => check.state !== 'ok')

test('a healthy box has nothing to do', async () => {
  const checks = await examine()
  expect(notOk(checks)).toEqual([])
  expect(worstState(checks)).toBe('ok')
  expect(checks.map((check) => check.id)).toContain('store')
})

test('every finding that is not well says what it means and what to do', async () => {
  const checks = await examine({
    now: () => now - 100 * day,
    authorities: async () => [],
    store: async () => ({ state: 'failed', error: new GatewayError('STORE_CORRUPT') }),
    config: async () => ({
      file: '',
      problems: ['x'],
      policyProblems: ['y'],
      openFiles: [{ path: '/k', mode: 0o100644 }],
      ownAddresses: [{ path: 'proxy.upstreams[0].from', address: '192.0.2.7', isHere: false }],
    }),
    disk: async () => ({
      freeBytes: 0,
      totalBytes: 1,
      fileSystemType: 0x6969,
      writable: 'read-only',
      keepsModes: true,
    }),
  })
  const found = notOk(checks)
  expect(found.map((check) => check.id).sort()).toEqual([
    'authority-interception',
    'authority-office',
    'clock',
    'config',
    'disk-space',
    'disk-type',
    'disk-write',
    'own-addresses',
    'permissions',
    'policy',
    'store',
  ])
  for (const check of found) {
    for (const text of [check.title, check.meaning, check.todo]) expect(text.length).toBeGreaterThan(4)
  }
  expect(worstState(checks)).toBe('fail')
})

test('a small disk that turned read-only is not said to lack room', async () => {
  const found = notOk(
    await examine({
      disk: async () => ({
        freeBytes: 18 * 2 ** 20,
        totalBytes: 20 * 2 ** 20,
        fileSystemType: 0xef53,
        writable: 'read-only',
        keepsModes: true,
      }),
    }),
  )
  expect(found.map(({ id, state }) => [id, state])).toEqual([
    ['disk-space', 'warn'],
    ['disk-write', 'fail'],
  ])
  expect(found[0]?.meaning).toContain('read-only')
  expect(found[0]?.todo).not.toMatch(/room/)
})

test('a port that another program holds is found, and one that the gateway itself holds is well', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const facts = { purpose: 'Proxy', host: '127.0.0.1', port }
  const [taken] = notOk(await examine({}, { ports: [{ ...facts, ours: false }] }))
  expect(taken).toMatchObject({
    id: `port-${port}`,
    state: 'fail',
    todo: expect.stringContaining('ss -ltnp'),
  })
  expect(notOk(await examine({}, { ports: [{ ...facts, ours: true }] }))).toEqual([])
})

test('a port that should be ours but is not listened on is a fault', async () => {
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as AddressInfo
  free.close()
  await once(free, 'close')
  const [silent] = notOk(
    await examine({}, { ports: [{ purpose: 'Proxy', host: '127.0.0.1', port, ours: true }] }),
  )
  expect(silent?.found).toContain('nobody listens')
})

test('an address that this box does not have is named', async () => {
  const [wrong] = notOk(
    await examine({}, { ports: [{ purpose: 'Proxy', host: '192.0.2.1', port: 8080, ours: false }] }),
  )
  expect(wrong?.found).toContain('192.0.2.1')
})

test.each([
  ['before this version was made', { now: () => now - 11 * day }],
  ['written later', { writtenTimes: async () => [{ what: 'keyring file', at: now + day }] }],
  ['ten years', { now: () => now + 4000 * day, authorities: healthy.authorities }],
] as const)('a clock that cannot be right is found: %s', async (words, deps) => {
  const clock = (await examine(deps)).find((check) => check.id === 'clock')
  expect(clock?.state).not.toBe('ok')
  expect(clock?.found).toContain(words)
})

test('a clock a minute behind its own writing worries nobody', async () => {
  const checks = await examine({ writtenTimes: async () => [{ what: 'keyring file', at: now + 60_000 }] })
  expect(notOk(checks)).toEqual([])
})

test.each([
  [59, 'warn'],
  [6, 'fail'],
  [-1, 'fail'],
] as const)('an authority with %i days left is %s', async (days, state) => {
  const checks = await examine({
    authorities: async () => [
      { kind: 'interception', notBefore: now - day, notAfter: now + days * day, lost: null },
      { kind: 'office', notBefore: now - day, notAfter: now + 700 * day, lost: null },
    ],
  })
  expect(checks.find((check) => check.id === 'authority-interception')?.state).toBe(state)
})

test('a data folder that cannot be written is found by trying, and the trial leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-doctor-'))
  onTestFinished(async () => {
    await chmod(folder, 0o700)
    await rm(folder, { recursive: true })
  })
  const missing = await runDoctor({ running: true, ports: [], dataFolder: join(folder, 'none') }, healthy)
  expect(missing.find((check) => check.id === 'disk-write')?.found).toContain('does not exist')
  await runDoctor({ running: true, ports: [], dataFolder: folder }, healthy)
  const { readdir } = await import('node:fs/promises')
  expect(await readdir(folder)).toEqual([])
})

test('a check that throws is a finding, and what it threw is not shown', async () => {
  const checks = await examine({
    store: async () => {
      throw new Error('value anna@example.com is not unique')
    },
  })
  const store = checks.find((check) => check.id === 'store')
  expect(store?.state).toBe('fail')
  expect(JSON.stringify(checks)).not.toContain('anna')
})

const room: DiskFacts = {
  freeBytes: 2 ** 40,
  totalBytes: 2 ** 40,
  fileSystemType: 0xef53,
  writable: 'yes',
  keepsModes: true,
}

test('only a running gateway is said to protect', async () => {
  const troubled: Partial<DoctorDeps> = {
    store: async () => ({ state: 'failed', error: new GatewayError('STORE_FULL') }),
    disk: async () => ({
      freeBytes: 0,
      totalBytes: 1,
      fileSystemType: 0xef53,
      writable: 'full',
      keepsModes: true,
    }),
  }
  const meanings = async (running: boolean) =>
    notOk(await examine(troubled, { running })).map(({ meaning }) => meaning)
  expect((await meanings(true)).filter((meaning) => meaning.includes('Protection goes on'))).toHaveLength(3)
  const stopped = await meanings(false)
  expect(stopped).toHaveLength(3)
  expect(stopped.join(' ')).not.toContain('Protection goes on')
})

test('what keeps a stopped gateway from starting is a finding of its own, with the place and what to do', async () => {
  const lost = new GatewayError('AUTHORITY_LOST', { folder: '/data/authorities' }, { hint: 'Restore it.' })
  const [start] = notOk(await examine({ start: async () => lost }, { running: false }))
  expect(start).toMatchObject({
    id: 'start',
    state: 'fail',
    found: 'The files of a certificate authority are gone. (/data/authorities)',
    meaning: expect.stringContaining('cannot start'),
    todo: 'Restore it.',
  })
  expect(notOk(await examine({ start: async () => null }, { running: false }))).toEqual([])
})

test('an error of the catalogue is told in its own words, with what to do', async () => {
  const damaged = new GatewayError('AUTHORITY_INVALID', { path: '/data/x' }, { hint: 'Bring it back.' })
  const checks = await examine({ authorities: () => Promise.reject(damaged) })
  expect(notOk(checks)).toEqual([
    expect.objectContaining({
      id: 'authorities',
      found: 'The certificate authority is damaged. (/data/x)',
      todo: 'Bring it back.',
    }),
  ])
})

test('a check that hangs is given up after ten seconds and says so', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), ms)
    return controller.signal
  })
  onTestFinished(() => timeout.mockRestore())
  const running = runDoctor(
    { running: true, ports: [], dataFolder: tmpdir() },
    { ...healthy, disk: async () => room, store: () => new Promise(() => undefined) },
  )
  await vi.advanceTimersByTimeAsync(10_001)
  const store = (await running).find((check) => check.id === 'store')
  expect(store?.found).toContain('within 10 seconds')
})
