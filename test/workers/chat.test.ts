/** Promises that tokens of a chat are kept and come back through workers, which have no store: never one that is not kept. */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import {
  askByNode,
  askControlText,
  type ChatOffice,
  openChatOffice,
  type Service,
  startService,
} from '../app/chat-scene.ts'
import { endAll, exitOf } from '../cli/started.ts'
import { testOnSmallDisk } from '../store/small-disk.ts'

const host = 'api.openai.com'
const mailOf = (n: number | string) => `person${n}@customer.example`
const token = /EMAIL_[2-9A-Z]{12}@token\.invalid/

/** Gives back what it is sent. */
const startEcho = () =>
  startService((_request, response, body) => {
    response.setHeader('content-type', 'application/json')
    response.end(body)
  })

function chat(office: ChatOffice, service: Service, mails: readonly string[]) {
  const messages = mails.map((mail) => ({ role: 'user', content: `Write to ${mail}.` }))
  return askByNode(office, service, { host, path: '/v1/chat', body: JSON.stringify({ messages }) })
}

test('the service sees tokens and the person sees values, whichever worker carries the exchange; without control neither leaves', async () => {
  await using service = await startEcho()
  await using office = await openChatOffice(service, 'data', 2)
  for (let turn = 0; turn < 6; turn += 1) {
    const answer = await chat(office, service, [mailOf(1)])
    expect(answer.status).toBe(200)
    expect(answer.body).toContain(mailOf(1))
  }
  expect(service.received).toHaveLength(6)
  for (const received of service.received) {
    expect(received).toMatch(token)
    expect(received).not.toContain('@customer.example')
  }
  expect(new Set(service.received.map((received) => token.exec(received)?.[0])).size).toBe(1)

  // A worker serves on, and no token leaves that nobody keeps.
  office.gateway.child.kill('SIGKILL')
  await exitOf(office.gateway.child)
  await wait(500)
  service.received.length = 0
  const refused = await chat(office, service, [mailOf(2)])
  expect(refused.body).not.toContain('@customer.example')
  expect(service.received.join()).not.toContain('@customer.example')
  expect(service.received.join()).not.toMatch(token)

  await office.restart()
  const again = await chat(office, service, [mailOf(2)])
  expect(again.body).toContain(mailOf(2))
  expect(service.received.at(-1)).toMatch(token)
  const ended = exitOf(office.gateway.child)
  office.gateway.child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

testOnSmallDisk(
  'on a full disk no token leaves through a worker, and it goes on once there is room',
  60,
  async (disk) => {
    await using service = await startEcho()
    await using office = await openChatOffice(service, join(disk.path, 'data'), 2)
    try {
      expect((await chat(office, service, [mailOf(1)])).body).toContain(mailOf(1))
      disk.fill()
      service.received.length = 0
      let answer = await chat(office, service, [mailOf('full')])
      // What of the store's own file has room left takes a few more.
      for (let n = 0; n < 60 && answer.status === 200; n++) {
        service.received.length = 0
        answer = await chat(
          office,
          service,
          Array.from({ length: 40 }, (_, each) => mailOf(`${n}-${each}`)),
        )
      }
      expect(answer.status).toBe(503)
      expect(service.received).toEqual([])
      expect(await askControlText(office.gateway.ready, '/api/v1/health')).toContain('TOKENS_NOT_KEPT')
      disk.free()
      await expect.poll(async () => (await chat(office, service, [mailOf('room')])).status).toBe(200)
    } finally {
      const ended = exitOf(office.gateway.child)
      office.gateway.child.kill('SIGTERM')
      await ended
      await endAll([office.gateway.child])
    }
  },
)
