/** Promises of enrolment over real HTTPS: one code, one device, and a clear word for everything else. */
import { execFile, execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { certificateRequest, newKey } from '../../agents/certificate-request.ts'
import { post } from '../../agents/gateway-connection.ts'
import { certificatesIn } from '../../agents/identity.ts'
import { enrolmentAnswer } from '../../gateway/core/device/schema.ts'
import { tokenText } from '../api/running-api.ts'
import { testFolder } from '../pki/setup.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { type EnrolmentServer, officeHost, startEnrolment } from './enrolment-server.ts'
import { openRoom } from './setup.ts'

/** Named by its client, so that nobody takes it for a dependency. */
const openssl = requireClient('openssl') ?? 'openssl'

const csr = () => certificateRequest(newKey())

async function ask(server: EnrolmentServer, body: unknown) {
  const { status, text } = await post({
    url: new URL('/api/v1/enrolment', server.url),
    body: typeof body === 'string' ? body : JSON.stringify(body),
    contentType: 'application/json',
    ca: server.roots,
  })
  return { status, body: JSON.parse(text) }
}

test('a device gets its certificate, the roots, and the places to go to, for a code', async () => {
  const server = await startEnrolment()
  const { code, device } = server.room.devices.add('camera')
  const { status, body } = await ask(server, { code, csr: csr() })
  expect(status).toBe(200)
  const answer = enrolmentAnswer.parse(body)
  expect(answer.device).toEqual(device)
  const [own, issuer] = certificatesIn(answer.chain)
  expect(own?.subject).toBe('CN=camera')
  expect(issuer && own?.checkIssued(issuer)).toBe(true)
  expect(answer.roots).toBe(server.roots)
  expect([answer.broker, answer.files]).toEqual([
    { host: '127.0.0.1', port: 8883 },
    { host: '127.0.0.1', port: 8444 },
  ])
  expect(server.room.devices.byFingerprint(own?.fingerprint256 ?? '')).toEqual(device)
})

test('of two devices that use one code at the same moment one gets a certificate', async () => {
  const server = await startEnrolment()
  for (let turn = 0; turn < 5; turn++) {
    const { code } = server.room.devices.add(`camera-${turn}`)
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(server, { code, csr: csr() })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403, 403, 403])
    expect(server.room.devices.find(`camera-${turn}`)?.certificates).toHaveLength(1)
    server.room.clock.forward(1)
  }
})

test.each([
  ['a code that was never given', { code: 'A'.repeat(45) }, 403, 'INVITE_REFUSED'],
  ['an empty code', { code: '' }, 400, undefined],
  ['a code of another kind', { code: 7 }, 400, undefined],
  ['a code of endless length', { code: 'A'.repeat(5000) }, 400, undefined],
  ['no request', { csr: undefined }, 400, undefined],
  ['rubbish for a request', { csr: 'rubbish' }, 400, 'CERTIFICATE_REQUEST_INVALID'],
  ['a request of endless length', { csr: 'x'.repeat(9000) }, 400, undefined],
  ['one key too many', { admin: true }, 400, undefined],
  ['a name of its own', { name: 'till' }, 400, undefined],
])('%s is refused in words, and the code still counts', async (_what, change, expected, errorCode) => {
  const server = await startEnrolment()
  const { code } = server.room.devices.add('camera')
  const { status, body } = await ask(server, { code, csr: csr(), ...change })
  expect([status, body.code]).toEqual([expected, errorCode])
  expect(body).toMatchObject({ title: expect.any(String), status: expected })
  expect(JSON.stringify(body)).not.toContain(code)
  expect((await ask(server, { code, csr: csr() })).status).toBe(200)
})

test('a second use, an ended code and a mistyped one are each told apart', async () => {
  const server = await startEnrolment()
  const { code } = server.room.devices.add('camera')
  await ask(server, { code, csr: csr() })
  expect((await ask(server, { code, csr: csr() })).body.hint).toContain('counts once')
  const late = server.room.devices.add('printer').code
  server.room.clock.set(server.room.clock.now() + server.room.settings.inviteMs)
  expect((await ask(server, { code: late, csr: csr() })).body.hint).toContain('time is over')
  expect((await ask(server, { code: `${late}X`, csr: csr() })).body.hint).toContain('Type the code')
})

test('who guesses has to wait, and is told how long; then a right code counts again', async () => {
  const server = await startEnrolment()
  const { code } = server.room.devices.add('camera')
  for (let turn = 0; turn < 10; turn++)
    expect((await ask(server, { code: 'wrong', csr: csr() })).status).toBe(403)
  const refused = await ask(server, { code, csr: csr() })
  expect([refused.status, refused.body.detail]).toEqual([
    429,
    expect.stringContaining('Too many wrong codes'),
  ])
  expect(server.room.captured.lines().filter(({ event }) => event === 'device.code-refused')).toHaveLength(1)
  server.room.clock.set(server.room.clock.now() + 60_000)
  expect((await ask(server, { code, csr: csr() })).status).toBe(200)
})

test('neither code nor request reach the log', async () => {
  const server = await startEnrolment()
  const { code } = server.room.devices.add('camera')
  const request = csr()
  await ask(server, { code, csr: request })
  await ask(server, { code, csr: 'rubbish-of-a-stranger' })
  const text = server.room.captured.text()
  for (const secret of [code, code.slice(0, 11), request.slice(30, 90), 'rubbish-of-a-stranger'])
    expect(text).not.toContain(secret)
  expect(text).toContain('device.enrolled')
})

test('devices are listed for and revoked by who may, and invited on the box alone', async () => {
  const server = await startEnrolment()
  server.room.devices.add('camera')
  const over = async (method: string, path: string, headers: Record<string, string> = {}) => {
    const { request } = await import('undici')
    const { Agent } = await import('undici')
    const dispatcher = new Agent({ connect: { ca: server.roots } })
    const answer = await request(new URL(path, server.url), { method: method as 'GET', headers, dispatcher })
    const text = await answer.body.text()
    await dispatcher.close()
    return { status: answer.statusCode, text }
  }
  const token = { authorization: `Bearer ${tokenText}` }
  expect((await over('GET', '/api/v1/devices')).status).toBe(401)
  expect((await over('GET', '/api/v1/devices/camera')).status).toBe(401)
  expect(JSON.parse((await over('GET', '/api/v1/devices', token)).text).devices).toMatchObject([
    { name: 'camera', state: 'invited' },
  ])
  expect((await over('GET', '/api/v1/devices/camera', token)).status).toBe(200)
  expect((await over('GET', '/api/v1/devices/printer', token)).status).toBe(404)
  for (const path of ['/api/v1/devices/printer', '/api/v1/devices/camera/keys?key=x'])
    expect((await over('POST', path, token)).status).toBe(403)
  expect((await over('POST', '/api/v1/devices/camera/revoke')).status).toBe(401)
  expect(server.room.devices.list()).toMatchObject([{ name: 'camera', state: 'invited' }])
  expect((await over('POST', '/api/v1/devices/camera/revoke', token)).status).toBe(200)
  expect(server.room.devices.list()).toMatchObject([{ name: 'camera', state: 'revoked' }])
})

testWith(
  'curl',
  'curl with an openssl request enrols; RSA, a broken one and a megabyte of rubbish do not',
  async () => {
    const room = await openRoom()
    const server = await startEnrolment(room)
    const folder = testFolder()
    writeFileSync(join(folder, 'roots.pem'), server.roots)
    const curl = async (body: string) => {
      writeFileSync(join(folder, 'body.json'), body)
      const { stdout } = await promisify(execFile)(
        requireClient('curl') ?? 'curl',
        [
          ...['--silent', '--cacert', 'roots.pem', '--resolve', `${officeHost}:${server.port}:127.0.0.1`],
          ...[
            '--header',
            'content-type: application/json',
            '--header',
            `origin: https://${officeHost}:${server.port}`,
          ],
          ...['--data-binary', '@body.json', '--write-out', '\n%{http_code}'],
          `https://${officeHost}:${server.port}/api/v1/enrolment`,
        ],
        { cwd: folder },
      )
      const at = stdout.lastIndexOf('\n')
      return { status: Number(stdout.slice(at + 1)), body: JSON.parse(stdout.slice(0, at)) }
    }
    const request = (...args: string[]) => {
      execFileSync(
        openssl,
        ['req', '-new', '-nodes', ...args, '-keyout', 'key.pem', '-out', 'csr.pem', '-subj', '/CN=x'],
        {
          cwd: folder,
          stdio: 'pipe',
        },
      )
      return readFileSync(join(folder, 'csr.pem'), 'utf8')
    }
    const p256 = () => request('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1')
    const { code } = room.devices.add('camera')
    const rsa = await curl(JSON.stringify({ code, csr: request('-newkey', 'rsa:2048') }))
    expect([rsa.status, rsa.body.hint]).toEqual([400, expect.stringContaining('P-256')])
    const other = await curl(
      JSON.stringify({ code, csr: request('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1') }),
    )
    expect(other.status).toBe(400)
    const broken = p256().replace(
      /(.)(={0,2}\n-----END)/,
      (_all, last: string, rest: string) => `${last === 'A' ? 'E' : 'A'}${rest}`,
    )
    expect((await curl(JSON.stringify({ code, csr: broken }))).status).toBe(400)
    const rubbish = await curl(JSON.stringify({ code, csr: 'x'.repeat(1 << 20) }))
    expect([rubbish.status, rubbish.body.status]).toEqual([413, 413])
    const good = await curl(JSON.stringify({ code, csr: p256() }))
    expect([good.status, good.body.broker.host]).toEqual([200, officeHost])
    const own = certificatesIn(good.body.chain)[0]
    expect(
      own?.checkPrivateKey(
        (await import('node:crypto')).createPrivateKey(readFileSync(join(folder, 'key.pem'))),
      ),
    ).toBe(true)
  },
)
