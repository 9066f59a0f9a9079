/** Promises that each certificate fault made by openssl is refused by a real TLS client, for the reason that we show. */
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, isIP } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkServerIdentity, connect, createServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  certificateFault,
  findCertificateError,
  missingAlternativeName,
  type TlsError,
} from '../../gateway/core/tls/certificate-fault.ts'
import { requireClient } from '../support/clients.ts'
import { type Fault, makeFaultless, makeFaults, type Served, weakServerCiphers } from '../support/openssl.ts'

const available = requireClient('openssl') !== null
let directory = ''
let faults: Fault[] = []

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-faults-'))
  if (available) faults = await makeFaults(directory)
})

afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
})

/** Connects as a strict client; null where the handshake was accepted. */
async function handshake(served: Served): Promise<TlsError | null> {
  const cert = await readFile(served.chainFile)
  const key = await readFile(served.keyFile)
  await using server = createServer({ cert, key, ciphers: weakServerCiphers })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    ...(isIP(served.host) === 0 ? { servername: served.host } : {}),
    ca: await readFile(served.rootFile),
    crl: await Promise.all(served.crlFiles.map((file) => readFile(file))),
    checkServerIdentity: (host, certificate) =>
      checkServerIdentity(host, certificate) ?? missingAlternativeName(certificate),
  })
  try {
    await once(socket, 'secureConnect')
    return null
  } catch (error) {
    return error as TlsError
  } finally {
    socket.destroy()
  }
}

describe.skipIf(!available)('a destination whose certificate is wrong (needs openssl)', () => {
  test('the faultless one is accepted, so that a refusal means the fault', async () => {
    expect(await handshake(await makeFaultless(directory))).toBeNull()
  })

  test('there are more than twelve faults, each of its own name', () => {
    expect(new Set(faults.map((fault) => fault.name)).size).toBe(faults.length)
    expect(faults.length).toBeGreaterThan(12)
  })

  test('every fault is refused, for the reason that is shown', async () => {
    const seen: Record<string, string> = {}
    const wanted: Record<string, string> = {}
    for (const fault of faults) {
      const error = await handshake(fault)
      wanted[fault.name] = fault.expected
      seen[fault.name] = error === null ? 'accepted' : certificateFault(error)
      if (error !== null && findCertificateError(error) === null)
        seen[fault.name] = `not found: ${error.code}`
    }
    expect(seen).toEqual(wanted)
  })
})
