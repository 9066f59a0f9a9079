/** Promises about who leaves before its handshake began: it is seen, nothing of the others' bytes is lost, and little is read. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { hasLeft } from '../../gateway/egress/early-end.ts'

/** Both ends of a connection; ours is paused, as behind a first look at its bytes. */
async function pair(): Promise<{ theirs: Socket; ours: Socket }> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const theirs = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {})
  const [ours] = (await once(server, 'connection')) as [Socket]
  ours.on('error', () => {})
  onTestFinished(() => {
    theirs.destroy()
    ours.destroy()
    server.close()
  })
  return { theirs, ours }
}

test.each(['ends', 'resets'])('who %s its connection with what it said has left', async (how) => {
  const { theirs, ours } = await pair()
  if (how === 'ends') theirs.end('hello')
  else theirs.write('hello', () => theirs.resetAndDestroy())
  await sleep(20)
  expect(await hasLeft(ours)).toBe(true)
  expect(await hasLeft(ours)).toBe(true)
})

test('who waits for an answer has not left, and every byte that came is still there, in its order', async () => {
  const { theirs, ours } = await pair()
  ours.unshift(Buffer.from('hello '))
  theirs.write('and early data, ')
  await sleep(20)
  expect(await hasLeft(ours)).toBe(false)
  theirs.end('and what comes later')
  expect(await text(ours)).toBe('hello and early data, and what comes later')
})

test('of a flood little is read, and nothing lost', async () => {
  const { theirs, ours } = await pair()
  const flood = Buffer.alloc(8 * 1024 * 1024, 'flood ')
  theirs.end(flood)
  await sleep(20)
  expect(await hasLeft(ours)).toBe(false)
  expect(ours.bytesRead).toBeLessThan(256 * 1024)
  expect(await text(ours)).toBe(flood.toString())
})
