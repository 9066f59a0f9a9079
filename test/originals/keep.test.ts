/** What is taken in of originals, within which bounds, and that nothing but the owner's key opens one. */
import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Decrypter } from 'age-encryption'
import { expect, test } from 'vitest'
import { readOriginal } from '../../gateway/core/original/content.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { timedId } from '../../gateway/core/timed-id.ts'
import { bech32 } from '../../gateway/core/vault/bech32.ts'
import { lockBytes, unlockBytes } from '../../gateway/core/vault/locked.ts'
import { recipientOfSecret } from '../../gateway/core/vault/x25519.ts'
import { openRoom, plain } from './room.ts'

const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1)

test('only the owner opens an original: no key that the gateway holds does', async () => {
  const { room, keep, owner, scene } = await openRoom()
  const id = await keep()
  const sealed = await room.desk.take(id, { for: 'incident', actor: 'box' })
  expect(sealed.includes(plain)).toBe(false)
  const opened = async (secret: Buffer) => {
    const decrypter = new Decrypter()
    decrypter.addIdentity(bech32('age-secret-key-', secret).toUpperCase())
    return Buffer.from(await decrypter.decrypt(sealed))
  }
  const places = scene.keyring.places()
  expect(places.filter(({ place }) => place.kind === 'original')).toHaveLength(1)
  for (const { place } of places) {
    const key = scene.keyring.keyIfAny(place)?.reveal() ?? randomBytes(32)
    await expect(opened(key)).rejects.toThrow()
  }
  expect(readOriginal(await opened(owner.reveal()))).toMatchObject({
    target: '/orders',
    body: Buffer.from(plain),
  })
})

test('the oldest go first where all together are too many', async () => {
  const { keep, listed, files } = await openRoom({ maxTotalBytes: 3000 })
  const body = 'x'.repeat(1000)
  const ids = [await keep({}, body), await keep({}, body), await keep({}, body)].sort()
  expect(listed()).toHaveLength(2)
  expect(files()).toEqual(
    listed()
      .map(({ id }) => id)
      .sort(),
  )
  expect(ids).toEqual(expect.arrayContaining(files()))
  const huge = await keep({}, 'x'.repeat(4000))
  expect(listed()).toContainEqual({ id: huge, why: 'no-room' })
  expect(files()).toHaveLength(2)
})

test('what a worker says of special categories, or of what the policy bars, is not believed away', async () => {
  const { keep, listed, files, barred } = await openRoom()
  const health = await keep({ types: ['EMAIL', 'HEALTH'] })
  barred.add('IBAN')
  const iban = await keep({ types: ['IBAN'] })
  for (const id of [health, iban]) expect(listed()).toContainEqual({ id, why: 'never' })
  expect(files()).toEqual([])
})

test('an id that comes twice changes nothing, and one that is no id reaches no file', async () => {
  const { keep, listed, files, room, directory } = await openRoom()
  const id = await keep()
  await keep({ id }, 'another')
  expect(listed()).toEqual([{ id, why: null }])
  expect(files()).toEqual([id])
  writeFileSync(join(directory, '..', 'other'), 'secret')
  for (const forged of ['../other', '../../etc/passwd', `${id}/../x`, ''])
    await expect(room.desk.take(forged, { for: 'incident', actor: 'box' })).rejects.toMatchObject({
      code: 'ORIGINAL_UNKNOWN',
    })
})

test('a start removes what a crash left half done, says what is missing, and touches nothing else', async () => {
  const { keep, listed, files, open, directory } = await openRoom()
  const [whole, lost] = [await keep(), await keep()]
  const strange = timedId(Date.now(), randomBytes)
  writeFileSync(join(directory, `${timedId(1, randomBytes)}.part`), 'half')
  writeFileSync(join(directory, strange), 'renamed, and not yet entered')
  rmSync(join(directory, lost))
  await open()
  expect(files()).toEqual([whole])
  expect(listed().sort(byId)).toEqual(
    [
      { id: whole, why: null },
      { id: lost, why: 'missing' },
    ].sort(byId),
  )
})

test('a disk that cannot be written keeps nothing and says so, until it can', async () => {
  const { keep, files, directory, scene } = await openRoom()
  writeFileSync(directory, 'a file where the folder belongs')
  const id = await keep()
  expect(scene.health.codes()).toContain('ORIGINALS_PAUSED')
  rmSync(directory)
  await keep()
  expect(files()).not.toContain(id)
  expect(files()).toHaveLength(1)
  expect(scene.health.codes()).not.toContain('ORIGINALS_PAUSED')
})

test('a text that is another, or is sent twice, is not sent', async () => {
  const { room, keep, sent, owner } = await openRoom()
  const id = await keep()
  const decrypter = new Decrypter()
  decrypter.addIdentity(bech32('age-secret-key-', owner.reveal()).toUpperCase())
  const sealed = await room.desk.take(id, { for: 'resend', actor: 'box' })
  const text = Buffer.from(await decrypter.decrypt(sealed))
  const other = Buffer.from(text.toString().replace('crm.example', 'evil.example'))
  const resend = (what: Buffer, again = false) => room.desk.resend(id, what, { again, actor: 'box' })
  await expect(resend(other)).rejects.toMatchObject({ code: 'ORIGINAL_OTHER' })
  const outcomes = await Promise.allSettled([resend(text), resend(text)])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(resend(text)).rejects.toMatchObject({ code: 'ORIGINAL_RESENT' })
  expect(sent).toHaveLength(1)
  await resend(text, true)
  expect(sent.map(({ body }) => body.toString())).toEqual([plain, plain])
})

test('what is locked opens with its own key, under its own name, and unchanged', () => {
  const identity = new Secret(randomBytes(32))
  const bytes = randomBytes(168)
  const locked = lockBytes(bytes, {
    recipient: recipientOfSecret(identity),
    name: 'one',
    random: randomBytes,
  })
  expect(unlockBytes(locked, { identity, name: 'one' })?.equals(bytes)).toBe(true)
  expect(unlockBytes(locked, { identity, name: 'on' })).toBeNull()
  expect(unlockBytes(locked, { identity: new Secret(randomBytes(32)), name: 'one' })).toBeNull()
  for (let at = 0; at < locked.length; at += 7) {
    const changed = Buffer.from(locked)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(unlockBytes(changed, { identity, name: 'one' })).toBeNull()
  }
  expect(unlockBytes(locked.subarray(0, 100), { identity, name: 'one' })).toBeNull()
})
