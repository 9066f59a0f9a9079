/** Promises of the control socket: closed to others at every moment, one at a time, and never stuck on a stale one. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, statSync, watch } from 'node:fs'
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type ControlServer, startControl } from '../../gateway/api/control.ts'
import { capturedLog } from '../ops/captured-log.ts'
import { startOwnTime } from '../support/own-time.ts'
import { type StandIn, standIn } from './stand-in.ts'

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gh-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function open(
  socketPath: string,
  office: StandIn = standIn(),
  signal = new AbortController().signal,
): Promise<ControlServer> {
  const control = await startControl({
    services: office.services,
    socketPath,
    log: capturedLog().log,
    signal,
    drainMs: 300,
  })
  onTestFinished(() => control.close())
  return control
}

async function ask(
  socketPath: string,
  path: string,
  method = 'GET',
): Promise<{ status: number; text: string }> {
  const asking = request({ socketPath, path, method, agent: false })
  asking.end()
  const [response] = await once(asking, 'response')
  let text = ''
  for await (const chunk of response) text += chunk
  return { status: response.statusCode, text }
}

test('the socket has mode 0600 in a folder of 0700 that is made for it, whatever the umask', async () => {
  const socketPath = join(await newFolder(), 'run', 'control.sock')
  const before = process.umask(0o000)
  onTestFinished(() => void process.umask(before))
  await open(socketPath)
  expect((await stat(socketPath)).mode & 0o777).toBe(0o600)
  expect((await stat(join(socketPath, '..'))).mode & 0o777).toBe(0o700)
})

test('at no moment does the published name have wider rights, as a watcher of the folder sees', async () => {
  const folder = await newFolder()
  chmodSync(folder, 0o700)
  const socketPath = join(folder, 'control.sock')
  const modes = new Set<number>()
  const look = () => {
    try {
      modes.add(statSync(socketPath).mode & 0o777)
    } catch {
      // Not there yet.
    }
  }
  const watcher = watch(folder, look)
  const busy = setInterval(look, 0)
  onTestFinished(() => {
    watcher.close()
    clearInterval(busy)
  })
  for (let turn = 0; turn < 20; turn++) {
    const control = await open(socketPath)
    look()
    await control.close()
  }
  expect([...modes]).toEqual([0o600])
})

test('over the socket everything answers without a token, and changes are made', async () => {
  const office = standIn()
  const socketPath = join(await newFolder(), 'run', 'control.sock')
  await open(socketPath, office)
  expect((await ask(socketPath, '/api/v1/status')).status).toBe(200)
  expect((await ask(socketPath, '/api/v1/doctor')).text).toContain('"state":"warn"')
  expect((await ask(socketPath, '/metrics')).text).toContain('gatehouse_build_info')
  expect(JSON.parse((await ask(socketPath, '/api/v1/reload', 'POST')).text)).toMatchObject({ ok: true })
  expect((await ask(socketPath, '/api/v1/authorities/office/rotate', 'POST')).status).toBe(200)
  expect((await ask(socketPath, '/api/v1/authorities/office/rotate?when=at-once', 'POST')).status).toBe(200)
  expect((await ask(socketPath, '/api/v1/authorities/office/rotate?when=soon', 'POST')).status).toBe(400)
  expect((await ask(socketPath, '/api/v1/authorities/moon/rotate', 'POST')).status).toBe(400)
  expect((await ask(socketPath, '/none')).status).toBe(404)
  expect(office.asked).toEqual(['reload', 'rotate office after-overlap', 'rotate office at-once'])
})

test('a second gateway on the same socket says ALREADY_RUNNING, and the first goes on answering', async () => {
  const socketPath = join(await newFolder(), 'run', 'control.sock')
  await open(socketPath)
  await expect(open(socketPath)).rejects.toMatchObject({ code: 'ALREADY_RUNNING' })
  expect((await ask(socketPath, '/healthz')).status).toBe(200)
})

test('a socket left behind by a killed gateway is replaced', async () => {
  const folder = await newFolder()
  const socketPath = join(folder, 'run', 'control.sock')
  await mkdir(join(folder, 'run'), { mode: 0o700 })
  const source = `require('node:net').createServer().listen(${JSON.stringify(socketPath)}, () => console.log('up'))`
  const dead = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(dead.stdout, 'data')
  dead.kill('SIGKILL')
  await once(dead, 'exit')
  expect((await lstat(socketPath)).isSocket()).toBe(true)
  await open(socketPath)
  expect((await ask(socketPath, '/healthz')).status).toBe(200)
})

test('a plain file in the place of the socket is replaced, too, as only the owner can have put it there', async () => {
  const folder = await newFolder()
  const socketPath = join(folder, 'run', 'control.sock')
  await mkdir(join(folder, 'run'), { mode: 0o700 })
  await writeFile(socketPath, 'x')
  await open(socketPath)
  expect((await ask(socketPath, '/healthz')).status).toBe(200)
})

test('a path of 108 bytes is refused with a reason, one of 107 is served', async () => {
  const folder = await newFolder()
  const fill = (bytes: number) => join(folder, 'r'.repeat(bytes - folder.length - 1 - '/s'.length), 's')
  expect(Buffer.byteLength(fill(108))).toBe(108)
  await expect(open(fill(108))).rejects.toMatchObject({
    code: 'DATA_UNWRITABLE',
    details: { reason: 'too-long', problem: expect.stringContaining('107 bytes') },
    hint: expect.stringContaining('shorter'),
  })
  await open(fill(107))
  expect((await ask(fill(107), '/healthz')).status).toBe(200)
})

test('a folder that others may enter is refused and left as it is', async () => {
  const folder = await newFolder()
  await chmod(folder, 0o755)
  await expect(open(join(folder, 'control.sock'))).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    details: { mode: '755' },
  })
  expect((await stat(folder)).mode & 0o777).toBe(0o755)
  expect(await readdir(folder)).toEqual([])
})

test('when it stops, the socket is gone and the next gateway can start at once', async () => {
  const socketPath = join(await newFolder(), 'run', 'control.sock')
  const controller = new AbortController()
  const control = await open(socketPath, standIn(), controller.signal)
  controller.abort()
  await control.close()
  await expect(lstat(socketPath)).rejects.toMatchObject({ code: 'ENOENT' })
  await open(socketPath)
})

test('a client that connects and says nothing does not keep the gateway from stopping', async () => {
  const socketPath = join(await newFolder(), 'run', 'control.sock')
  const control = await open(socketPath)
  const silent = connect(socketPath)
  silent.on('error', () => undefined)
  await once(silent, 'connect')
  const elapsed = startOwnTime()
  await control.close()
  expect(elapsed()).toBeLessThan(2000)
})
