/** Promises of the thread that reads other people's policies: hostile texts end it, never the gateway, and hold nobody up for long. */
import { expect, test } from 'vitest'
import { loadConfig } from '../../config/load.ts'
import { policyInUse } from '../../gateway/app/policy-in-use.ts'
import { startPolicyThread } from '../../gateway/app/policy-thread-client.ts'

const context = (async () => {
  const { config } = await loadConfig({ file: null, env: {} })
  return (await policyInUse(config, null)).context
})()

const examine = async (text: string) => ({
  kind: 'examine' as const,
  text: { file: 'draft', bytes: Buffer.from(text), context: await context },
})

const rule = (id: number, hosts: string) =>
  `  - { id: r${id}, match: { destinations: [${hosts}] }, entities: { "*": keep } }`
const head = 'connections: [{ id: all, action: intercept }]\nexchanges:\n'

/** Each host of each rule is compared with each host of each rule before it: many times the given time on any machine. */
const entangled = () => {
  const hosts = (at: number) => Array.from({ length: 30 }, (_, host) => `h${at}-${host}.example`).join(', ')
  return `${head}${Array.from({ length: 500 }, (_, at) => rule(at, hosts(at))).join('\n')}\n`
}

test('a text that takes too long is given up, the next one is judged, and the asker’s own thread goes on meanwhile', async () => {
  await using thread = startPolicyThread({ answerMs: 2000, waiting: 3 })
  // Its start is paid for before.
  expect((await thread.ask(await examine('x: 1'))).ok).toBe(false)
  let beats = 0
  const beating = setInterval(() => beats++, 20)
  await expect(thread.ask(await examine(entangled()))).rejects.toMatchObject({ code: 'POLICY_UNJUDGED' })
  clearInterval(beating)
  expect(beats).toBeGreaterThan(25)
  await using other = startPolicyThread()
  expect((await other.ask(await examine(`${head}${rule(1, 'a.example')}`))).problems[0]?.message).toMatch(
    /does not end in a default/,
  )
}, 60_000)

test('no more than a few wait for their turn', async () => {
  await using thread = startPolicyThread({ answerMs: 20_000, waiting: 2 })
  const order = await examine('x: 1')
  const asked = await Promise.allSettled([thread.ask(order), thread.ask(order), thread.ask(order)])
  expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
}, 60_000)

test.each([
  ['brackets', '['.repeat(150_000)],
  ['marks of lists', '- '.repeat(90_000)],
  ['nested keys', Array.from({ length: 900 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
  ['one line', `a: ${'x'.repeat(190_000)}`],
  ['aliases', `a: &a [x]\nb: [${'*a, '.repeat(20_000)}]`],
  ['a prototype', '__proto__: { mode: observe }'],
  ['many mistakes', `connections: [${'{ x: 1 }, '.repeat(15_000)}]`],
])(
  'a hostile text is refused in words: %s',
  async (_what, text) => {
    await using thread = startPolicyThread()
    const { ok, problems, view } = await thread.ask(await examine(text))
    expect({ ok, view }).toEqual({ ok: false, view: null })
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.length).toBeLessThanOrEqual(500)
    expect(JSON.stringify(problems).length).toBeLessThan(200_000)
  },
  60_000,
)
