/** Promises about ciphers toward clients: the quickest first, and nobody is turned away for the order. */
import { once } from 'node:events'
import { connect, DEFAULT_CIPHERS } from 'node:tls'
import { expect, test } from 'vitest'
import { cipherOrder } from '../../gateway/egress/cipher-order.ts'
import { rawConnection, startOrigin, startProxy } from './setup.ts'

test('all that Node offers is offered, each once', () => {
  const names = cipherOrder({ monotonic: () => performance.now() }).split(':')
  expect(new Set(names).size).toBe(names.length)
  for (const name of DEFAULT_CIPHERS.split(':')) expect(names).toContain(name)
})

test('a processor that is slow with AES leads with ChaCha20', () => {
  // Two looks at the clock a round, five rounds of AES and five of ChaCha20.
  const clockOf = (aesMs: number, chaChaMs: number) => {
    let looks = 0
    let now = 0
    return {
      monotonic: () => {
        looks += 1
        if (looks % 2 === 0) now += looks <= 10 ? aesMs : chaChaMs
        return now
      },
    }
  }
  expect(cipherOrder(clockOf(2, 1)).split(':')[0]).toBe('TLS_CHACHA20_POLY1305_SHA256')
  expect(cipherOrder(clockOf(1, 1)).split(':')[0]).toBe('TLS_AES_128_GCM_SHA256')
  expect(cipherOrder(clockOf(1, 2)).split(':')[0]).toBe('TLS_AES_128_GCM_SHA256')
})

test.each([
  { name: 'TLS_AES_256_GCM_SHA384', ciphers: 'TLS_AES_256_GCM_SHA384' },
  { name: 'TLS_CHACHA20_POLY1305_SHA256', ciphers: 'TLS_CHACHA20_POLY1305_SHA256' },
  {
    name: 'ECDHE-ECDSA-AES256-GCM-SHA384',
    ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384',
    maxVersion: 'TLSv1.2' as const,
  },
])('a client that knows nothing but $name is served with it', async ({ name, ...offered }) => {
  const origin = await startOrigin()
  const proxy = await startProxy([origin])
  const socket = await rawConnection(proxy)
  socket.write(`CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\nHost: ${origin.host}\r\n\r\n`)
  await once(socket, 'data')
  const secure = connect({ socket, servername: origin.host, rejectUnauthorized: false, ...offered })
  await once(secure, 'secureConnect')
  expect(secure.getCipher().name).toBe(name)
  secure.destroy()
})
