/** Promises that all of an answer arrives, and that what is no text reaches no screen and is not said to be clean. */
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drained } from '../../gateway/cli/drain.ts'
import { createTerminal } from '../../gateway/cli/terminal.ts'
import { emptyPlace, type Place } from './gatehouse.ts'

let place: Place
beforeAll(async () => {
  place = await emptyPlace()
})
afterAll(() => place[Symbol.asyncDispose]())

test('a long answer arrives whole, however late it is read', async () => {
  const body = '{"said":"good morning"}\n'.repeat(20_000)
  await writeFile(join(place.folder, 'long.ndjson'), body)
  const child = place.start('policy', 'test', '--destination', 'api.openai.com', '--body', 'long.ndjson')
  const closed = once(child, 'close')
  child.stdin?.end()
  // The verdict comes first: by then the body waits to be read.
  if (child.stdout === null || child.stderr === null) throw new Error('no output')
  await once(child.stderr, 'data')
  child.stderr.resume()
  const [out, [code]] = await Promise.all([text(child.stdout), closed])
  expect({ code, length: out.length }).toEqual({ code: 0, length: body.length })
})

test('whoever reads nothing is waited for until somebody presses Ctrl-C', async () => {
  const unread = new PassThrough({ highWaterMark: 1 })
  unread.write('all that was said')
  unread.write('and more')
  const interrupt = new AbortController()
  const waited = drained([unread], interrupt.signal)
  interrupt.abort()
  await waited
  expect(unread.readableLength + unread.writableLength).toBeGreaterThan(0)
  unread.resume()
  await drained([unread], new AbortController().signal)
  expect(unread.writableLength).toBe(0)
})

test.each(['body.gz', 'body.bin', 'body'])(
  '%s that is no text is said not to be looked into',
  async (name) => {
    await writeFile(join(place.folder, name), gzipSync('{"mail":"anna@example.com"}'))
    const ran = await place.run('policy', 'test', '--destination', 'api.openai.com', '--body', name)
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('could not be looked into') })
    expect(ran.stderr).not.toContain('Nothing was found.')
  },
)

test('what is no text goes into files, and to no screen', () => {
  const shown = (bytes: Uint8Array, isTTY: boolean) => {
    const out: (string | Uint8Array)[] = []
    const notes: (string | Uint8Array)[] = []
    const stdout = { isTTY, write: (written: string | Uint8Array) => out.push(written) }
    createTerminal({ stdout, stderr: { write: (written) => notes.push(written) } }).raw(bytes)
    return { out: out.length, notes: notes.length }
  }
  const zipped = gzipSync('good morning')
  expect(shown(zipped, true)).toEqual({ out: 0, notes: 1 })
  expect(shown(zipped, false)).toEqual({ out: 1, notes: 0 })
  expect(shown(Buffer.from('good\tmorning,\r\nJürgen'), true)).toEqual({ out: 1, notes: 0 })
})
