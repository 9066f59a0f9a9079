/** Files by SFTP, put by OpenSSH's own client and by clients that mean harm. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import ssh2, { type SFTPWrapper } from 'ssh2'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ObjectIntake } from '../../gateway/core/vault/intake.ts'
import { loadHostKey } from '../../gateway/ingest/host-key.ts'
import { newHostKey } from '../../gateway/ingest/ssh.ts'
import { plaintextOf } from '../../gateway/vault/open-object.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { gathered, madeFile } from '../vault/parts.ts'
import { blobsOf, testFolder, testVault, unfinishedOf } from '../vault/setup.ts'
import { type Scene, scene, sshKey, type TestDevice } from './setup.ts'

const run = promisify(execFile)

const sshOptions = (at: Scene, key: string) => [
  ...['-P', String(at.ingest.ports.sftp), '-i', key, '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes'],
  ...[
    '-o',
    'StrictHostKeyChecking=no',
    '-o',
    'UserKnownHostsFile=/dev/null',
    '-o',
    'LogLevel=ERROR',
    '-F',
    '/dev/null',
  ],
]

/** What the client did; its exit code says whether it was content. */
async function sftp(at: Scene, key: string, commands: readonly string[]) {
  const batch = join(testFolder(), 'batch')
  writeFileSync(batch, `${commands.join('\n')}\n`)
  const args = [...sshOptions(at, key), '-b', batch, 'camera@127.0.0.1']
  return run(requireClient('sftp')!, args, { timeout: 60_000 }).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
    (error) => ({ code: error.code, text: String(error.stdout) + String(error.stderr) }),
  )
}

function localFile(content: Uint8Array, name = 'upload'): string {
  const path = join(testFolder(), name)
  writeFileSync(path, content)
  return `"${path}"`
}

/** How many bytes were written. */
const written = expect.any(Number)

async function only(at: Scene): Promise<{ name: string; source: string; class: string; content: Buffer }> {
  const { objects } = await at.parts.vault.list({ limit: 9 })
  expect(objects).toHaveLength(1)
  const { header, object } = await at.parts.vault.open(objects[0]!.id)
  const content = await gathered(plaintextOf(header, at.parts.vault.blobs))
  return { name: header.name, source: object.bucket.source, class: object.bucket.class, content }
}

const nothingKept = async (at: Scene) => {
  await expect.poll(() => unfinishedOf(at.parts)).toEqual([])
  expect(blobsOf(at.parts)).toEqual([])
  expect((await at.parts.vault.totals()).objects).toBe(0)
}

/** A session of a client that does what it is told. */
async function session(at: Scene, device: TestDevice): Promise<{ sftp: SFTPWrapper; client: ssh2.Client }> {
  const key = readFileSync(sshKey(at, device.identity))
  const client = new ssh2.Client()
  onTestFinished(() => void client.destroy())
  client.on('error', () => undefined)
  client.connect({ host: '127.0.0.1', port: at.ingest.ports.sftp!, username: 'any', privateKey: key })
  await once(client, 'ready')
  const opened = Promise.withResolvers<SFTPWrapper>()
  client.sftp((error, wrapper) => (error ? opened.reject(error) : opened.resolve(wrapper)))
  return { sftp: await opened.promise, client }
}

type Callback<Result> = (error: Error | null | undefined, result: Result) => void

/** The answer to one request, or the server's words for why not. */
function asked<Result = void>(ask: (done: Callback<Result>) => void): Promise<Result | string> {
  return new Promise((resolve) => ask((error, result) => resolve(error ? error.message : result)))
}

const openFile = async (from: SFTPWrapper, path: string, mode: 'w' | 'a' | 'r' | 'r+' = 'w') =>
  asked<Buffer>((done) => from.open(path, mode, done))
const writeAt = (from: SFTPWrapper, handle: Buffer | string, at: number, bytes: Buffer) =>
  asked((done) => from.write(handle as Buffer, bytes, 0, bytes.length, at, done as () => void))

describe("OpenSSH's client", () => {
  testWith('sftp', 'a file put by sftp is sealed under its device, class and name', async () => {
    const at = await scene()
    const camera = at.device('camera-1')
    const { content } = madeFile('sftp', 5_000_001)
    const put = `put ${localFile(content)} "recording/Eingang Ü.mp4"`
    expect(await sftp(at, sshKey(at, camera.identity), [put])).toEqual({ code: 0, text: expect.any(String) })
    const found = await only(at)
    expect(found).toMatchObject({ name: 'Eingang Ü.mp4', source: 'camera-1', class: 'recording' })
    expect(found.content.equals(content)).toBe(true)
  })

  testWith(
    'sftp',
    'a file is put after changing into the folder of its class, with its times, by any kind of key',
    async () => {
      const at = await scene()
      const camera = at.device('camera-1')
      for (const type of ['rsa', 'ecdsa', 'ed25519']) {
        const key = sshKey(at, camera.identity, type)
        const commands = ['pwd', 'cd export', `put -p ${localFile(Buffer.alloc(100), type)}`]
        expect(await sftp(at, key, commands)).toMatchObject({
          code: 0,
          text: expect.stringMatching(/directory: \/\n/),
        })
      }
      const { objects } = await at.parts.vault.list({ limit: 9 })
      expect(objects.map(({ name }) => name).sort()).toEqual(['ecdsa', 'ed25519', 'rsa'])
    },
  )

  testWith('scp', 'scp copies a file once, and is told that it arrived', async () => {
    const at = await scene()
    const key = sshKey(at, at.device('camera-1').identity)
    const { content } = madeFile('scp', 300_000)
    const file = localFile(content).slice(1, -1)
    const args = [...sshOptions(at, key), file, 'camera@127.0.0.1:export/copied']
    const ran = await run(requireClient('scp')!, args, { timeout: 60_000 })
    expect(ran.stderr).toBe('')
    const found = await only(at)
    expect([found.name, found.class, found.content.equals(content)]).toEqual(['copied', 'export', true])
  })

  testWith('sftp', 'an empty file is a file', async () => {
    const at = await scene()
    const key = sshKey(at, at.device('camera-1').identity)
    expect((await sftp(at, key, [`put ${localFile(Buffer.alloc(0))} other/empty`])).code).toBe(0)
    expect((await only(at)).content).toHaveLength(0)
  })

  testWith('sftp', 'nothing comes out, and nothing but files goes in', async () => {
    const at = await scene()
    const key = sshKey(at, at.device('camera-1').identity)
    await sftp(at, key, [`put ${localFile(Buffer.from('seen'))} recording/a`])
    for (const command of [
      ...['get recording/a', 'mkdir recording/x', 'rmdir recording', 'rm recording/a'],
      ...[
        'rename recording/a recording/b',
        'ln -s recording/a recording/b',
        'put -a /etc/hostname recording/a',
      ],
    ]) {
      const { code, text } = await sftp(at, key, [command])
      expect(code, `${command}: ${text}`).not.toBe(0)
    }
    // Its exit code says nothing of a listing that was refused.
    expect((await sftp(at, key, ['ls recording'])).text).toMatch(/Permission denied/)
    expect((await only(at)).content.toString()).toBe('seen')
  })

  testWith('sftp', 'a name that leads elsewhere is refused in words, and nothing is kept', async () => {
    const at = await scene()
    const key = sshKey(at, at.device('camera-1').identity)
    const file = localFile(Buffer.from('x'))
    for (const name of [
      '../etc/passwd',
      'recording/../../x',
      'recording/..',
      'recording/a/b',
      'secret/a',
      'a',
      '/',
      'recording/a\\\\b',
    ]) {
      const { code, text } = await sftp(at, key, [`put ${file} "${name}"`])
      expect(code, `${name}: ${text}`).not.toBe(0)
    }
    await nothingKept(at)
  })

  testWith(
    'sftp',
    'a key that nobody knows does not come in, nor does the key of a device that was revoked',
    async () => {
      const at = await scene()
      const camera = at.device('camera-1')
      const [stranger, own] = [sshKey(at, null), sshKey(at, camera.identity)]
      at.revoke(camera)
      for (const key of [stranger, own]) {
        const { code, text } = await sftp(at, key, [`put ${localFile(Buffer.alloc(1))} recording/a`])
        expect({ code, text }).toEqual({
          code: 255,
          text: expect.stringMatching(/Permission denied \(publickey\)/),
        })
      }
      await nothingKept(at)
    },
  )

  testWith('sftp', 'an sftp that is killed in the middle leaves nothing behind', async () => {
    const at = await scene({ limits: { maxObjectBytes: 1_000_000_000 } })
    const key = sshKey(at, at.device('camera-1').identity)
    const args = [...sshOptions(at, key), '-l', '8000', 'camera@127.0.0.1']
    const client = spawn(requireClient('sftp')!, args, { stdio: ['pipe', 'ignore', 'ignore'] })
    client.stdin.write(`put ${localFile(Buffer.alloc(50_000_000))} recording/a\n`)
    await expect.poll(() => unfinishedOf(at.parts)).toHaveLength(1)
    client.kill('SIGKILL')
    await nothingKept(at)
  })
})

describe('other clients', () => {
  test('bytes out of order, over a gap or from the middle are refused, and nothing of the file is kept', async () => {
    const at = await scene()
    const { sftp: from } = await session(at, at.device('camera-1'))
    const bytes = Buffer.alloc(1000)
    const first = await openFile(from, 'recording/a')
    expect(await writeAt(from, first, 500, bytes)).toMatch(/cannot be continued/)
    expect(await asked((done) => from.close(first as Buffer, done as () => void))).toMatch(
      /cannot be continued/,
    )
    const second = await openFile(from, 'recording/a')
    expect(await writeAt(from, second, 0, bytes)).toEqual(written)
    expect(await writeAt(from, second, 0, bytes)).toMatch(/in order/)
    expect(await openFile(from, 'recording/a', 'a')).toMatch(/cannot be continued/)
    expect(await openFile(from, 'recording/a', 'r')).toMatch(/nothing else/)
    expect(await openFile(from, 'recording/a', 'r+')).toMatch(/nothing else/)
    await nothingKept(at)
  })

  test('many requests sent ahead are taken in order, and what was stored can be asked for its length', async () => {
    const at = await scene()
    const { sftp: from } = await session(at, at.device('camera-1'))
    const { content } = madeFile('ahead', 20_000_000)
    const handle = await openFile(from, '/recording/a')
    const answers: Promise<unknown>[] = []
    for (let place = 0; place < content.length; place += 30_000)
      answers.push(writeAt(from, handle, place, content.subarray(place, place + 30_000)))
    for (const answer of await Promise.all(answers)) expect(answer).toEqual(written)
    expect(await asked((done) => from.close(handle as Buffer, done as () => void))).toBeUndefined()
    const stats = await asked<ssh2.Stats>((done) => from.stat('recording/a', done))
    expect(stats).toMatchObject({ size: 20_000_000 })
    expect(await asked<ssh2.Stats>((done) => from.stat('recording/b', done))).toMatch(/nothing of this name/)
    expect((await only(at)).content.equals(content)).toBe(true)
  })

  test('a file longer than allowed is refused on the way', async () => {
    const at = await scene({ limits: { maxObjectBytes: 100_000 } })
    const { sftp: from } = await session(at, at.device('camera-1'))
    const handle = await openFile(from, 'recording/a')
    const answers = [0, 30_000, 60_000, 90_000].map((place) =>
      writeAt(from, handle, place, Buffer.alloc(30_000)),
    )
    expect((await Promise.all(answers))[3]).toMatch(/longer than allowed/)
    expect(await asked((done) => from.close(handle as Buffer, done as () => void))).toMatch(
      /longer than allowed/,
    )
    await nothingKept(at)
  })

  test('a device that is revoked while it sends is cut off within a second', async () => {
    const at = await scene()
    const camera = at.device('camera-1')
    const { sftp: from, client } = await session(at, camera)
    const closed = once(client, 'close')
    await writeAt(from, await openFile(from, 'recording/a'), 0, Buffer.alloc(1000))
    const at0 = performance.now()
    at.revoke(camera)
    await closed
    expect(performance.now() - at0).toBeLessThan(1000)
    await nothingKept(at)
  })

  test('a session that asks nothing for too long is ended, and its open file is not kept', async () => {
    const at = await scene({ limits: { idleMs: 300 } })
    const { sftp: from, client } = await session(at, at.device('camera-1'))
    await writeAt(from, await openFile(from, 'recording/a'), 0, Buffer.alloc(1000))
    await once(client, 'close')
    await nothingKept(at)
  })

  test('a device that goes away while its file is being opened leaves neither a file nor a place taken', async () => {
    const go = Promise.withResolvers<void>()
    const begun: string[] = []
    const kept = await testVault()
    const intake: ObjectIntake = {
      async begin(offer) {
        begun.push(offer.name)
        if (begun.length === 1) await go.promise
        return kept.vault.begin(offer)
      },
    }
    const at = await scene({ limits: { maxUploads: 2 }, options: { intake } })
    const camera = at.device('camera-1')
    const { sftp: from, client } = await session(at, camera)
    const closed = once(client, 'close')
    void openFile(from, 'recording/left')
    await expect.poll(() => begun).toEqual(['left'])
    at.parts.events.publish('device.revoked', camera.identity)
    await closed
    // The folder of the session has ended by now.
    await new Promise((resolve) => setTimeout(resolve, 100))
    go.resolve()
    const { sftp: again } = await session(at, camera)
    await expect.poll(() => openFile(again, 'recording/next')).toEqual(expect.any(Buffer))
    await expect.poll(() => unfinishedOf(kept)).toHaveLength(1)
  })

  test('a path that is too long to be a file’s is not said again', async () => {
    const at = await scene()
    const { sftp: from } = await session(at, at.device('camera-1'))
    expect(await asked<string>((done) => from.realpath('a'.repeat(10_000), done))).toBe(
      'The path is too long.',
    )
    expect(await asked<string>((done) => from.realpath('recording/./a', done))).toBe('/recording/./a')
  })

  test('files that are open at once are few, and files of others cannot be written into', async () => {
    const at = await scene()
    const { sftp: from } = await session(at, at.device('camera-1'))
    for (let count = 0; count < 4; count++)
      expect(Buffer.isBuffer(await openFile(from, `recording/${count}`))).toBe(true)
    expect(await openFile(from, 'recording/4')).toMatch(/Too many/)
    expect(await writeAt(from, Buffer.from([0, 0, 0, 99]), 0, Buffer.alloc(1))).toMatch(/not open/)
    expect(await writeAt(from, Buffer.from('../../etc'), 0, Buffer.alloc(1))).toMatch(/not open/)
  })

  test('passwords, shells, commands and forwarding are not to be had', async () => {
    const at = await scene()
    const { client } = await session(at, at.device('camera-1'))
    expect(await asked<unknown>((done) => client.exec('id', done))).toMatch(
      /Channel open failure|Unable to exec/,
    )
    expect(await asked<unknown>((done) => client.shell(done))).toMatch(/Channel open failure|Unable/)
    expect(await asked<unknown>((done) => client.forwardOut('127.0.0.1', 1, '127.0.0.1', 22, done))).toMatch(
      /Channel open failure/,
    )
    const guessing = new ssh2.Client()
    const failed = once(guessing, 'error')
    guessing.connect({
      host: '127.0.0.1',
      port: at.ingest.ports.sftp!,
      username: 'camera-1',
      password: 'camera-1',
    })
    expect(String((await failed)[0])).toMatch(/authentication/)
  })

  test('bytes that are no SSH end their connection and nobody else', async () => {
    const at = await scene()
    const { sftp: from } = await session(at, at.device('camera-1'))
    for (const noise of [
      'GET / HTTP/1.1\r\n\r\n',
      'SSH-2.0-x\r\n\0\0\0\xff',
      '\0'.repeat(70_000),
      'SSH-1.5-old\r\n',
    ]) {
      const socket = connect(at.ingest.ports.sftp!, '127.0.0.1')
      socket.on('error', () => undefined).resume()
      socket.write(Buffer.from(noise, 'latin1'))
      await once(socket, 'close')
    }
    expect(Buffer.isBuffer(await openFile(from, 'recording/a'))).toBe(true)
  })
})

describe('the host key', () => {
  test('it is made once, is readable by the service alone, and stays the same', async () => {
    const file = join(testFolder(), 'ingest', 'key')
    const key = await loadHostKey(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await loadHostKey(file)).toBe(key)
  })

  test('every key that is made can be read again', () => {
    // One of 256 could not, as ssh2 makes them.
    for (let count = 0; count < 1500; count++)
      expect(ssh2.utils.parseKey(newHostKey())).not.toBeInstanceOf(Error)
  })

  test('a key that others can read, or that is a link, is not used', async () => {
    const file = join(testFolder(), 'key')
    await loadHostKey(file)
    const unsafe = expect.objectContaining({ code: 'INGEST_KEY_UNSAFE' })
    chmodSync(file, 0o640)
    await expect(loadHostKey(file)).rejects.toThrow(unsafe)
    chmodSync(file, 0o600)
    symlinkSync(file, `${file}.link`)
    await expect(loadHostKey(`${file}.link`)).rejects.toThrow(unsafe)
  })
})
