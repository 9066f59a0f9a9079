/** The gateway and its rules together: clients with nothing set up but the roots have web, and a gateway that dies lets nothing slip. */
import { expect } from 'vitest'
import { requireClient } from '../support/clients.ts'
import { browserAt, postFrom } from '../transparent/browser.ts'
import { masked, note } from '../transparent/office.ts'
import { type Joint, openJoint, site } from './joint.ts'
import { testInNetwork } from './scene.ts'
import { at } from './wires.ts'

const families = ['ipv4', 'ipv6'] as const

async function browse(joint: Joint, address: string, json: string) {
  await using browser = await browserAt({
    folder: joint.folder,
    inside: (command) => joint.scene.inside('client', command),
    roots: await joint.roots(),
    hostRules: `MAP origin.test ${address}`,
  })
  // Awaited: the browser goes when this returns.
  return await postFrom(browser, 'https://origin.test/', json)
}

testInNetwork('curl and Chromium pass the rules and the gateway, over IPv4 and IPv6', async ({ skip }) => {
  await using joint = await openJoint()
  for (const family of families) {
    expect(await joint.post(at.client[family], note)).toBe(masked)
    expect(await joint.post(at.till[family], note)).toBe(masked)
  }
  expect(await joint.leaked()).toBe(0)
  if (requireClient('chromium') === null || requireClient('certutil') === null)
    skip('curl was tried; Chromium or certutil is not installed')
  for (const address of [site.ipv4, `[${site.ipv6}]`])
    expect(await browse(joint, address, note)).toMatchObject({ httpVersion: '2.0', body: masked })
  expect(await joint.leaked()).toBe(0)
})

testInNetwork(
  'the gateway killed, nothing of a closed group leaves and an open one goes on; started anew, it reads again',
  async () => {
    await using joint = await openJoint()
    expect(await joint.post(at.client.ipv4, note)).toBe(masked)
    await joint.kill()
    for (const family of families) {
      expect(await joint.post(at.client[family], note)).toBeNull()
      expect(await joint.post(at.till[family], note)).toBe(note)
    }
    expect(await joint.leaked()).toBe(0)
    await joint.start()
    for (const family of families) {
      await expect.poll(() => joint.post(at.client[family], note)).toBe(masked)
      expect(await joint.post(at.till[family], note)).toBe(masked)
    }
    expect(await joint.leaked()).toBe(0)
  },
)

testInNetwork(
  'down while clients post without a pause: each gets an answer, read before and unread after, and up reads again',
  async () => {
    await using joint = await openJoint()
    const answers: (string | null)[] = []
    let going = true
    const posting = families.map(async (family) => {
      while (going) answers.push(await joint.post(at.client[family], note))
    })
    await expect.poll(() => answers.length).toBeGreaterThan(4)
    expect((await joint.scene.gatehouse('network', 'down')).code).toBe(0)
    const atDown = answers.length
    await expect.poll(() => answers.length).toBeGreaterThan(atDown + 6)
    going = false
    await Promise.all(posting)
    expect(answers.slice(0, 4)).toEqual([masked, masked, masked, masked])
    expect(answers.slice(-4)).toEqual([note, note, note, note])
    expect(answers.filter((each) => each === null).length).toBeLessThanOrEqual(2)
    expect((await joint.scene.gatehouse('network', 'up')).code).toBe(0)
    for (const family of families) expect(await joint.post(at.client[family], note)).toBe(masked)
  },
)
