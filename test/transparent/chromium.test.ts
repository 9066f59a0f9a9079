/** Promises of transparent mode to a real browser: with nothing set up but the roots it works, and what it sends is inspected. */
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { launchChromium, testWithChromium } from '../support/chromium.ts'
import { requireClient } from '../support/clients.ts'
import { at, inside, missingForNetworks } from './network.ts'
import { masked, note, openNetworkOffice } from './office.ts'

const title = 'Chromium without any proxy setting gets inspected bodies through over IPv4 and IPv6'

async function browse(): Promise<void> {
  const office = await openNetworkOffice()
  onTestFinished(() => office[Symbol.asyncDispose]())
  await office.start()
  const startedBy = join(dirname(office.caFile), 'chromium-in-its-network')
  const command = inside(office.network.client, [requireClient('chromium') ?? 'chromium'])
  await writeFile(startedBy, `#!/bin/sh\nexec ${command.join(' ')} "$@"\n`, { mode: 0o755 })
  for (const address of [at.server.v4, `[${at.server.v6}]`]) {
    const hostRules = `MAP origin.test ${address}`
    await using browser = await launchChromium({ roots: [office.caPem], hostRules, startedBy })
    const page = await browser.context.newPage()
    await page.goto('https://origin.test/')
    const reached = await page.evaluate(async (body) => {
      const answer = await fetch('/', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      return (await answer.json()) as { at: string; body: string; httpVersion: string }
    }, note)
    expect(reached).toMatchObject({ at: address.replaceAll(/[[\]]/g, ''), httpVersion: '2.0', body: masked })
  }
  const posted = (await office.journal()).filter(({ method }) => method === 'POST')
  expect(posted.map(({ client, action }) => `${client} ${action}`).sort()).toEqual(
    [`${at.client.v4} transform`, `${at.client.v6} transform`].sort(),
  )
}

if (missingForNetworks() === null) testWithChromium(title, browse, 240_000)
else test.skip(`${title} [skipped: ${missingForNetworks()} cannot be had]`, () => {})
