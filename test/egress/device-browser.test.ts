/** Promises that a browser without a certificate of the office is not kept away by a proxy that would like to see one. */
import { expect } from 'vitest'
import { launchChromium, testWithChromium } from '../support/chromium.ts'
import { deviceScene, madeDevice } from './device-scene.ts'
import { proxyName } from './http2/client.ts'
import { startOrigin } from './setup.ts'

testWithChromium('Chromium goes on where it is asked for a certificate and has none', async () => {
  const origin = await startOrigin({
    answer(_request, response) {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end('arrived')
    },
  })
  const scene = await deviceScene([origin])
  scene.count(madeDevice(scene.office, 'till-1'))
  await using chromium = await launchChromium({
    roots: [scene.proxy.caPem, scene.roots],
    proxy: `https://${proxyName}:${scene.proxy.port}`,
    hostRules: `MAP ${proxyName} ${scene.proxy.host}`,
  })
  const tab = await chromium.context.newPage()
  expect((await tab.goto(`https://${origin.host}:${origin.port}/`))?.status()).toBe(200)
  expect(scene.proxy.records.every(({ client }) => client === '127.0.0.1')).toBe(true)
})
