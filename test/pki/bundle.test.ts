/** Promises about what clients install and what people are shown of the authorities. */
import { X509Certificate } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { openAuthority } from '../../gateway/pki/authority.ts'
import { authorityPath } from '../../gateway/pki/authority-file.ts'
import { caStatus, currentRoot, trustBundle, viewAuthority } from '../../gateway/pki/bundle.ts'
import { testAuthority, testFolder } from './setup.ts'

function rootsIn(bundle: string): string[] {
  const blocks = bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? []
  expect(blocks.join('')).toBe(bundle)
  return blocks.map((pem) => new X509Certificate(pem).fingerprint256)
}

describe('the bundle', () => {
  test('holds both roots, and the successor while it waits', async () => {
    const { authority, clock, options } = await testAuthority()
    const office = await openAuthority({ ...options, kind: 'office' })
    const [first, second] = rootsIn(trustBundle([authority, office], clock.now()))
    expect([first, second]).toEqual([
      authority.issuer().generation.certificate.fingerprint256,
      office.issuer().generation.certificate.fingerprint256,
    ])
    const { next } = await authority.rotate('after-overlap')
    expect(rootsIn(trustBundle([authority, office], clock.now()))).toEqual([
      first,
      next?.certificate.fingerprint256,
      second,
    ])
    clock.forward(91)
    expect(rootsIn(trustBundle([authority], clock.now()))).toEqual([next?.certificate.fingerprint256, first])
    clock.forward(91)
    expect(rootsIn(trustBundle([authority], clock.now()))).toEqual([next?.certificate.fingerprint256])
  })

  test('never holds a private key', async () => {
    const { authority, clock } = await testAuthority()
    expect(trustBundle([authority], clock.now())).not.toContain('PRIVATE')
  })

  test('is readable while the gateway is stopped, without any key', async () => {
    const { authority, clock, options } = await testAuthority({ excluded: ['bank.example'] })
    const view = await viewAuthority(options.directory, 'interception')
    expect(view && trustBundle([view], clock.now())).toBe(trustBundle([authority], clock.now()))
    expect(view && currentRoot(view, clock.now())).toEqual(currentRoot(authority, clock.now()))
    expect(view && caStatus(view, clock.now())).toEqual({ ...caStatus(authority, clock.now()) })
    expect(await viewAuthority(options.directory, 'office')).toBeNull()
    expect(await viewAuthority(testFolder(), 'office')).toBeNull()
    await writeFile(authorityPath(options.directory, 'interception'), '{')
    await expect(viewAuthority(options.directory, 'interception')).rejects.toThrow(
      expect.objectContaining({ code: 'AUTHORITY_INVALID' }),
    )
  })
})

describe('the status', () => {
  test('says what the root is, how long it lasts, and what it can not speak for', async () => {
    const { authority, clock } = await testAuthority({ excluded: ['bank.example'] })
    const root = new X509Certificate(currentRoot(authority, clock.now()))
    expect(caStatus(authority, clock.now())).toMatchObject({
      kind: 'interception',
      state: 'ready',
      generation: 1,
      subject: root.subject.replace('\n', ', '),
      fingerprint: root.fingerprint256,
      notBefore: root.validFromDate.getTime(),
      notAfter: root.validToDate.getTime(),
      daysLeft: 729,
      excluded: ['bank.example'],
      excludedLater: [],
      successor: null,
    })
    expect(root.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  })

  test('tells a waiting successor and when it takes over', async () => {
    const { authority, clock } = await testAuthority()
    const { next } = await authority.rotate('after-overlap')
    const status = caStatus(authority, clock.now())
    expect(status.state).toBe('overlapping')
    expect(status.successor).toEqual({
      fingerprint: next?.certificate.fingerprint256,
      takesOverAt: next?.issuesFrom,
    })
    expect(status.roots.map((one) => one.role)).toEqual(['current', 'next'])
    clock.forward(91)
    expect(caStatus(authority, clock.now())).toMatchObject({ state: 'ready', generation: 2, successor: null })
  })

  test('tells an ended root, and one from the future', async () => {
    const { authority, clock } = await testAuthority()
    clock.forward(-10)
    expect(caStatus(authority, clock.now()).state).toBe('not-yet-valid')
    clock.forward(800)
    expect(caStatus(authority, clock.now())).toMatchObject({ state: 'expired', daysLeft: 0 })
  })

  test('tells an exclusion that is configured but not yet in the root', async () => {
    const { options, clock } = await testAuthority({ excluded: ['bank.example'] })
    const changed = await openAuthority({ ...options, excluded: ['bank.example', 'clinic.example'] })
    expect(caStatus(changed, clock.now())).toMatchObject({
      excluded: ['bank.example'],
      excludedLater: ['clinic.example'],
    })
  })
})
