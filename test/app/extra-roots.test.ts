/** Promises about extra root certificates: a file that would not do its work is refused by name, and the old one stays. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { type AddressInfo, connect as connectTcp, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readExtraRoots } from '../../gateway/app/extra-roots.ts'
import { isGatewayError } from '../../gateway/core/errors.ts'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { certify } from '../support/openssl-ca.ts'
import { askControl, openOffice } from './office.ts'

const host = 'mine.example.test'
const made = () => makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
const damaged = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ==\n-----END CERTIFICATE-----\n'

async function fileWith(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-roots-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'roots.pem')
  await writeFile(file, text)
  return file
}

/** What reading a second entry comes to, the first being in order. */
async function readSecond(text: string) {
  const file = await fileWith(text)
  const entries = [
    { destinations: ['a.example'], file: await fileWith(made().rootPem) },
    { destinations: [host], file },
  ]
  try {
    return { file, roots: readExtraRoots(entries), details: null, hint: '' }
  } catch (error) {
    if (!isGatewayError(error, 'CONFIG_INVALID')) throw error
    return { file, roots: null, details: error.details, hint: error.hint ?? '' }
  }
}

describe('a file of extra roots', () => {
  const path = 'proxy.extraRoots[1].file'
  const root = made().rootPem
  const leaf = made().chainPem.split('-----END CERTIFICATE-----')[0]
  const faulty: [string, string, string | null, string][] = [
    ['with nothing in it', '', null, 'holds no certificate'],
    [
      'with something else in it',
      '-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n',
      null,
      'holds no',
    ],
    ['in which the second is damaged', `${root}${damaged}${root}`, '2 of 3', 'cannot be read'],
    ['that is cut off', `${root}${root.slice(0, 200)}`, '2 of 2', 'has no end'],
    ['cut off in the middle', `${root.slice(0, 200)}\n${root}`, '1 of 2', 'has no end'],
    [
      'with the certificate of a server',
      `${root}${leaf}-----END CERTIFICATE-----\n`,
      '2 of 2',
      'not that of an authority',
    ],
  ]
  test.each(faulty)('%s is refused by key, file and certificate', async (_what, text, certificate, words) => {
    const { file, details, hint } = await readSecond(text)
    expect(details).toEqual({ path, file, ...(certificate === null ? {} : { certificate }) })
    expect(hint).toContain(path)
    expect(hint).toContain(words)
  })

  test('that cannot be read is refused by key and file', () => {
    expect(() => readExtraRoots([{ destinations: [host], file: '/nowhere/roots.pem' }])).toThrow(
      expect.objectContaining({ details: { path: 'proxy.extraRoots[0].file', file: '/nowhere/roots.pem' } }),
    )
  })

  test('with several, and words and a key between them, is taken without those', async () => {
    const [first, second] = [made(), made()]
    const text = `Our printers\r\n${first.rootPem.replaceAll('\n', '\r\n')}${first.keyPem}\n# and\n${second.rootPem}`
    const { roots } = await readSecond(text)
    expect(roots?.[1]?.destinations).toEqual([host])
    expect(roots?.[1]?.pem.match(/-----BEGIN [A-Z ]+-----/g)).toEqual(
      Array(2).fill('-----BEGIN CERTIFICATE-----'),
    )
    expect(roots?.[1]?.pem).not.toContain('print')
  })

  testWith('openssl', 'with a certificate that a machine made for itself alone is taken', async () => {
    const out = await fileWith('')
    const order = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      '/CN=box',
    ]
    const extension = ['-addext', 'basicConstraints=critical,CA:FALSE', '-keyout', `${out}.key`, '-out', out]
    execFileSync(requireClient('openssl') ?? '', [...order, ...extension], { stdio: 'ignore' })
    expect(readExtraRoots([{ destinations: [host], file: out }])[0]?.pem).toContain('BEGIN CERTIFICATE')
  })
})

test('a reload with a damaged file is refused and says which certificate, and the old roots stay in force', async () => {
  const { rootPem, chainPem, keyPem } = made()
  const server = createServer({ cert: chainPem, key: keyPem }, (_request, response) =>
    response.end('thank you'),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const office = await openOffice()
  const file = join(office.folder, 'roots.pem')
  await writeFile(file, rootPem)
  const proxy = {
    connectPorts: [port],
    hosts: { [host]: '127.0.0.1' },
    allowPrivate: [host],
    extraRoots: [{ destinations: [host], file: 'roots.pem' }],
  }
  await office.writeConfig({ proxy })
  await using gateway = await office.start()
  const ask = () => statusThrough(gateway.addresses.proxy, `${host}:${port}`)
  expect(await ask()).toBe(200)

  await writeFile(file, `${rootPem}${damaged}`)
  const outcome = await gateway.reload()
  const place = { file: join(office.folder, 'gatehouse.yaml'), line: 1, path: 'proxy.extraRoots[0].file' }
  const message = 'certificate 2 of 2 in the file cannot be read'
  expect(outcome).toMatchObject({
    ok: false,
    problems: [{ ...place, message, hint: `The file is ${file}.` }],
  })
  expect(await ask()).toBe(200)

  await writeFile(file, made().rootPem)
  expect(await gateway.reload()).toMatchObject({ ok: true })
  expect(await ask()).toBe(502)
})

testWith(
  'openssl',
  'a root that has ended does not keep the gateway from starting, and the first screen names whose it is',
  async () => {
    const office = await openOffice()
    const file = join(office.folder, 'roots.pem')
    const { certFile } = await certify({
      directory: join(office.folder, 'old root'),
      subject: '/CN=Old root',
      extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'],
      notBefore: new Date('2020-01-01T00:00:00Z'),
      notAfter: new Date('2021-01-01T00:00:00Z'),
    })
    const current = made().rootPem
    await writeFile(file, `${current}${await readFile(certFile, 'utf8')}`)
    await office.writeConfig({ proxy: { extraRoots: [{ destinations: [host], file: 'roots.pem' }] } })
    await using gateway = await office.start()
    const warnings = async () => {
      const health = (await askControl(gateway, '/api/v1/health')) as { warnings: object[] }
      return health.warnings
    }
    const title = expect.stringContaining(`A root certificate for ${host} has ended`)
    expect(await warnings()).toEqual([
      expect.objectContaining({ code: 'EXTRA_ROOT_EXPIRED', severity: 'act-by', title }),
    ])
    await writeFile(file, current)
    expect(await gateway.reload()).toMatchObject({ ok: true })
    expect(await warnings()).toEqual([])
    await writeFile(file, await readFile(certFile, 'utf8'))
    expect(await gateway.reload()).toMatchObject({ ok: true })
    expect(await warnings()).toHaveLength(1)
  },
  60_000,
)

async function statusThrough(proxy: string, authority: string): Promise<number> {
  const [address = '', port = ''] = proxy.split(':')
  const socket: Socket = connectTcp(Number(port), address)
  onTestFinished(() => void socket.destroy())
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
  await once(socket, 'data')
  // Whom the gateway trusts is the question here, not whom its client does.
  const secure = connectTls({ socket, servername: host, rejectUnauthorized: false })
  secure.write(`GET / HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
  const [answer] = (await once(secure, 'data')) as [Buffer]
  return Number(answer.toString().split(' ')[1])
}
