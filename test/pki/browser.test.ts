/** Promises kept against a real Chromium: it loads pages under our leaves, and refuses what a root excludes. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createSecureContext } from 'node:tls'
import { expect } from 'vitest'
import type { Leaf } from '../../gateway/core/ports.ts'
import type { Authority } from '../../gateway/pki/authority.ts'
import { trustBundle } from '../../gateway/pki/bundle.ts'
import { leafKey, makeLeaf } from '../../gateway/pki/leaf.ts'
import { createLeafIssuer } from '../../gateway/pki/leaves.ts'
import { parseHostName } from '../../gateway/pki/names.ts'
import { launchChromium, type RunningChromium, testWithChromium } from '../support/chromium.ts'
import { testAuthority } from './setup.ts'

/** Serves a page, its host's name for a title, with the leaf that `leafFor` makes for each name, as interception does. */
async function startSite(leafFor: (host: string) => Promise<Leaf>, address = '127.0.0.1'): Promise<Server> {
  const contextFor = async (host: string) => {
    const leaf = await leafFor(host)
    return { cert: leaf.certificateChain, key: leaf.privateKey }
  }
  const server = createServer(
    {
      // For clients that connect to an address, which sends no name.
      ...(await contextFor(address)),
      SNICallback(host, done) {
        contextFor(host).then((context) => done(null, createSecureContext(context)), done)
      },
    },
    (request, response) => response.end(`<title>${request.headers.host?.split(':')[0]}</title>`),
  )
  server.on('tlsClientError', () => {})
  server.listen(0, address)
  await once(server, 'listening')
  return server
}

/** A leaf made past our own refusal, so that what refuses is the client, for what stands in the root. */
async function forcedLeaf(authority: Authority, host: string): Promise<Leaf> {
  const name = parseHostName(host)
  if (name === null) throw new Error(`${host} is no name`)
  const key = leafKey(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }))
  const issuer = authority.issuer()
  return makeLeaf({ issuer, key, names: [name], days: 90, now: Date.now(), random: randomBytes })
}

/** The page's title, or the word with which Chromium refuses it. */
async function visit({ context }: RunningChromium, host: string, site: Server): Promise<string> {
  const page = await context.newPage()
  try {
    await page.goto(`https://${host}:${(site.address() as AddressInfo).port}/`)
    return await page.title()
  } catch (error) {
    return /net::(\w+)/.exec((error as Error).message)?.[1] ?? String(error)
  } finally {
    await page.close()
  }
}

const hostRules = 'MAP * 127.0.0.1, EXCLUDE 127.0.0.1, EXCLUDE 127.0.0.2'
const splitPem = (bundle: string) => bundle.split(/(?<=-----END CERTIFICATE-----\n)/)

testWithChromium(
  'Chromium loads pages under our leaves, and refuses an excluded name or address even where a leaf was forced',
  async () => {
    const { authority, clock } = await testAuthority({ excluded: ['bank.example', '127.0.0.2'] })
    const issuer = createLeafIssuer({ authority, clock, random: randomBytes })
    const leafFor = (host: string) =>
      host === 'forced.example'
        ? forcedLeaf(authority, host)
        : issuer.leafFor(host).catch((error: Error) => {
            expect(error).toMatchObject({ code: 'LEAF_REFUSED' })
            return forcedLeaf(authority, host)
          })
    await using site = await startSite(leafFor)
    await using excludedSite = await startSite(leafFor, '127.0.0.2')
    await using browser = await launchChromium({ roots: [trustBundle([authority], clock.now())], hostRules })

    const long = `${'long-'.repeat(11)}name.${'sub.'.repeat(3)}shop.example`
    for (const host of [
      'www.shop.example',
      long,
      'under_score.shop.example',
      'notbank.example',
      '127.0.0.1',
    ]) {
      expect(await visit(browser, host, site)).toBe(host)
    }
    const refused = [
      await visit(browser, 'bank.example', site),
      await visit(browser, 'www.bank.example', site),
      await visit(browser, '127.0.0.2', excludedSite),
    ]
    // Chromium has no word of its own for this; the same server, browser and kind of leaf passed under other names.
    expect(refused).toEqual(refused.map(() => 'ERR_CERT_INVALID'))
  },
)

testWithChromium(
  'Chromium that installed the bundle during the overlap sees no warning before, at and after the roll-over',
  async () => {
    const overlapDays = 1 / 24
    const { authority, clock } = await testAuthority({ rollOver: { renewDays: 180, overlapDays } })
    const issuer = createLeafIssuer({ authority, clock, random: randomBytes })
    const alone = trustBundle([authority], clock.now())
    await authority.rotate('after-overlap')
    await using site = await startSite((host) => issuer.leafFor(host))
    const roots = splitPem(trustBundle([authority], clock.now()))
    expect(roots).toHaveLength(2)
    await using browser = await launchChromium({ roots, hostRules })
    await using late = await launchChromium({ roots: [alone], hostRules })

    expect(await visit(browser, 'before.shop.example', site)).toBe('before.shop.example')
    expect(await visit(late, 'before.shop.example', site)).toBe('before.shop.example')
    clock.forward(overlapDays)
    expect(authority.issuer().generation.number).toBe(2)
    expect(await visit(browser, 'after.shop.example', site)).toBe('after.shop.example')
    // The one that never installed the successor shows that the second visit was under it.
    expect(await visit(late, 'after.shop.example', site)).toBe('ERR_CERT_AUTHORITY_INVALID')
  },
)
