/** Promises of the whole gateway about trackers, in one process and in workers: lists, reloads, starts, commands, doctor. */
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../../config/load.ts'
import { trackersInUse } from '../../gateway/app/trackers-in-use.ts'
import { askControl, type Office, openOffice } from './office.ts'
import { gatehouse } from './own-command.ts'

const listed = 'ads.example.test'

async function officeWith(workers: number, list: string) {
  const office = await openOffice()
  const file = join(office.folder, 'ads.txt')
  await writeFile(file, list)
  const configure = (others: object = { gpc: true, parameters: true, block: true }, more: object = {}) =>
    office.writeConfig({
      proxy: { workers, hosts: { [listed]: '127.0.0.1' } },
      trackers: { others, lists: [{ name: 'ads', file: './ads.txt' }], ...more },
    })
  await configure()
  return { office, file, configure }
}

async function begun(office: Office) {
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  return gateway
}

/** The status and the reason of a GET by way of the proxy, on a connection of its own. */
async function ask(proxy: string, office: Office, host: string | null, path = '') {
  const url = new URL(office.destination)
  if (host !== null) url.hostname = host
  const [address = '', port = ''] = proxy.split(':')
  const target = `${url.href}${path}`
  const headers = { host: url.host }
  const asked = request({ host: address, port, path: target, headers, agent: false })
  asked.end()
  const [answer] = await once(asked, 'response')
  await text(answer)
  return `${answer.statusCode} ${answer.headers['gatehouse-reason'] ?? ''}`.trim()
}

test.each([0, 1])(
  'with %i workers: lists are swapped whole, and a bad one never replaces a good one',
  async (workers) => {
    const { office, file } = await officeWith(workers, `||${listed}^\nexample.test##.banner\n`)
    const gateway = await begun(office)
    const { proxy } = gateway.addresses
    expect(await ask(proxy, office, listed, 'pixel')).toBe('403 tracker-list')
    expect(await ask(proxy, office, null, '?gclid=1')).toBe('200')

    await writeFile(file, '<!doctype html><title>Not found</title>\n')
    expect(await gateway.reload()).toMatchObject({
      ok: false,
      problems: [
        {
          path: 'trackers.lists[0].file',
          message: expect.stringContaining('no line of the list names a host'),
        },
      ],
    })
    expect(await ask(proxy, office, listed)).toBe('403 tracker-list')

    await writeFile(file, '0.0.0.0 other.example.test\n')
    expect(await gateway.reload()).toMatchObject({ ok: true })
    expect(await ask(proxy, office, listed)).toBe('200')

    await writeFile(file, `0.0.0.0 ${listed}\n`)
    expect(await gateway.reload()).toMatchObject({ ok: true })
    expect(await ask(proxy, office, listed)).toBe('403 tracker-list')

    await expect
      .poll(async () => askControl(gateway, '/api/v1/trackers'), { timeout: 60_000 })
      .toMatchObject({
        state: 'on',
        refused: 3,
        removedParameters: 1,
        lists: [{ name: 'ads', hosts: 1, refused: 3 }],
      })
    const { lines } = await gatehouse(office, 'trackers', 'status')
    expect(lines.join('\n')).toContain('3 connections or requests refused, 1 parameter taken out')
  },
  300_000,
)

test('lists that did not change are not read anew, so that nobody is sent them again', async () => {
  const { office, file } = await officeWith(0, `||${listed}^\n`)
  const { config } = await loadConfig({ file: office.configFile, env: {} })
  const first = await trackersInUse(config)
  const again = await trackersInUse(
    { ...config, trackers: { ...config.trackers, except: ['a.example'] } },
    first,
  )
  expect(again.table).toBe(first.table)
  expect(again.version).not.toBe(first.version)
  await writeFile(file, '||other.example.test^\n')
  const changed = await trackersInUse(config, again)
  expect(changed.table).not.toBe(first.table)
  expect(changed.lists).toMatchObject([{ hosts: 1 }])
  await rm(file)
  const gone = await trackersInUse(config, changed)
  expect(gone).toMatchObject({ lists: [], refused: [{ name: 'ads', why: { code: 'CONFIG_INVALID' } }] })
  expect(gone.table.entries).toHaveLength(0)
})

test('a bad list takes none of its hosts into the one behind it', async () => {
  const { office, configure } = await officeWith(0, `||${listed}^\n`)
  await writeFile(join(office.folder, 'bad.txt'), 'nonsense\n')
  const lists = [
    { name: 'bad', file: './bad.txt' },
    { name: 'ads', file: './ads.txt' },
  ]
  await configure({ block: true }, { lists })
  const { config } = await loadConfig({ file: office.configFile, env: {} })
  const read = await trackersInUse(config)
  expect(read.lists).toMatchObject([{ name: 'ads', hosts: 1 }])
  expect(read.inForce?.lists.names).toEqual(['ads'])
})

test('a gateway starts without a list that is gone, says so, and has it again after a reload', async () => {
  const { office, file } = await officeWith(0, `||${listed}^\n`)
  await rm(file)
  const gateway = await begun(office)
  expect(await ask(gateway.addresses.proxy, office, listed)).toBe('200')
  expect(await askControl(gateway, '/api/v1/health')).toMatchObject({
    warnings: [{ code: 'TRACKER_LISTS_LEFT_OUT', hint: expect.stringContaining('there is no such file') }],
  })
  const doctor = (await askControl(gateway, '/api/v1/doctor')) as { checks: { id: string; state: string }[] }
  expect(doctor.checks.find(({ id }) => id === 'tracker-lists')?.state).toBe('warn')
  await writeFile(file, `||${listed}^\n`)
  expect(await gateway.reload()).toMatchObject({ ok: true })
  expect(await ask(gateway.addresses.proxy, office, listed)).toBe('403 tracker-list')
  expect(await askControl(gateway, '/api/v1/health')).toMatchObject({ warnings: [] })
}, 300_000)

test('a list that was missing at the start keeps no other change from a reload, and a good one stays guarded', async () => {
  const { office, file, configure } = await officeWith(0, '||gone.example.test^\n')
  const other = join(office.folder, 'other.txt')
  const lists = [
    { name: 'ads', file: './ads.txt' },
    { name: 'other', file: './other.txt' },
  ]
  await rm(file)
  await writeFile(other, '||other.example.test^\n')
  await configure({ block: true }, { lists })
  const gateway = await begun(office)
  const { proxy } = gateway.addresses
  expect(await ask(proxy, office, listed)).toBe('200')

  await writeFile(other, `||${listed}^\n`)
  expect(await gateway.reload()).toMatchObject({ ok: true })
  expect(await ask(proxy, office, listed)).toBe('403 tracker-list')
  expect(await askControl(gateway, '/api/v1/health')).toMatchObject({
    warnings: [{ code: 'TRACKER_LISTS_LEFT_OUT', hint: expect.stringContaining('trackers.lists[0].file') }],
  })

  // Under another name of file it is the same list.
  await configure({ block: true }, { lists: [lists[0], { name: 'other', file: './none.txt' }] })
  expect(await gateway.reload()).toMatchObject({ ok: false, problems: [{ path: 'trackers.lists[1].file' }] })
  expect(await ask(proxy, office, listed)).toBe('403 tracker-list')
}, 300_000)

test('commands say what is in force, and without a gateway what a start would make of the files', async () => {
  const { office, configure } = await officeWith(
    0,
    `! title\n||${listed}^\n@@||fine.${listed}^\n/banner/*\n##.ad\n`,
  )
  const stopped = await gatehouse(office, 'trackers', 'test', `x.${listed.toUpperCase()}.`)
  expect(stopped.notes.join()).toContain('The gateway is stopped')
  expect(stopped.lines).toEqual([
    `x.${listed}: the list ads names ${listed}.`,
    'Refused for: everybody else, unless a rule lets it pass.',
  ])
  const gateway = await begun(office)
  const lists = await gatehouse(office, 'trackers', 'lists')
  expect(lists.lines[0]).toMatch(
    /^ads +1 host +1 exception +2 lines are not applied \(the first: 4, 5\) +0 refused/,
  )
  const fine = await gatehouse(office, 'trackers', 'test', `fine.${listed}`, '--client', '127.0.0.1')
  expect(fine.lines).toEqual([
    `fine.${listed}: the list ads makes an exception for fine.${listed}.`,
    'This client (everybody else) gets there by rule all; Sec-GPC is sent and tracking parameters are taken out.',
  ])
  const own = await gatehouse(office, 'trackers', 'test', listed, '--client', '127.0.0.1', '--json')
  expect(JSON.parse(own.lines[0] ?? '')).toMatchObject({ client: { action: 'refuse', ruleId: 'list:ads' } })
  expect((await gatehouse(office, 'trackers', 'test', 'not a host')).code).toBe(2)
  await configure({}, { except: [listed] })
  expect(await gateway.reload()).toMatchObject({ ok: true })
  const off = await gatehouse(office, 'trackers', 'status')
  expect(off.lines[0]).toContain('Nothing is done against trackers')
}, 300_000)

test('config check says with file and line what a list has that is not applied, and what is no list', async () => {
  const { office, file } = await officeWith(0, `||${listed}^\nnonsense\n`)
  const warned = await gatehouse(office, 'config', 'check')
  expect(warned.code).toBe(0)
  expect(warned.notes.join()).toMatch(
    /gatehouse\.yaml:1:\d+ {2}trackers\.lists\[0\]\.file: of the list, 1 line is not applied \(the first: 2\)/,
  )
  await rm(file)
  const missing = await gatehouse(office, 'config', 'check')
  expect(missing.code).not.toBe(0)
  expect(missing.notes.join()).toMatch(/trackers\.lists\[0\]\.file: there is no such file/)
}, 300_000)

test.each([
  [{ others: { block: true }, lists: [] }, 'trackers.lists: expected at least one list'],
  [{ groups: { nobody: { gpc: true } } }, 'expected the name of a group of office.clientGroups'],
  [
    {
      lists: [
        { name: 'a', file: './ads.txt' },
        { name: 'a', file: './ads.txt' },
      ],
    },
    'expected a name of its own; another list has this one',
  ],
  [{ lists: [{ name: 'Not a name', file: './ads.txt' }] }, 'expected a name of lower-case letters'],
  [{ parametersFile: './none.yaml' }, 'trackers.parametersFile'],
])('a configuration with %j is not taken, and told why', async (trackers, words) => {
  const { office } = await officeWith(0, `||${listed}^\n`)
  await office.writeConfig({ trackers })
  const { code, notes } = await gatehouse(office, 'config', 'check')
  expect(code).not.toBe(0)
  expect(notes.join('\n')).toContain(words)
})
