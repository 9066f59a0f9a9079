/** Promises about the proxy's own pages: whoever asks, and however, ends nothing but that request. */
import { expect, test } from 'vitest'
import { http2Session } from './http2/client.ts'
import { startHttp2Origin } from './http2/origin.ts'
import { startProxy } from './setup.ts'

test('a page that breaks is told of, and the proxy goes on', async () => {
  const origin = await startHttp2Origin()
  const proxy = await startProxy([origin], {
    ports: {
      ownPage: () => {
        throw new RangeError('this page breaks')
      },
    },
  })
  const asked = fetch(`http://127.0.0.1:${proxy.port}/proxy.pac`)
  await expect(asked).rejects.toThrow('fetch failed')
  expect(proxy.faults).toMatchObject([{ where: 'own-page' }])
  const session = await http2Session(proxy, origin)
  expect(session.closed).toBe(false)
})
