/** Promises of the access token: closed to others, kept across restarts, compared without telling. */
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { AccessToken, openAccessToken } from '../../gateway/ops/token.ts'
import { capturedLog } from './captured-log.ts'

async function tokenFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-token-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'access-token')
}

test('the first start makes 32 random bytes in a 0600 file, and the next start finds the same token', async () => {
  const file = await tokenFile()
  const { log, text } = capturedLog()
  const first = await openAccessToken(file, log)
  expect(Buffer.from(first.reveal(), 'base64url')).toHaveLength(32)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await openAccessToken(file, log)).reveal()).toBe(first.reveal())
  expect(text()).not.toContain(first.reveal())
})

test('a token that others could read counts as leaked: the next start has a new one', async () => {
  const file = await tokenFile()
  const { log, lines } = capturedLog()
  const leaked = await openAccessToken(file, log)
  await chmod(file, 0o644)
  const next = await openAccessToken(file, log)
  expect(next.reveal()).not.toBe(leaked.reveal())
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(lines().at(-1)).toMatchObject({ event: 'token.created', replacedUnsafe: true })
})

test('an empty or cut-off token file is replaced, never taken as an empty token', async () => {
  const file = await tokenFile()
  await writeFile(file, '\n', { mode: 0o600 })
  const token = await openAccessToken(file, capturedLog().log)
  expect(token.matches('')).toBe(false)
  expect((await readFile(file, 'utf8')).trim()).toBe(token.reveal())
})

test('only the very token matches: no prefix, no longer one, no other case', () => {
  const token = new AccessToken('abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG')
  expect(token.matches(token.reveal())).toBe(true)
  for (const wrong of [
    '',
    'a',
    token.reveal().slice(0, -1),
    `${token.reveal()}x`,
    token.reveal().toUpperCase(),
  ]) {
    expect(token.matches(wrong)).toBe(false)
  }
})

test('printing, logging or inspecting a token shows that it is a secret and nothing of it', () => {
  const token = new AccessToken('abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG')
  for (const shown of [
    `${token}`,
    JSON.stringify({ token }),
    inspect(token),
    inspect({ token }, { showHidden: true }),
  ]) {
    expect(shown).toContain('[secret]')
    expect(shown).not.toContain('abcdef')
  }
})
