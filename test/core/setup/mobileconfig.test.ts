/** Promises of the profile for Apple's systems: it is a property list that others read, with every root, and the same for the same roots. */
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { appleProfile } from '../../../gateway/core/setup/mobileconfig.ts'
import { makeDemoCertificates } from '../../../gateway/demo/certificates.ts'
import { testWith } from '../../support/clients.ts'

const rootOf = (name: string, seed: number) =>
  makeDemoCertificates(name, {
    now: Date.UTC(2026, 10, 22),
    random: (length) => Buffer.alloc(length, seed),
  }).rootPem
const web = rootOf('web.test', 1)
const office = rootOf('office.test', 2)
const successor = rootOf('next.test', 3)

interface Payload {
  PayloadType: string
  PayloadUUID: string
  PayloadIdentifier: string
  PayloadDisplayName: string
  PayloadVersion: number
}
interface Profile extends Payload {
  PayloadContent: (Payload & { PayloadContent: string })[]
  PayloadOrganization: string
  PayloadRemovalDisallowed: boolean
}

/** As another program reads it: Python's own parser of property lists. */
function read(text: string): Profile {
  const program =
    'import base64, json, plistlib, sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read()), default=lambda data: base64.b64encode(data).decode()))'
  return JSON.parse(execFileSync('python3', ['-c', program], { input: text }).toString()) as Profile
}

testWith('python3', 'the profile holds every root byte for byte, each as a root, and may be removed', () => {
  const profile = read(appleProfile({ officeName: 'Dr. <Okafor> & "Partners"', bundle: web + office }))
  expect(profile).toMatchObject({
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadRemovalDisallowed: false,
    PayloadOrganization: 'Dr. <Okafor> & "Partners"',
  })
  expect(profile.PayloadContent.map((one) => one.PayloadType)).toEqual([
    'com.apple.security.root',
    'com.apple.security.root',
  ])
  expect(profile.PayloadContent.map((one) => one.PayloadContent)).toEqual(
    [web, office].map((pem) => new X509Certificate(pem).raw.toString('base64')),
  )
})

testWith('python3', 'identifiers are well formed, each its own, and the same for the same roots', () => {
  const bundle = web + office
  const profile = read(appleProfile({ officeName: 'Office', bundle }))
  const uuids = [profile, ...profile.PayloadContent].map((one) => one.PayloadUUID)
  for (const uuid of uuids)
    expect(uuid).toMatch(/^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/)
  expect(new Set(uuids).size).toBe(3)
  expect(appleProfile({ officeName: 'Office', bundle })).toBe(appleProfile({ officeName: 'Office', bundle }))
  const rolled = read(appleProfile({ officeName: 'Office', bundle: bundle + successor }))
  // The profile is another by then, and takes the old one's place; a root that stays is the same.
  expect(rolled.PayloadUUID).not.toBe(profile.PayloadUUID)
  expect(rolled.PayloadIdentifier).toBe(profile.PayloadIdentifier)
  expect(rolled.PayloadContent.slice(0, 2)).toEqual(profile.PayloadContent)
  expect(rolled.PayloadContent).toHaveLength(3)
})

testWith('python3', 'a name that no XML may hold is held as something that it may', () => {
  const officeName = 'Office\u0000\u0007]]>\ud800\u{1f600}'
  expect(read(appleProfile({ officeName, bundle: web })).PayloadOrganization).toBe(
    'Office\ufffd\ufffd]]>\ufffd\u{1f600}',
  )
})

test('without roots there is nothing to trust in it', () => {
  expect(appleProfile({ officeName: 'Office', bundle: '' })).not.toContain('com.apple.security.root')
})
