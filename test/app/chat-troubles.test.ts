/** Promises about a chat while something is wrong: no token leaves that is not kept, and nobody gets another one's values. */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { endAll, exitOf } from '../cli/started.ts'
import { testOnSmallDisk } from '../store/small-disk.ts'
import { testWith } from '../support/clients.ts'
import {
  type Answered,
  askByCurl,
  askByNode,
  askControlText,
  type ChatOffice,
  openChatOffice,
  type Service,
  startService,
} from './chat-scene.ts'

const host = 'api.openai.com'
const mailOf = (n: number | string) => `person${n}@customer.example`
const prompt = (...mails: string[]) =>
  JSON.stringify({ messages: mails.map((mail) => ({ role: 'user', content: `Write to ${mail}.` })) })

/** Takes what it is sent, and gives all of it back when it is asked what there was. */
const startMemory = () => {
  const all: string[] = []
  return startService((request, response, body) => {
    if (request.method === 'POST') all.push(body)
    response.setHeader('content-type', 'application/json')
    response.end(request.method === 'POST' ? body : `[${all.join(',')}]`)
  })
}

type Ask = typeof askByCurl
const post = (
  office: ChatOffice,
  service: Service,
  { ask = askByNode, from, mails }: { ask?: Ask; from?: string; mails: string[] },
) =>
  ask(office, service, {
    host,
    path: '/v1/chat',
    body: prompt(...mails),
    ...(from === undefined ? {} : { from }),
  })
const recall = (
  office: ChatOffice,
  service: Service,
  { ask = askByNode, from }: { ask?: Ask; from?: string } = {},
) => ask(office, service, { host, path: '/v1/all', ...(from === undefined ? {} : { from }) })

const token = /EMAIL_[2-9A-Z]{12}@token\.invalid/g

testWith(
  'curl',
  'killed at any moment: whatever token the service was sent comes back after the next start',
  async () => {
    await using service = await startMemory()
    await using office = await openChatOffice(service)
    for (let round = 0; round < 2; round++) {
      let isOver = false
      const sent: Promise<Answered>[] = []
      const keepSending = async (who: number) => {
        for (let n = 0; !isOver; n++) {
          const asking = post(office, service, { ask: askByCurl, mails: [mailOf(`${round}-${who}-${n}`)] })
          sent.push(asking)
          await asking
        }
      }
      const senders = [0, 1, 2].map(keepSending)
      const enough = (round + 1) * 15
      await expect.poll(() => service.received.length, { interval: 1 }).toBeGreaterThan(enough)
      office.gateway.child.kill('SIGKILL')
      await exitOf(office.gateway.child)
      isOver = true
      await Promise.all(senders)
      await office.restart()
    }
    expect(service.received.join()).not.toContain('@customer.example')
    const tokens = service.received.flatMap((body) => body.match(token) ?? [])
    const answer = await recall(office, service)
    expect(answer.status).toBe(200)
    expect(answer.body.match(token)).toBeNull()
    expect(answer.body.match(/person[\w-]+@customer\.example/g)).toHaveLength(tokens.length)
  },
)

testWith(
  'curl',
  'another client is shown tokens, unless the configuration puts both into one group',
  async () => {
    await using service = await startMemory()
    await using office = await openChatOffice(service)
    const curl = { ask: askByCurl }
    await post(office, service, { ...curl, mails: [mailOf(1)] })
    const other = { ...curl, from: '127.0.0.2' }
    const shown = await recall(office, service, other)
    expect(shown.status).toBe(200)
    expect(shown.body).toMatch(token)
    expect(shown.body).not.toContain('@customer.example')
    // The same value is the same token for both; from then on it is theirs as well.
    await post(office, service, { ...other, mails: [mailOf(2)] })
    await post(office, service, { ...other, mails: [mailOf(1)] })
    expect((await recall(office, service, other)).body.match(token)).toBeNull()
    expect((await recall(office, service, curl)).body.match(token)).toHaveLength(1)
    // In one group they share what either causes from now on, and each keeps its own.
    await office.writeConfig({ office: { clientGroups: { desk: ['127.0.0.1', '127.0.0.2'] } } })
    expect((await office.run('reload')).code).toBe(0)
    await post(office, service, { ...other, mails: [mailOf(3)] })
    const shared = await recall(office, service, curl)
    expect(shared.body.match(token)).toHaveLength(1)
    for (const n of [1, 3]) expect(shared.body).toContain(mailOf(n))
    expect(shared.body).not.toContain(mailOf(2))
  },
)

test('a policy that changes between request and answer decides over the answer; a purge decides for good', async () => {
  await using service = await startMemory()
  await using office = await openChatOffice(service)
  const useRules = async (change: (shipped: string) => string) => {
    await office.writePolicy(change)
    expect((await office.run('reload')).code).toBe(0)
  }
  await post(office, service, { mails: [mailOf(1)] })
  await useRules((shipped) => shipped.replace('restore: true', 'restore: false'))
  expect((await recall(office, service)).body).toMatch(token)
  await useRules((shipped) => shipped.replace('"*": tokenize', '"*": mask'))
  await post(office, service, { mails: [mailOf(1)] })
  expect(service.received.at(-1)).not.toMatch(/EMAIL_|person1@/)
  // What left before still comes back, since the rule restores; what left masked stays so.
  expect((await recall(office, service)).body).toContain(mailOf(1))
  await useRules((shipped) => shipped)
  expect((await recall(office, service)).body.match(token)).toBeNull()

  const weighed = await office.run('token', 'purge', '--all')
  expect(weighed.code).toBe(0)
  expect(weighed.stdout).toMatch(/^\d{4}-\d\d {2}ai-assistants {2}1 token$/m)
  // Of one value, which no list of processes need show.
  const purge = (input: string, ...more: string[]) =>
    office.place.runWith({ input }, 'token', 'purge', '--value', '-', ...more)
  // Of none there is none to weigh, which is no mistake.
  expect(await purge(`${mailOf(7)}\n`)).toMatchObject({ code: 0, stdout: '' })
  expect((await purge(`${mailOf(1).toUpperCase()}\n`)).stdout).toMatch(/ {2}1 token$/m)
  expect((await purge('')).code).toBe(2)
  expect((await purge(mailOf(1), '--yes')).code).toBe(0)
  const after = await recall(office, service)
  expect(after.body).toMatch(token)
  expect(after.body).not.toContain(mailOf(1))
  // A new request is a new beginning: the same month's key makes the same token, and it is known again.
  await post(office, service, { mails: [mailOf(1)] })
  expect((await recall(office, service)).body).toContain(mailOf(1))
})

test('with a damaged store a chat is refused in words, other traffic goes on, and the first screen and the doctor say so', async () => {
  await using service = await startMemory()
  await using office = await openChatOffice(service)
  await post(office, service, { mails: [mailOf(1)] })
  office.gateway.child.kill('SIGTERM')
  await exitOf(office.gateway.child)
  const file = await open(join(office.place.folder, 'data', 'gatehouse.db'), 'r+')
  await file.write(Buffer.alloc(64, 7), 0, 64, 100)
  await file.close()
  await office.restart()
  service.received.length = 0
  await isRefused(await post(office, service, { mails: [mailOf(1)] }), service)
  // Without personal data nothing has to be kept.
  expect(await post(office, service, { mails: ['nobody'] })).toMatchObject({ status: 200 })
  await saysSo(office)
})

testOnSmallDisk(
  'on a full disk a chat is refused in words, and goes on once there is room',
  60,
  async (disk) => {
    await using service = await startMemory()
    await using office = await openChatOffice(service, join(disk.path, 'data'))
    try {
      await post(office, service, { mails: [mailOf(1)] })
      disk.fill()
      // What of the store's own file has room left takes a few more.
      let answer = await post(office, service, { mails: [mailOf('full')] })
      for (let n = 0; n < 60 && answer.status === 200; n++)
        answer = await post(office, service, {
          mails: Array.from({ length: 40 }, (_, each) => mailOf(`${n}-${each}`)),
        })
      service.received.length = 0
      await isRefused(answer, service)
      // What is kept already needs no room.
      expect(await post(office, service, { mails: [mailOf(1)] })).toMatchObject({ status: 200 })
      const told = await saysSo(office)
      expect(told).toContain('TOKENS_NOT_KEPT')
      expect(await askControlText(office.gateway.ready, '/metrics')).toMatch(
        /^gatehouse_tokens_total\{event="failed",group="ai-assistants"\} [1-9]/m,
      )
      disk.free()
      await expect
        .poll(async () => (await post(office, service, { mails: [mailOf('room')] })).status)
        .toBe(200)
      expect(await askControlText(office.gateway.ready, '/api/v1/health')).not.toContain('TOKENS_NOT_KEPT')
    } finally {
      await endAll([office.gateway.child])
    }
  },
)

async function isRefused(answer: Answered, { received }: Service): Promise<void> {
  expect(answer.status).toBe(503)
  expect(JSON.parse(answer.body)).toMatchObject({
    reason: 'tokens-not-kept',
    title: 'What stands for personal data could not be kept',
  })
  expect(answer.body).not.toContain('@customer.example')
  expect(received).toEqual([])
}

async function saysSo(office: ChatOffice): Promise<string> {
  const { stdout } = await office.run('doctor', '--json')
  const { state, checks } = JSON.parse(stdout) as { state: string; checks: { id: string; state: string }[] }
  expect(state).toBe('fail')
  expect(checks.some((check) => check.state === 'fail' && /store|tokens|ways|disk/.test(check.id))).toBe(true)
  const health = await askControlText(office.gateway.ready, '/api/v1/health')
  expect(JSON.parse(health)).toMatchObject({ warnings: expect.arrayContaining([expect.anything()]) })
  return health
}
