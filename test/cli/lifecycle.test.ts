/** Promises about the command and a real gateway: start, ask, change, reload, stop, and work on its files while it is stopped. */
import { type ChildProcess, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { requireClient, testWith } from '../support/clients.ts'
import { emptyPlace, type Place } from './gatehouse.ts'
import { endAll, exitOf, type Started, startedGateway } from './started.ts'

let place: Place
let children: ChildProcess[] = []
beforeEach(async () => {
  place = await emptyPlace()
  children = []
  await writeFile(
    join(place.folder, 'gatehouse.yaml'),
    '# the office\nproxy:\n  port: 0\n  drainMs: 1s\n  limits:\n    headersTimeoutMs: 5min\nui:\n  port: 0\noffice:\n  contact: Jule\n',
  )
})
afterEach(async () => {
  await endAll(children)
  await place[Symbol.asyncDispose]()
})

async function startGateway(...args: string[]): Promise<Started> {
  const started = await startedGateway(place, ...args)
  children.push(started.child)
  return started
}

async function json(...args: string[]) {
  const ran = await place.run(...args, '--json')
  return { ...ran, value: JSON.parse(ran.stdout) as Record<string, unknown> }
}

test('the commands ask a running gateway, and say so', async () => {
  const { ready } = await startGateway()
  const status = await json('status')
  expect(status).toMatchObject({
    code: 0,
    value: { mode: 'enforce', contact: 'Jule', addresses: { proxy: [ready.addresses.proxy] } },
  })
  const authorities = await json('ca', 'status')
  expect(authorities.stderr).toContain('Asking the running gateway')
  expect(authorities.value).toMatchObject({
    authorities: [
      { kind: 'interception', state: 'ready' },
      { kind: 'office', state: 'ready' },
    ],
  })
  expect(await json('ca', 'rotate', 'interception')).toMatchObject({
    code: 0,
    value: { state: 'overlapping' },
  })
  expect((await place.run('ca', 'export')).stdout.match(/BEGIN CERTIFICATE/g)).toHaveLength(3)
  const [stolen] = (await json('ca', 'status')).value.authorities as { fingerprint: string }[]
  const atOnce = await json('ca', 'rotate', 'interception', '--at-once')
  expect(atOnce).toMatchObject({ code: 0, value: { state: 'ready', successor: null } })
  expect(atOnce.value.fingerprint).not.toBe(stolen?.fingerprint)
  expect(atOnce.stderr).toContain('Remove the old root from every client')
  expect((await place.run('ca', 'export')).stdout.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
  expect(await json('doctor')).toMatchObject({ code: 0, value: { state: expect.stringMatching(/ok|warn/) } })
  expect(await place.run('journal', 'list', '--json')).toMatchObject({ code: 0, stdout: '' })
  expect(await place.run('recovery', 'kit')).toMatchObject({ code: 1, stdout: '' })
})

test('a second gateway on the same folder does not start, and the first goes on', async () => {
  await startGateway()
  const second = await json('start')
  expect(second).toMatchObject({ code: 1, value: { code: 'ALREADY_RUNNING' } })
  expect((await place.run('status')).code).toBe(0)
})

test('SIGHUP takes a changed file, refuses a bad one, and drops no connection', async () => {
  const { child, ready, said } = await startGateway()
  const [host = '', port = ''] = ready.addresses.proxy.split(':')
  const client = connect(Number(port), host)
  await once(client, 'connect')
  let closed = false
  client.on('close', () => {
    closed = true
  })

  await place.run('config', 'set', 'office.contact', 'Sam')
  child.kill('SIGHUP')
  await said('1 key changed')
  expect((await json('status')).value.contact).toBe('Sam')

  const good = await readFile(join(place.folder, 'gatehouse.yaml'), 'utf8')
  await writeFile(join(place.folder, 'gatehouse.yaml'), `${good}prox: {}\n`)
  expect(await json('reload')).toMatchObject({
    code: 1,
    value: { ok: false, problems: [{ path: 'prox', line: 11 }] },
  })
  child.kill('SIGHUP')
  expect(await said('prox: there is no such key')).toContain('gatehouse.yaml:11')
  await said('what was in force stays in force')
  expect((await json('status')).value.contact).toBe('Sam')
  const checks = (await json('doctor')).value.checks as { id: string; state: string; found: string }[]
  expect(checks[0]).toMatchObject({
    id: 'config',
    state: 'fail',
    found: expect.stringContaining('prox: there is no such key'),
  })
  expect(checks.length).toBeGreaterThan(5)
  await writeFile(join(place.folder, 'gatehouse.yaml'), good)
  expect((await json('status')).value.contact).toBe('Sam')
  expect(await json('reload')).toMatchObject({ code: 0, value: { ok: true, changed: [] } })
  expect(closed).toBe(false)
  client.destroy()
})

test('SIGTERM stops it cleanly, and its files are open to the commands then', async () => {
  const { child } = await startGateway()
  child.kill('SIGTERM')
  expect(await exitOf(child)).toBe(0)
  expect((await place.run('status')).code).toBe(3)
  const authorities = await json('ca', 'status')
  expect(authorities.stderr).toContain('The gateway is stopped: opening the files')
  expect(authorities.value).toMatchObject({ authorities: [{ kind: 'interception' }, { kind: 'office' }] })
  expect(await json('ca', 'rotate', 'office')).toMatchObject({
    code: 0,
    value: { kind: 'office', state: 'overlapping' },
  })
  expect(await place.run('journal', 'list', '--json')).toMatchObject({ code: 0, stdout: '' })
  expect(await json('doctor')).toMatchObject({ code: 0 })
  expect(await json('keyring', 'status')).toMatchObject({ code: 0, value: { opens: true, source: 'file' } })
})

test('a second signal does not wait for the drain', async () => {
  await writeFile(
    join(place.folder, 'gatehouse.yaml'),
    'proxy: { port: 0, drainMs: 10min }\nui: { port: 0 }\n',
  )
  const { child, ready, said } = await startGateway()
  const [host = '', port = ''] = ready.addresses.proxy.split(':')
  const client = connect(Number(port), host)
  client.on('error', () => undefined)
  await once(client, 'connect')
  // Half a request: the drain waits for its end.
  client.write(
    'POST http://example.invalid/ HTTP/1.1\r\nHost: example.invalid\r\nContent-Length: 10\r\n\r\nhalf',
  )
  child.kill('SIGTERM')
  await said('gateway.stopping')
  child.kill('SIGINT')
  expect(await exitOf(child)).toBe(130)
  client.destroy()
})

test('keys of a stopped gateway: another root key opens it, the old one no more, the printed one always', async () => {
  const { child } = await startGateway()
  child.kill('SIGTERM')
  await exitOf(child)
  const base = 'proxy: { port: 0 }\nui: { port: 0 }\n'
  await writeFile(join(place.folder, 'passphrase'), 'correct horse battery staple\n', { mode: 0o600 })
  await writeFile(
    join(place.folder, 'next.yaml'),
    `${base}keyring: { root: { source: passphrase, passphraseFile: passphrase } }\n`,
  )
  expect(await json('keyring', 'rotate-root', '--to', 'next.yaml')).toMatchObject({
    code: 0,
    value: { changed: true, source: 'passphrase' },
  })
  expect(await json('keyring', 'status')).toMatchObject({
    code: 1,
    value: { code: expect.stringMatching(/^ROOT_KEY/) },
  })
  expect(await json('keyring', 'status', '--config', 'next.yaml')).toMatchObject({
    code: 0,
    value: { opens: true },
  })

  const printed = (await place.run('recovery', 'kit', '--config', 'next.yaml')).stdout
  // The character that checks the row: one in 32 others of the row would be found by the last row alone.
  const slip = printed.replace(/.$/m, (check) => (check === 'A' ? 'B' : 'A'))
  const wrong = await place.runWith({ input: slip }, 'recovery', 'restore')
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('Row 1 has a mistake') })
  expect((await place.runWith({ input: printed }, 'recovery', 'restore')).code).toBe(0)
  const sheets = (await place.run('recovery', 'kit', '--sheets')).stdout
  const lost = sheets.slice(sheets.indexOf('# Gatehouse recovery kit, sheet 2'))
  expect(await place.runWith({ input: lost }, 'recovery', 'check')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('opens this data folder'),
  })
  expect((await place.runWith({ input: lost }, 'recovery', 'restore')).code).toBe(0)
  expect(await json('keyring', 'status')).toMatchObject({ code: 0, value: { opens: true, source: 'file' } })
})

testWith(
  'curl',
  'what curl sent is in the journal: tailed as it happens, listed while it runs and when it is stopped',
  async () => {
    const { child, ready } = await startGateway()
    const tail = place.start('journal', 'tail', '--json')
    children.push(tail)
    if (tail.stdout === null) throw new Error('no pipe')
    const tailed = once(createInterface({ input: tail.stdout }), 'line')
    // The stream has no sign that it began: ask until the first record comes through it.
    const curl = requireClient('curl')
    let seen = false
    void tailed.then(() => {
      seen = true
    })
    while (!seen) {
      spawnSync(String(curl), [
        '-s',
        '--max-time',
        '5',
        '--proxy',
        `http://${ready.addresses.proxy}`,
        'http://127.0.0.1/private',
      ])
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    expect(JSON.parse(String((await tailed)[0]))).toMatchObject({
      destination: '127.0.0.1',
      action: expect.stringMatching(/refuse|fail/),
    })
    tail.kill('SIGINT')
    expect(await exitOf(tail)).toBe(0)

    const running = await place.run('journal', 'list', '--json', '--limit', '1', '--destination', '127.0.0.1')
    expect(JSON.parse(running.stdout)).toMatchObject({ destination: '127.0.0.1', method: 'GET' })
    child.kill('SIGTERM')
    await exitOf(child)
    const stopped = await place.run('journal', 'list', '--json', '--limit', '1')
    expect(JSON.parse(stopped.stdout)).toEqual(JSON.parse(running.stdout))
  },
  120_000,
)
