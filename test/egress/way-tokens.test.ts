/** Promises that no token leaves which was never stored, however often storing fails before. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { IssuedToken, TokenExchange, TokenKeys, Tokens } from '../../gateway/core/ports.ts'
import { WayTokens } from '../../gateway/egress/way-tokens.ts'

const keys: TokenKeys = {
  keyed: (use, { type, destinationGroup }, value) => ({
    period: '2026-11',
    bytes: createHmac('sha256', `${use} ${type} ${destinationGroup}`).update(value).digest(),
  }),
}
const exchange: TokenExchange = { id: '1', client: '192.0.2.7', destinationGroup: 'ai' }
const anna = { type: 'PERSON', value: Buffer.from('Anna Schmidt') } as const
const pat = { type: 'PERSON', value: Buffer.from('Pat Weber') } as const

/** A store that can be written only while `works` is true. */
function brokenStore() {
  const kept: IssuedToken[] = []
  const state = { works: false }
  const store: Tokens = {
    register() {},
    release() {},
    async keep(_, tokens) {
      if (state.works) kept.push(...tokens)
      return state.works
    },
    restore: async () => new Map(),
  }
  return { store, kept, state }
}

test('a token that could not be stored is stored before the next piece with it leaves', async () => {
  const { store, kept, state } = brokenStore()
  const way = new WayTokens({ keys, store }, exchange)
  const token = Buffer.from(way.standIns.make('tokenize', anna)).toString()
  expect(await way.keep()).toBe(false)
  way.standIns.make('tokenize', anna)
  expect(await way.keep()).toBe(false)
  state.works = true
  way.standIns.make('tokenize', pat)
  expect(way.standIns.make('tokenize', anna).toString()).toBe(token)
  expect(await way.keep()).toBe(true)
  expect(kept.map(({ value }) => String(value)).sort()).toEqual(['Anna Schmidt', 'Pat Weber'])
  expect(await way.keep()).toBe(true)
  expect(kept).toHaveLength(2)
})

test('a token made while one piece was looked through and written into the next is stored before', async () => {
  const { store, kept, state } = brokenStore()
  const way = new WayTokens({ keys, store }, exchange)
  way.standIns.make('tokenize', anna)
  expect(await way.keep()).toBe(false)
  state.works = true
  expect(await way.keep()).toBe(true)
  expect(kept).toHaveLength(1)
})

test('a piece does not leave while a token in it is still being stored', async () => {
  const { store } = brokenStore()
  const stored = Promise.withResolvers<boolean>()
  const way = new WayTokens({ keys, store: { ...store, keep: () => stored.promise } }, exchange)
  way.standIns.make('tokenize', anna)
  const first = way.keep()
  way.standIns.make('tokenize', anna)
  const second = way.keep()
  stored.resolve(true)
  expect(await Promise.all([first, second])).toEqual([true, true])
  const failing = Promise.withResolvers<boolean>()
  const other = new WayTokens({ keys, store: { ...store, keep: () => failing.promise } }, exchange)
  other.standIns.make('tokenize', anna)
  const results = [other.keep(), other.keep()]
  failing.resolve(false)
  expect(await Promise.all(results)).toEqual([false, false])
})

test('masks take the places of tokens that could not be stored, in time that grows with the bytes alone', () => {
  const { store } = brokenStore()
  const way = new WayTokens({ keys, store }, exchange)
  const mail = { type: 'EMAIL', value: Buffer.from('anna.weber@example.com') } as const
  const token = Buffer.from(way.standIns.make('tokenize', mail)).toString()
  const mask = Buffer.from(way.standIns.make('mask', mail)).toString()
  const foreign = 'EMAIL_7K3QX2M9AB4F@token.invalid'
  expect(way.maskedText(`${token},${foreign}?to=${token.replace('@', '%40')}`)).toBe(
    `${mask},${foreign}?to=${encodeURIComponent(mask)}`,
  )
  const made = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      Buffer.from(
        way.standIns.make('tokenize', { type: 'PERSON', value: Buffer.from(`Anna ${n}`) }),
      ).toString(),
    )
  const timeOf = (text: string) => {
    const before = process.cpuUsage()
    expect(way.maskedText(text)).not.toContain('PERSON_')
    return process.cpuUsage(before).user / 1000
  }
  const filler = 'x'.repeat(230)
  const few = timeOf(made(250).join(filler))
  // Eight times as much; each token looked for by itself would take sixty-four times as long.
  expect(timeOf(made(2000).join(filler))).toBeLessThan(24 * few + 60)
})
