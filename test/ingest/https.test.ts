/** Files by HTTPS, sent by curl and by clients that mean harm: sealed and acknowledged, or refused with nothing kept. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import { plaintextOf } from '../../gateway/vault/open-object.ts'
import { testAuthority } from '../pki/setup.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { gathered, madeFile } from '../vault/parts.ts'
import { blobsOf, filesHolding, testFolder, unfinishedOf } from '../vault/setup.ts'
import { makeDevice, type Scene, scene, type TestDevice } from './setup.ts'

const run = promisify(execFile)

async function curl(at: Scene, device: TestDevice | null, args: readonly string[]) {
  const files = device === null ? null : at.files(device)
  const own = files === null ? ['-k'] : ['--cacert', files.ca, '--cert', files.cert, '--key', files.key]
  const { stdout } = await run(requireClient('curl')!, ['-s', '-S', '-w', '\n%{http_code}', ...own, ...args])
  const [, body = '', status = ''] = /^([\s\S]*)\n(\d+)$/.exec(stdout) ?? []
  return { status: Number(status), body: body === '' ? null : JSON.parse(body) }
}

const addressOf = (at: Scene, path: string) => `https://localhost:${at.ingest.ports.https}${path}`

function localFile(content: Uint8Array): string {
  const path = join(testFolder(), 'upload')
  writeFileSync(path, content)
  return path
}

async function stored(
  at: Scene,
): Promise<{ name: string | null; source: string; class: string; content: Buffer }[]> {
  const { objects } = await at.parts.vault.list({ limit: 50 })
  return Promise.all(
    objects.map(async ({ id, bucket }) => {
      const { header } = await at.parts.vault.open(id)
      const content = await gathered(plaintextOf(header, at.parts.vault.blobs))
      return { name: header.name, source: bucket.source, class: bucket.class, content }
    }),
  )
}

/** A raw connection with the device's certificate. */
async function rawly(at: Scene, device: TestDevice): Promise<TLSSocket & { answer(): Promise<string> }> {
  const socket = connect({
    port: at.ingest.ports.https!,
    host: '127.0.0.1',
    servername: 'localhost',
    ca: at.roots,
    cert: device.certificate,
    key: device.key,
  })
  socket.on('error', () => undefined)
  await once(socket, 'secureConnect')
  let text = ''
  socket.on('data', (piece) => {
    text += piece
  })
  return Object.assign(socket, {
    async answer() {
      await expect.poll(() => /\r\n\r\n/.test(text) || socket.destroyed).toBe(true)
      return text
    },
  })
}

const nothingKept = async (at: Scene) => {
  await expect.poll(() => unfinishedOf(at.parts)).toEqual([])
  expect(blobsOf(at.parts)).toEqual([])
  expect((await at.parts.vault.totals()).objects).toBe(0)
}

describe('curl', () => {
  testWith(
    'curl',
    'a file sent by curl is sealed under its device, class and name, with a length and in chunks',
    async () => {
      const at = await scene()
      const camera = at.device('camera-1')
      const { content } = madeFile('curl', 3_000_000)
      const address = addressOf(at, '/files/recording/Eingang%20%C3%9Cbersicht.mp4')
      const first = await curl(at, camera, [
        '-T',
        localFile(content),
        '-H',
        'Content-Type: video/mp4',
        address,
      ])
      expect(first).toEqual({
        status: 201,
        body: { id: expect.stringMatching(/^[0-9a-f]{12}-[0-9a-f]{12}$/), bytes: 3_000_000 },
      })
      const chunked = ['-T', localFile(content), '-H', 'Transfer-Encoding: chunked', address]
      expect((await curl(at, camera, chunked)).status).toBe(201)
      const found = await stored(at)
      expect(found).toHaveLength(2)
      for (const each of found) {
        expect(each).toMatchObject({ name: 'Eingang Übersicht.mp4', source: 'camera-1', class: 'recording' })
        expect(each.content.equals(content)).toBe(true)
      }
    },
  )

  testWith(
    'curl',
    'a client that asks before it sends is told to go on, or why not, without sending',
    async () => {
      const at = await scene({ limits: { maxObjectBytes: 1_000_000 } })
      const camera = at.device('camera-1')
      const ask = ['-H', 'Expect: 100-continue', '--expect100-timeout', '30']
      const address = addressOf(at, '/files/recording/a')
      expect((await curl(at, camera, [...ask, '-T', localFile(Buffer.alloc(900_000)), address])).status).toBe(
        201,
      )
      const refused = await curl(at, camera, [...ask, '-T', localFile(Buffer.alloc(1_000_001)), address])
      expect(refused).toMatchObject({ status: 413, body: { code: 'OBJECT_TOO_LARGE' } })
    },
  )

  testWith('curl', 'a revoked device and one that nobody knows are told so', async () => {
    const at = await scene()
    const camera = at.device('camera-1')
    const stranger = makeDevice('stranger', { authority: at.authority, days: 30, now: Date.now() })
    at.revoke(camera)
    for (const device of [camera, stranger]) {
      const answer = await curl(at, device, [
        '-T',
        localFile(Buffer.alloc(10)),
        addressOf(at, '/files/recording/a'),
      ])
      expect(answer).toMatchObject({
        status: 403,
        body: { status: 403, detail: expect.stringMatching(/revoked/) },
      })
    }
    await nothingKept(at)
  })

  testWith(
    'curl',
    'without a certificate, with an expired one and with one of another office nobody gets in',
    async () => {
      const at = await scene()
      const other = await testAuthority({ kind: 'office' })
      const foreign = makeDevice('camera-1', { authority: other.authority, days: 30, now: Date.now() })
      const expired = makeDevice('camera-2', {
        authority: at.authority,
        days: 1,
        now: Date.now() - 40 * 86_400_000,
      })
      for (const each of [foreign, expired]) at.register.devices.set(each.fingerprint, each.identity)
      for (const device of [null, foreign, expired]) {
        const upload = curl(at, device, [
          '-T',
          localFile(Buffer.alloc(10)),
          addressOf(at, '/files/recording/a'),
        ])
        await expect(upload).rejects.toThrow(/curl: \((35|52|55|56)\)/)
      }
      await nothingKept(at)
    },
  )

  testWith('curl', 'TLS below 1.2 is not spoken', async () => {
    const at = await scene()
    const old = ['--tls-max', '1.1', '--ciphers', 'DEFAULT:@SECLEVEL=0', addressOf(at, '/files/recording/a')]
    await expect(curl(at, at.device('camera-1'), old)).rejects.toThrow(/curl: \((35|56)\)/)
  })

  testWith('curl', 'nothing that was stored can be read, listed or removed', async () => {
    const at = await scene()
    const camera = at.device('camera-1')
    const address = addressOf(at, '/files/recording/a')
    await curl(at, camera, ['-T', localFile(Buffer.alloc(10)), address])
    for (const method of ['GET', 'DELETE', 'POST', 'PATCH', 'OPTIONS'])
      expect((await curl(at, camera, ['-X', method, address])).status, method).toBe(405)
    expect((await curl(at, camera, [addressOf(at, '/')])).status).toBe(404)
    expect((await stored(at)).length).toBe(1)
  })
})

describe('bad names', () => {
  const hostile = [
    ...[
      '..',
      '%2e%2e',
      '%2E%2E%2Fetc',
      'a/b',
      'a%2Fb',
      'a%5Cb',
      'a%00b',
      'a%0Ab',
      'a%7Fb',
      '%C0%AF',
      '%FF',
      '%E2%80%AEgpj',
    ],
    ...['', '.', '%', '%zz', '../../../etc/passwd', 'x'.repeat(201), '%C3%A9'.repeat(101), 'a?b', 'a#b'],
  ]
  test.each(hostile)('the name %.40s is refused, and nothing is kept', async (name) => {
    const at = await scene()
    const socket = await rawly(at, at.device('camera-1'))
    socket.write(`PUT /files/recording/${name} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nbytes`)
    expect(await socket.answer()).toMatch(/^HTTP\/1\.1 (400|404) /)
    await nothingKept(at)
  })

  test.each(['secret', 'Recording', '..', 'recording%2F..', ''])('the class %s is none', async (name) => {
    const at = await scene()
    const socket = await rawly(at, at.device('camera-1'))
    socket.write(`PUT /files/${name}/a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nbytes`)
    expect(await socket.answer()).toMatch(/^HTTP\/1\.1 (400|404) /)
    await nothingKept(at)
  })
})

describe('bad uploads', () => {
  const put = (headers: string, name = 'a') =>
    `PUT /files/recording/${name} HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`

  test.each([
    ['with its length', put('Content-Length: 3000000'), Buffer.alloc(1_000_000)],
    [
      'in chunks',
      put('Transfer-Encoding: chunked'),
      Buffer.concat([Buffer.from('F4240\r\n'), Buffer.alloc(1_000_000)]),
    ],
    ['in chunks, before the last one', put('Transfer-Encoding: chunked'), Buffer.from('5\r\nbytes\r\n')],
  ])('an upload %s that is cut off leaves nothing behind', async (_how, head, body) => {
    const at = await scene()
    const socket = await rawly(at, at.device('camera-1'))
    socket.write(head)
    socket.write(body)
    await expect.poll(() => unfinishedOf(at.parts)).toHaveLength(1)
    socket.destroy()
    await nothingKept(at)
  })

  test('an upload in chunks that grows beyond the limit is ended with an answer, and leaves nothing behind', async () => {
    const at = await scene({ limits: { maxObjectBytes: 1_000_000 } })
    const socket = await rawly(at, at.device('camera-1'))
    socket.write(put('Transfer-Encoding: chunked'))
    for (let count = 0; count < 40; count++)
      socket.write(Buffer.concat([Buffer.from('8000\r\n'), Buffer.alloc(32_768), Buffer.from('\r\n')]))
    const answer = await socket.answer()
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).toMatch(/OBJECT_TOO_LARGE/)
    await nothingKept(at)
  })

  test('an upload that sends nothing for too long is ended', async () => {
    const at = await scene({ limits: { idleMs: 300 } })
    const socket = await rawly(at, at.device('camera-1'))
    socket.write(`${put('Content-Length: 1000')}some`)
    expect(await socket.answer()).toMatch(/^HTTP\/1\.1 408 /)
    await nothingKept(at)
  })

  test('parts of files and coded files are refused', async () => {
    const at = await scene()
    const camera = at.device('camera-1')
    for (const [header, status] of [
      ['Content-Range: bytes 5-9/10', 400],
      ['Content-Encoding: gzip', 415],
    ] as const) {
      const socket = await rawly(at, camera)
      socket.write(`${put(`${header}\r\nContent-Length: 5`)}bytes`)
      expect(await socket.answer()).toContain(`HTTP/1.1 ${status} `)
    }
    await nothingKept(at)
  })

  test('a file without a length is no empty file, and one with the length nought is', async () => {
    const at = await scene()
    const camera = at.device('camera-1')
    const forgetful = await rawly(at, camera)
    forgetful.write('PUT /files/recording/a HTTP/1.1\r\nHost: x\r\n\r\n')
    expect(await forgetful.answer()).toMatch(/^HTTP\/1\.1 411 /)
    await nothingKept(at)
    const empty = await rawly(at, camera)
    empty.write(put('Content-Length: 0'))
    expect(await empty.answer()).toMatch(/^HTTP\/1\.1 201 /)
  })

  test('a request that could be read in two ways is not answered as either', async () => {
    const at = await scene()
    const socket = await rawly(at, at.device('camera-1'))
    socket.write(`${put('Content-Length: 5\r\nTransfer-Encoding: chunked')}0\r\n\r\n`)
    expect(await socket.answer()).not.toMatch(/ 201 /)
    await nothingKept(at)
  })

  test('one device takes half of the places at most, and those given back can be used again', async () => {
    const at = await scene({ limits: { maxUploads: 4 } })
    const [greedy, other] = [at.device('greedy'), at.device('other')]
    const held = [await rawly(at, greedy), await rawly(at, greedy)]
    for (const socket of held) socket.write(`${put('Content-Length: 1000')}some`)
    await expect.poll(() => unfinishedOf(at.parts)).toHaveLength(2)
    const third = await rawly(at, greedy)
    third.write(put('Content-Length: 1000'))
    expect(await third.answer()).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 10[\s\S]*INGEST_BUSY/i)
    const fine = await rawly(at, other)
    fine.write(`${put('Content-Length: 5')}bytes`)
    expect(await fine.answer()).toMatch(/^HTTP\/1\.1 201 /)
    for (const socket of held) socket.destroy()
    await expect.poll(() => unfinishedOf(at.parts)).toEqual([])
    const again = await rawly(at, greedy)
    again.write(`${put('Content-Length: 5')}bytes`)
    expect(await again.answer()).toMatch(/^HTTP\/1\.1 201 /)
  })

  test('while there is too little room, a device is told so before it sends', async () => {
    const at = await scene({ vault: { minFreeBytes: Number.MAX_SAFE_INTEGER } })
    const socket = await rawly(at, at.device('camera-1'))
    socket.write(put('Content-Length: 1000\r\nExpect: 100-continue'))
    const answer = await socket.answer()
    expect(answer).toMatch(/^HTTP\/1\.1 507 /)
    expect(answer).toMatch(/VAULT_FULL/)
    await nothingKept(at)
  })
})

describe('in the middle', () => {
  test('a device that is revoked while it sends is cut off within a second, and nothing of its file is kept', async () => {
    const at = await scene()
    const [gone, kept] = [at.device('gone'), at.device('kept')]
    const head = 'PUT /files/recording/a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n'
    const [first, second] = [await rawly(at, gone), await rawly(at, kept)]
    for (const socket of [first, second]) socket.write(`${head}some`)
    await expect.poll(() => unfinishedOf(at.parts)).toHaveLength(2)
    at.revoke(gone)
    await expect.poll(() => first.destroyed, { timeout: 1000 }).toBe(true)
    await expect.poll(() => unfinishedOf(at.parts)).toHaveLength(1)
    second.write(Buffer.alloc(100_000 - 4))
    expect(await second.answer()).toMatch(/^HTTP\/1\.1 201 /)
  })

  test('no byte of a file stands on the disk in the clear while it arrives', async () => {
    const at = await scene()
    const pattern = randomBytes(40)
    const socket = await rawly(at, at.device('camera-1'))
    socket.write(
      'PUT /files/document/Gehaltsliste.xls HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n',
    )
    for (let sent = 0; sent < 2_000_000; sent += 40) socket.write(pattern)
    const patterns = [pattern, Buffer.from('Gehaltsliste')]
    expect(filesHolding(at.parts.root, patterns)).toEqual([])
    await socket.answer()
    expect(filesHolding(at.parts.root, patterns)).toEqual([])
    expect((await stored(at))[0]?.content.subarray(0, 40).equals(pattern)).toBe(true)
  })

  test('when the gateway stops, what is under way is cut after the drain and not kept', async () => {
    const at = await scene()
    const socket = await rawly(at, at.device('camera-1'))
    socket.write('PUT /files/recording/a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nsome')
    await expect.poll(() => unfinishedOf(at.parts)).toHaveLength(1)
    await at.ingest.close()
    await expect.poll(() => socket.destroyed).toBe(true)
    await nothingKept(at)
  })
})

describe('certificates', () => {
  test('a device gets its next certificate by its present one, as whom it is', async () => {
    const asked: unknown[] = []
    const renew = async (device: unknown, request: string) => {
      asked.push([device, request])
      return 'a chain'
    }
    const at = await scene({ renewal: { renew } })
    const camera = at.device('camera-1')
    const socket = await rawly(at, camera)
    socket.write('POST /certificate HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nplease do')
    expect(await socket.answer()).toMatch(/^HTTP\/1\.1 200 [\s\S]*a chain$/)
    expect(asked).toEqual([[camera.identity, 'please do']])
  })

  test('a request that comes to a halt is ended', async () => {
    const at = await scene({ limits: { idleMs: 300 } })
    const socket = await rawly(at, at.device('camera-1'))
    socket.write('POST /certificate HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nplea')
    expect(await socket.answer()).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('a request that cannot be used, and one that is endless, are refused', async () => {
    const renew = async () => {
      throw new GatewayError('CERTIFICATE_REQUEST_INVALID')
    }
    const at = await scene({ renewal: { renew } })
    const camera = at.device('camera-1')
    const short = await rawly(at, camera)
    short.write('POST /certificate HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nnope')
    expect(await short.answer()).toMatch(/^HTTP\/1\.1 400 /)
    for (const length of ['Content-Length: 20000', 'Transfer-Encoding: chunked']) {
      const long = await rawly(at, camera)
      long.write(
        `POST /certificate HTTP/1.1\r\nHost: x\r\n${length}\r\n\r\n5000\r\n${'x'.repeat(0x5000)}\r\n`,
      )
      expect(await long.answer()).toMatch(/^HTTP\/1\.1 413 /)
    }
  })
})
