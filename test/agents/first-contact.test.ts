/** Promises of first contact: the code leads to one gateway alone, and nobody else hears a word of it. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { connect, type PeerCertificate } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { enrol } from '../../agents/enrol.ts'
import { isDistrust } from '../../agents/gateway-connection.ts'
import { hasIdentity } from '../../agents/identity.ts'
import { openAuthority } from '../../gateway/pki/authority.ts'
import { trustBundle } from '../../gateway/pki/bundle.ts'
import { serverCertificate } from '../../gateway/pki/office.ts'
import { contextOf, startEnrolment } from '../devices/enrolment-server.ts'
import { openRoom, type Room } from '../devices/setup.ts'
import { testAuthority, testFolder } from '../pki/setup.ts'

interface Stranger {
  url: URL
  /** Everything that anybody said to it. */
  heard: string[]
}

async function stranger(context: { cert: string; key: string }): Promise<Stranger> {
  const heard: string[] = []
  const server = createServer(context, (request, response) => {
    request.on('data', (chunk: Buffer) => heard.push(chunk.toString()))
    request.on('end', () => response.end('{}'))
    heard.push(request.url ?? '')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
  })
  return { url: new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`), heard }
}

async function outcomeAt(url: URL, room: Room) {
  const folder = join(testFolder(), 'state')
  const { code } = room.devices.add('till')
  const outcome = await enrol({ gateway: url, code, folder }).then(
    () => null,
    (error: unknown) => error,
  )
  return { outcome, isEnrolled: hasIdentity(folder) }
}

test('a stranger with an authority of its own is told from the gateway, and hears nothing', async () => {
  const room = await openRoom()
  const { authority, clock } = await testAuthority({ kind: 'office' })
  const { url, heard } = await stranger(contextOf({ authority, clock }))
  const { outcome, isEnrolled } = await outcomeAt(url, room)
  expect(outcome).toMatchObject({ exitCode: 4, message: expect.stringContaining('not the gateway') })
  expect([heard, isEnrolled]).toEqual([[], false])
})

test("a stranger who shows the gateway's root beside a certificate of its own hears nothing", async () => {
  const room = await openRoom()
  const other = await testAuthority({ kind: 'office' })
  const { cert, key } = contextOf({ authority: other.authority, clock: other.clock })
  const [leaf = ''] = cert.match(/-----BEGIN[\s\S]*?-----END CERTIFICATE-----\n/g) ?? []
  for (const shown of [
    leaf + trustBundle([room.authority], room.clock.now()),
    cert + trustBundle([room.authority], room.clock.now()),
  ]) {
    const { url, heard } = await stranger({ cert: shown, key })
    const { outcome, isEnrolled } = await outcomeAt(url, room)
    expect(outcome).toMatchObject({ exitCode: 4 })
    expect([heard, isEnrolled]).toEqual([[], false])
  }
})

test('another machine of the office, with a certificate for its own name, is not taken for the gateway', async () => {
  const room = await openRoom()
  const { authority, clock } = room
  const certificate = serverCertificate({
    authority,
    clock,
    random: randomBytes,
    names: () => ['printer.home.arpa'],
  })
  const { certificateChain: cert, privateKey: key } = certificate.current()
  const { url, heard } = await stranger({ cert, key })
  const { outcome } = await outcomeAt(url, room)
  expect(outcome).toMatchObject({ exitCode: 4 })
  expect(heard).toEqual([])
})

test('a device with its own certificate, which is for clients alone, cannot play the gateway', async () => {
  const server = await startEnrolment()
  const { room } = server
  const folder = join(testFolder(), 'camera')
  const camera = await enrol({ gateway: server.url, code: room.devices.add('camera').code, folder })
  const { url, heard } = await stranger({ cert: camera.chain, key: camera.key })
  const { outcome } = await outcomeAt(url, room)
  expect(outcome).toMatchObject({ exitCode: 4 })
  expect(heard).toEqual([])
})

test('the agent enrols by name or address, and a code of an earlier root leads nowhere', async () => {
  const server = await startEnrolment()
  const { room } = server
  for (const host of ['127.0.0.1', 'localhost']) {
    const folder = join(testFolder(), 'state')
    const gateway = new URL(`https://${host}:${server.port}`)
    const identity = await enrol({
      gateway,
      code: room.devices.add(`at-${host.replaceAll('.', '-')}`).code,
      folder,
    })
    expect(identity.broker.host).toBe(host)
  }
  const { code } = room.devices.add('till')
  await room.authority.rotate('at-once')
  const fresh = await stranger(contextOf(room))
  const late = await enrol({ gateway: fresh.url, code, folder: join(testFolder(), 'state') }).catch(
    (error: unknown) => error,
  )
  expect([late, fresh.heard]).toEqual([expect.objectContaining({ exitCode: 4 }), []])
})

test("the gateway's refusal reaches the person in the gateway's words, on one line", async () => {
  const server = await startEnrolment()
  const { code } = server.room.devices.add('till')
  server.room.devices.add('till')
  const folder = join(testFolder(), 'state')
  const refused = await enrol({ gateway: server.url, code, folder }).catch((error: unknown) => error)
  expect(refused).toMatchObject({ exitCode: 5, message: 'This one-time code is not valid, or not any more.' })
  expect(hasIdentity(folder)).toBe(false)
})

test('nobody there, or somebody who speaks no TLS, is told as such', async () => {
  const room = await openRoom()
  const { outcome } = await outcomeAt(new URL('https://127.0.0.1:1'), room)
  expect(outcome).toMatchObject({ exitCode: 1, message: expect.stringContaining('ECONNREFUSED') })
})

test("TLS's own words for a gateway that is not trusted are all known", async () => {
  const room = await openRoom()
  const other = await openAuthority({
    kind: 'office',
    directory: testFolder(),
    key: room.store.key,
    clock: room.clock,
    random: randomBytes,
    officeName: 'Other',
  })
  const { url } = await stranger(contextOf({ authority: other, clock: room.clock }))
  const socket = connect({
    host: '127.0.0.1',
    port: Number(url.port),
    ca: trustBundle([room.authority], room.clock.now()),
  })
  const [error] = await once(socket, 'error')
  expect(isDistrust(error)).toBe(true)
  const wrongName = connect({
    host: '127.0.0.1',
    port: Number(url.port),
    ca: trustBundle([other], room.clock.now()),
    servername: 'elsewhere.home.arpa',
    checkServerIdentity: (_host: string, _certificate: PeerCertificate) =>
      Object.assign(new Error(), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
  })
  const [mismatch] = await once(wrongName, 'error')
  expect(isDistrust(mismatch)).toBe(true)
})
