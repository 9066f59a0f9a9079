/** One SFTP session at its bounds, without the network. */
import { Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { SftpChannel, SftpRequest } from '../../gateway/ingest/sftp-protocol.ts'
import { serveSftp } from '../../gateway/ingest/sftp-session.ts'

const answerBytes = 200

/** A session of a client that takes as many answers as it is told to. */
function openSession({ takes }: { takes: number }) {
  let answered = 0
  const asking: { request: ((id: number, request: SftpRequest) => void) | null } = { request: null }
  const channel: SftpChannel = {
    listen: ({ request }) => {
      asking.request = request
    },
    answer: () => {
      answered++
    },
    get unreadBytes() {
      return Math.max(0, answered - takes) * answerBytes
    },
  }
  const socket = new Socket()
  onTestFinished(() => void socket.destroy())
  serveSftp(channel, {
    folder: { answer: async () => ({ kind: 'done' }), end: async () => undefined },
    socket,
    idleMs: () => 60_000,
    done: () => undefined,
    end: () => socket.destroy(),
  })
  const ask = async (times: number) => {
    for (let id = 0; id < times; id++) asking.request?.(id, { kind: 'forbidden' })
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { ask, socket, answered: () => answered }
}

test('a client that asks and asks and takes no answer is ended before a megabyte or two lies here', async () => {
  const session = openSession({ takes: 0 })
  await session.ask(20_000)
  expect(session.socket.destroyed).toBe(true)
  expect(session.answered() * answerBytes).toBeLessThan(2_000_000)
})

test('a client that asks as much and takes its answers is served', async () => {
  const session = openSession({ takes: 20_000 })
  await session.ask(20_000)
  expect(session.socket.destroyed).toBe(false)
  expect(session.answered()).toBe(20_000)
})
