/** Promises about the box's own certificate: right for every way to reach it, and renewed without a restart. */
import { randomBytes, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { connect, createServer } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { trustBundle } from '../../gateway/pki/bundle.ts'
import { ownNames, serverCertificate } from '../../gateway/pki/office.ts'
import { testAuthority } from './setup.ts'

async function testCertificate(names: string[] = ['gatehouse.home.arpa', 'localhost', '127.0.0.1']) {
  const { authority, clock } = await testAuthority({ kind: 'office' })
  const certificate = serverCertificate({ authority, clock, random: randomBytes, names: () => names })
  return { authority, clock, certificate, names }
}

const namesOf = (pem: string) => new X509Certificate(pem).subjectAltName

describe("the box's own certificate", () => {
  test('covers every name, leaving out what no certificate can carry', async () => {
    const { certificate } = await testCertificate([
      'gatehouse.home.arpa',
      'fe80::1%eth0',
      '*.x',
      '',
      '::1',
      'localhost',
      'LOCALHOST',
    ])
    const { certificateChain } = certificate.current()
    expect(namesOf(certificateChain)).toBe(
      'DNS:gatehouse.home.arpa, IP Address:0:0:0:0:0:0:0:1, DNS:localhost',
    )
    expect(new X509Certificate(certificateChain).subject).toBe('CN=gatehouse.home.arpa')
  })

  test('stays the same while nothing changed', async () => {
    const { certificate, clock } = await testCertificate()
    expect(certificate.refresh()).toBe(true)
    const first = certificate.current()
    clock.forward(50)
    expect(certificate.current()).toBe(first)
    expect(certificate.refresh()).toBe(false)
  })

  test('is made anew before it ends, when an address changed, and when another root issues', async () => {
    const { certificate, clock, names, authority } = await testCertificate()
    certificate.refresh()
    clock.forward(61)
    expect(certificate.refresh()).toBe(true)
    names.push('192.0.2.9')
    expect(certificate.refresh()).toBe(true)
    expect(namesOf(certificate.current().certificateChain)).toContain('192.0.2.9')
    const { privateKey } = certificate.current()
    await authority.rotate('at-once')
    expect(certificate.refresh()).toBe(true)
    expect(certificate.current().privateKey).not.toBe(privateKey)
    expect(certificate.refresh()).toBe(false)
  })

  test('that was made anew between two looks is told at the next look, or a server would keep the old one', async () => {
    const { certificate, authority } = await testCertificate()
    certificate.refresh()
    await authority.rotate('at-once')
    certificate.current()
    expect(certificate.refresh()).toBe(true)
    expect(certificate.refresh()).toBe(false)
  })

  test('reaches new connections of a running server and leaves the open ones alone', async () => {
    const { certificate, clock, authority } = await testCertificate()
    const context = () => {
      const leaf = certificate.current()
      return { cert: leaf.certificateChain, key: leaf.privateKey }
    }
    await using server = createServer(context(), (socket) => void socket.on('error', () => {}))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const meet = async () => {
      const ca = trustBundle([authority], clock.now())
      const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca })
      await once(socket, 'secureConnect')
      return socket
    }
    const before = await meet()
    expect(before.authorized).toBe(true)
    // The clients' clock is the real one, so what changes is the root and not the time.
    await authority.rotate('at-once')
    expect(certificate.refresh()).toBe(true)
    server.setSecureContext(context())
    const after = await meet()
    expect(after.getPeerCertificate().serialNumber).not.toBe(before.getPeerCertificate().serialNumber)
    expect(before.destroyed).toBe(false)
    for (const socket of [before, after]) socket.destroy()
  })
})

describe('the names of a box', () => {
  test('are its own name, loopback and the addresses of its interfaces, link-local ones left out', () => {
    const info = (address: string, internal = false) => ({ address, internal }) as never
    const names = ownNames('gatehouse.home.arpa', {
      lo: [info('127.0.0.1', true), info('::1', true)],
      eth0: [info('192.168.1.2'), info('fe80::1'), info('2001:db8::2')],
      eth1: [info('169.254.7.7')],
      gone: undefined,
    })
    expect(names).toEqual([
      'gatehouse.home.arpa',
      'localhost',
      '127.0.0.1',
      '::1',
      '192.168.1.2',
      '2001:db8::2',
    ])
  })

  test('of this machine all stand in its certificate', async () => {
    const names = ownNames('gatehouse.home.arpa', networkInterfaces())
    const { certificate } = await testCertificate(names)
    const leaf = new X509Certificate(certificate.current().certificateChain)
    for (const name of names) {
      expect(isIP(name) === 0 ? leaf.checkHost(name) : leaf.checkIP(name), name).toBeDefined()
    }
  })
})
