/** Promises of transparent mode to a real browser: with nothing set up but the roots it works, and what it sends is inspected. */
import { dirname } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { testWithChromium } from '../support/chromium.ts'
import { browserAt, postFrom } from './browser.ts'
import { at, inside, missingForNetworks } from './network.ts'
import { masked, note, openNetworkOffice } from './office.ts'

const title = 'Chromium without any proxy setting gets inspected bodies through over IPv4 and IPv6'

async function browse(): Promise<void> {
  const office = await openNetworkOffice()
  onTestFinished(() => office[Symbol.asyncDispose]())
  await office.start()
  for (const address of [at.server.v4, `[${at.server.v6}]`]) {
    await using browser = await browserAt({
      folder: dirname(office.caFile),
      inside: (command) => inside(office.network.client, command),
      roots: [office.caPem],
      hostRules: `MAP origin.test ${address}`,
    })
    const reached = await postFrom(browser, 'https://origin.test/', note)
    expect(reached).toMatchObject({ at: address.replaceAll(/[[\]]/g, ''), httpVersion: '2.0', body: masked })
  }
  const posted = (await office.journal()).filter(({ method }) => method === 'POST')
  expect(posted.map(({ client, action }) => `${client} ${action}`).sort()).toEqual(
    [`${at.client.v4} transform`, `${at.client.v6} transform`].sort(),
  )
}

if (missingForNetworks() === null) testWithChromium(title, browse, 240_000)
else test.skip(`${title} [skipped: ${missingForNetworks()} cannot be had]`, () => {})
