/** How long clients wait for the web when the gateway dies, in each mode: bounds here, figures in gateway/network/README.md. */
import { expect } from 'vitest'
import { pacFile } from '../../gateway/core/pages/pac.ts'
import { requireClient } from '../support/clients.ts'
import { browserAt, postFrom } from '../transparent/browser.ts'
import { masked, note } from '../transparent/office.ts'
import { type Joint, openJoint, site } from './joint.ts'
import { testInNetwork } from './scene.ts'
import { at } from './wires.ts'

/** Of a busy machine as well; on an idle one each takes a moment. */
const patienceMs = 120_000

/** Seconds until a try gives what is awaited. */
async function secondsUntil(attempt: () => Promise<string | null>, awaited: string): Promise<number> {
  const begun = performance.now()
  while ((await attempt().catch(() => null)) !== awaited)
    if (performance.now() - begun > patienceMs) throw new Error(`nothing came back in ${patienceMs} ms`)
  return (performance.now() - begun) / 1000
}

function told(seconds: Readonly<Record<string, number>>): void {
  if (process.env.GATEHOUSE_PRINT_FIGURES === '1') console.info(JSON.stringify(seconds))
}

testInNetwork(
  'transparent: an open group has web again at once, a closed one once the gateway is back',
  async () => {
    await using joint = await openJoint()
    await joint.kill()
    const open = await secondsUntil(() => joint.post(at.till.ipv4, note), note)
    expect(await joint.post(at.client.ipv4, note)).toBeNull()
    const started = joint.start()
    const closed = await secondsUntil(() => joint.post(at.client.ipv4, note), masked)
    await started
    expect(await joint.leaked()).toBe(0)
    told({ open, closed })
  },
)

/** A browser that follows a PAC file; the rules are away. */
async function withPac(joint: Joint, onFailure: 'refuse' | 'direct') {
  const proxy = { proxyHost: at.box.ipv4, proxyPort: 8080, tls: false, directDomains: [] }
  const browser = await browserAt({
    folder: joint.folder,
    inside: (command) => joint.scene.inside('client', command),
    roots: await joint.roots(),
    hostRules: `MAP origin.test ${site.ipv4}`,
    pacText: pacFile({ ...proxy, onFailure }),
  })
  const post = async () => (await postFrom(browser, 'https://origin.test/', note)).body
  return { post, [Symbol.asyncDispose]: () => browser[Symbol.asyncDispose]() }
}

testInNetwork(
  'explicit: with a PAC file that ends in DIRECT browsers go on, without it they wait',
  async ({ skip }) => {
    if (requireClient('chromium') === null || requireClient('certutil') === null)
      skip('Chromium or certutil is not installed')
    await using joint = await openJoint()
    expect((await joint.scene.gatehouse('network', 'down')).code).toBe(0)
    await using going = await withPac(joint, 'direct')
    await using waiting = await withPac(joint, 'refuse')
    for (const { post } of [going, waiting]) expect(await post()).toBe(masked)
    await joint.kill()
    const direct = await secondsUntil(going.post, note)
    const packets = await joint.leaked()
    expect(packets).toBeGreaterThan(0)
    await expect(waiting.post()).rejects.toThrow('ERR_PROXY_CONNECTION_FAILED')
    expect(await joint.leaked()).toBe(packets)
    const started = joint.start()
    const refuse = await secondsUntil(waiting.post, masked)
    await started
    told({ direct, refuse })
  },
)
