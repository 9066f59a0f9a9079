/** Promises about the authorities on disk: made once, sealed, never half written, replaced in time. */
import { createPrivateKey, randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../gateway/core/secret.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { type AuthorityOptions, openAuthority } from '../../gateway/pki/authority.ts'
import { authorityPath } from '../../gateway/pki/authority-file.ts'
import { parseHostName } from '../../gateway/pki/names.ts'
import { testAuthority, testFolder } from './setup.ts'

const fileOf = (options: AuthorityOptions) => authorityPath(options.directory, options.kind)
const errorWith = (code: string) => expect.objectContaining({ name: 'GatewayError', code })

describe('first run', () => {
  test('an authority is made once and found again with the same root', async () => {
    const { authority, options } = await testAuthority()
    expect(authority.created).toBe(true)
    const again = await openAuthority(options)
    expect(again.created).toBe(false)
    expect(again.issuer().generation.certificate.raw).toEqual(authority.issuer().generation.certificate.raw)
  })

  test('the root lives two years, is back-dated, and names the office', async () => {
    const { authority, clock } = await testAuthority()
    const { certificate, notBefore, notAfter } = authority.issuer().generation
    expect(notAfter - clock.now()).toBeLessThanOrEqual(730 * dayMs)
    expect(notAfter - clock.now()).toBeGreaterThan(729 * dayMs)
    expect(clock.now() - notBefore).toBeGreaterThan(dayMs)
    expect(certificate.subject).toContain('O=Praxis Dr. Müller')
    expect(certificate.subject).toContain('CN=Gatehouse inspection CA 1 ')
  })

  test('an office name of any length and with any characters still makes a root', async () => {
    for (const officeName of ['', 'x'.repeat(500), '診療所 🏥'.repeat(20), 'a\n\0b\t\u202ec', ',=+"\\#;<>']) {
      const { authority } = await testAuthority({ officeName })
      const { certificate } = authority.issuer().generation
      expect(certificate.verify(certificate.publicKey)).toBe(true)
      expect(certificate.subject.split('\n').length).toBeLessThanOrEqual(2)
    }
  })

  test('both authorities share a folder and have roots of their own', async () => {
    const { authority, options } = await testAuthority()
    const office = await openAuthority({ ...options, kind: 'office' })
    expect(office.issuer().generation.certificate.subject).toContain('Gatehouse office CA')
    expect(office.issuer().name).not.toEqual(authority.issuer().name)
  })

  test('a command that only looks makes nothing', async () => {
    const { options } = await testAuthority()
    const elsewhere = { ...options, directory: testFolder(), ifMissing: 'fail' as const }
    await expect(openAuthority(elsewhere)).rejects.toThrow(errorWith('AUTHORITY_MISSING'))
    expect(await readdir(elsewhere.directory)).toEqual([])
  })
})

describe('on disk', () => {
  test('the private key is nowhere in the clear, and nobody else may read the file', async () => {
    const { authority, options } = await testAuthority()
    const text = await readFile(fileOf(options), 'utf8')
    const jwk = authority.issuer().privateKey.export({ format: 'jwk' })
    const scalar = Buffer.from(jwk.d ?? '', 'base64url')
    expect(scalar).toHaveLength(32)
    const { sealedKey } = JSON.parse(text).generations[0]
    for (const bytes of [Buffer.from(text), Buffer.from(sealedKey, 'base64')]) {
      expect(bytes.includes(scalar)).toBe(false)
      expect(bytes.includes(scalar.toString('hex'))).toBe(false)
      expect(bytes.includes(scalar.toString('base64'))).toBe(false)
    }
    expect(() =>
      createPrivateKey({ key: Buffer.from(sealedKey, 'base64'), format: 'der', type: 'pkcs8' }),
    ).toThrow()
    expect((await stat(fileOf(options))).mode & 0o777).toBe(0o600)
    expect((await stat(options.directory)).mode & 0o777).toBe(0o700)
  })

  test('a copy that was brought back with wide modes is narrowed again', async () => {
    const { options } = await testAuthority()
    await chmod(fileOf(options), 0o644)
    await chmod(options.directory, 0o755)
    await openAuthority(options)
    expect((await stat(fileOf(options))).mode & 0o777).toBe(0o600)
    expect((await stat(options.directory)).mode & 0o777).toBe(0o700)
  })

  test('printing an authority shows no key', async () => {
    const { authority } = await testAuthority()
    const { d = '' } = authority.issuer().privateKey.export({ format: 'jwk' })
    expect(inspect(authority.issuer(), { depth: 9 })).not.toContain(d)
    expect(JSON.stringify(authority.issuer())).not.toContain(d)
  })

  test('another sealing key is told apart from damage', async () => {
    const { options } = await testAuthority()
    const other = { ...options, key: new Secret(randomBytes(32)) }
    await expect(openAuthority(other)).rejects.toThrow(errorWith('AUTHORITY_WRONG_KEY'))
  })

  test.each<[string, (text: string) => string]>([
    ['an empty file', () => ''],
    ['half a file', (text) => text.slice(0, text.length / 2)],
    ['a file of another kind', (text) => text.replace('"interception"', '"office"')],
    ['an unknown key', (text) => text.replace('"version": 1', '"version": 1, "extra": 1')],
    ['a later version', (text) => text.replace('"version": 1', '"version": 2')],
    ['no root', (text) => JSON.stringify({ ...JSON.parse(text), generations: [] })],
    [
      'a root with a changed byte',
      // In the last line of its base64, whatever stands there.
      (text) => text.replace(/(?<!\\)[\w+/](?=[\w+/=]{3,62}\\n-----END)/, (one) => (one === 'A' ? 'B' : 'A')),
    ],
    [
      'a changed sealed key',
      (text) =>
        text.replace(
          /("sealedKey": ".{60})./,
          (_, before) => `${before}${text.includes(`${before}A`) ? 'B' : 'A'}`,
        ),
    ],
    ['fewer exclusions than its root has', (text) => text.replace(/"bank.example",?\s*/, '"other.example"')],
  ])('%s is found to be damage', async (_, damage) => {
    const { options } = await testAuthority({ excluded: ['bank.example'] })
    const before = await readFile(fileOf(options), 'utf8')
    const after = damage(before)
    expect(after).not.toBe(before)
    await writeFile(fileOf(options), after)
    await expect(openAuthority(options)).rejects.toThrow(errorWith('AUTHORITY_INVALID'))
    expect(await readFile(fileOf(options), 'utf8')).toBe(after)
  })

  test('a sealed key put beside another root does not open', async () => {
    const one = await testAuthority()
    const two = await testAuthority({ key: one.options.key })
    const [a, b] = await Promise.all(
      [one, two].map(async ({ options }) => JSON.parse(await readFile(fileOf(options), 'utf8'))),
    )
    b.generations[0].sealedKey = a.generations[0].sealedKey
    await writeFile(fileOf(two.options), JSON.stringify(b))
    await expect(openAuthority(two.options)).rejects.toThrow(errorWith('AUTHORITY_INVALID'))
  })

  test('where the new file cannot be written the old root stays in force and nothing is left over', async () => {
    const { authority, options } = await testAuthority()
    const serial = authority.issuer().generation.certificate.serialNumber
    // A folder in the file's place lets the rename fail, as a full or read-only disk lets the write fail.
    await rm(fileOf(options))
    await mkdir(join(fileOf(options), 'in-the-way'), { recursive: true })
    await expect(authority.rotate('at-once')).rejects.toThrow(errorWith('AUTHORITY_UNWRITABLE'))
    expect(authority.issuer().generation.certificate.serialNumber).toBe(serial)
    expect((await readdir(options.directory)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})

describe('roll-over', () => {
  test('the successor is trusted long before it issues, and survives a restart', async () => {
    const { authority, clock, options } = await testAuthority()
    const first = authority.issuer()
    clock.forward(540)
    expect(await authority.maintain()).toBe(false)
    clock.forward(11)
    expect(await authority.maintain()).toBe(true)
    expect(await authority.maintain()).toBe(false)
    expect(authority.issuer()).toBe(first)
    const { next } = authority.roles()
    expect(next?.number).toBe(2)

    const again = await openAuthority(options)
    expect(again.roles().next?.certificate.raw).toEqual(next?.certificate.raw)
    clock.forward(90)
    for (const one of [authority, again]) {
      expect(one.issuer().generation.number).toBe(2)
      expect(one.roles().previous?.number).toBe(1)
    }
  })

  test('asking for a roll-over twice makes one successor', async () => {
    const { authority } = await testAuthority()
    const [one, two] = await Promise.all([
      authority.rotate('after-overlap'),
      authority.rotate('after-overlap'),
    ])
    expect(one.next?.number).toBe(2)
    expect(two.next).toEqual(one.next)
    expect(authority.generations()).toHaveLength(2)
  })

  test('after a theft a new root issues at once and the others are withdrawn', async () => {
    const { authority, options } = await testAuthority()
    await authority.rotate('after-overlap')
    const roles = await authority.rotate('at-once')
    expect(roles).toMatchObject({ current: { number: 3 }, next: null, previous: null })
    expect(authority.issuer().generation.number).toBe(3)
    expect((await openAuthority(options)).roles().current.number).toBe(3)
  })

  test('exclusions that changed since the successor was made replace it', async () => {
    const { authority, options } = await testAuthority()
    await authority.rotate('after-overlap')
    const changed = await openAuthority({ ...options, excluded: ['bank.example'] })
    const { next, current } = await changed.rotate('after-overlap')
    expect(current.number).toBe(1)
    expect(next).toMatchObject({ number: 3, excluded: [{ text: 'bank.example' }] })
  })

  test('however often it is rolled over, the file keeps what plays a part and little more', async () => {
    const { authority, options } = await testAuthority()
    for (let round = 0; round < 9; round += 1) await authority.rotate('at-once')
    expect(authority.generations().length).toBeLessThanOrEqual(6)
    expect((await openAuthority(options)).issuer().generation.number).toBe(10)
  })
})

describe('excluded names', () => {
  const name = (text: string) => parseHostName(text) ?? expect.unreachable()

  test('are refused from the moment they are configured, although the root says so only after a roll-over', async () => {
    const { options } = await testAuthority()
    const changed = await openAuthority({ ...options, excluded: ['bank.example'] })
    expect(changed.excludes(name('www.bank.example'))?.text).toBe('bank.example')
    expect(changed.issuer().generation.excluded).toEqual([])
  })

  test('stay refused while the root excludes them, although no longer configured', async () => {
    const { options } = await testAuthority({ excluded: ['bank.example', '10.0.0.0/8'] })
    const changed = await openAuthority({ ...options, excluded: [] })
    expect(changed.excludes(name('www.bank.example'))?.text).toBe('bank.example')
    expect(changed.excludes(name('10.1.1.1'))?.text).toBe('10.0.0.0/8')
    expect(changed.excludes(name('www.shop.example'))).toBeNull()
  })

  test('that are none keep an authority from being made', async () => {
    const { options } = await testAuthority()
    const wrong = { ...options, directory: testFolder(), excluded: ['not a name'] }
    await expect(openAuthority(wrong)).rejects.toThrow(errorWith('CONFIG_INVALID'))
    expect(await readdir(wrong.directory)).toEqual([])
  })
})
