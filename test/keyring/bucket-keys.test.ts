/** The keys of the vault's buckets: durable at first ask, gone when destroyed, private halves only where they exist. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Bucket } from '../../gateway/core/vault/object.ts'
import { recipientOfSecret } from '../../gateway/core/vault/x25519.ts'
import { bucketPlace, createBucketKeys } from '../../gateway/keyring/bucket-keys.ts'
import { dataFolder, open } from './data-folder.ts'

const today: Bucket = { source: 'camera-1', class: 'recording', period: '2026-11-22' }

test('a bucket has the same recipient at every ask and after a restart, and every other bucket another one', async () => {
  const folder = dataFolder()
  const keys = createBucketKeys(await open(folder))
  const buckets: Bucket[] = [
    today,
    { ...today, source: 'camera-2' },
    { ...today, class: 'export' },
    { ...today, period: '2026-11-23' },
  ]
  const recipients = buckets.map((bucket) => keys.recipientOf(bucket))
  expect(new Set(recipients).size).toBe(4)
  for (const recipient of recipients) expect(recipient).toMatch(/^age1[02-9ac-hj-np-z]{58}$/)
  const again = createBucketKeys(await open(folder))
  expect(buckets.map((bucket) => again.recipientOf(bucket))).toEqual(recipients)
  expect(again.buckets()).toEqual(buckets)
})

test('asking for the identity of a bucket that never was makes none', async () => {
  const keyring = await open(dataFolder())
  expect(createBucketKeys(keyring).identityOf(today)).toBeNull()
  expect(keyring.places()).toEqual([])
})

test('the identity belongs to the recipient, and wiping it harms nobody else', async () => {
  const keys = createBucketKeys(await open(dataFolder()))
  const recipient = keys.recipientOf(today)
  const identity = keys.identityOf(today)
  expect(recipientOfSecret(identity!)).toBe(recipient)
  identity!.destroy()
  expect(recipientOfSecret(keys.identityOf(today)!)).toBe(recipient)
})

test('a destroyed bucket has no identity from then on, also where its recipient was cached and after a restart', async () => {
  const folder = dataFolder()
  const keyring = await open(folder)
  const keys = createBucketKeys(keyring)
  const old = keys.recipientOf(today)
  keys.recipientOf({ ...today, source: 'camera-2' })
  expect(keyring.destroy([bucketPlace(today)])).toBe(1)
  expect(keys.identityOf(today)).toBeNull()
  expect(createBucketKeys(await open(folder)).identityOf(today)).toBeNull()
  expect(keys.recipientOf(today), 'what arrives now is sealed to a new key').not.toBe(old)
  expect(keys.identityOf({ ...today, source: 'camera-2' })).not.toBeNull()
})

test('a turn of the epoch keeps living buckets', async () => {
  const folder = dataFolder()
  const keyring = await open(folder)
  const keys = createBucketKeys(keyring)
  const recipient = keys.recipientOf(today)
  keyring.turnEpoch()
  expect(keys.recipientOf(today)).toBe(recipient)
  expect(recipientOfSecret(createBucketKeys(await open(folder)).identityOf(today)!)).toBe(recipient)
})

test('no private half stands in the clear in any file', async () => {
  const folder = dataFolder()
  const keys = createBucketKeys(await open(folder))
  keys.recipientOf(today)
  const secret = keys.identityOf(today)!.reveal()
  for (const name of readdirSync(folder.keys).filter((name) => name !== 'root.key')) {
    const text = readFileSync(join(folder.keys, name), 'latin1')
    expect(text).not.toContain(secret.toString('latin1'))
    expect(text).not.toContain(secret.toString('base64'))
  }
})

test('a bucket that no sweep could find is refused', async () => {
  const keys = createBucketKeys(await open(dataFolder()))
  for (const bucket of [
    { ...today, source: '' },
    { ...today, period: 'today' },
  ])
    expect(() => keys.recipientOf(bucket)).toThrow(expect.objectContaining({ code: 'INTERNAL' }))
})
