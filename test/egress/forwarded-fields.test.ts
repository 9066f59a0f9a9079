/** Promises about the fields that whoever forwards a message has to add to it, or take out (RFC 9110). */
import { describe, expect, test } from 'vitest'
import { fieldOf, type RawAnswer, waitFor } from './raw.ts'
import { scene, type Way, ways } from './scene.ts'
import { maskAll } from './setup.ts'

const saying =
  (text: string): RawAnswer =>
  (_request, socket) =>
    void socket.write(text)
const ours = 'gatehouse-[0-9a-f]{12}'

async function answerTo(way: Way, text: string, changes: Parameters<typeof scene>[1] = {}, asked = '') {
  const set = await scene(way, changes, saying(text))
  set.wire.send(`${set.at.line('GET', '/1')}${set.at.host}${asked}\r\n`)
  const answer = await set.wire.until(text.endsWith('ok') ? /ok$/ : /\r\n\r\n$/)
  return { ...set, answer }
}

describe('Via (§7.6.3)', () => {
  const early = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n'
  const final = 'HTTP/1.1 200 OK\r\nVia: 1.0 theirs\r\nContent-Length: 2\r\n\r\nok'
  const handshake =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
  const switching =
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n'
  const passing = { ...maskAll.exchanges[0], onFailure: 'pass' }
  const policyWith = (via: boolean) => ({ ...maskAll, exchanges: [{ ...passing, via }] })

  const orders: [Way, string, Parameters<typeof scene>[1], boolean][] = [
    ['plain', 'as the settings say', { policy: policyWith(false) }, true],
    ['plain', 'not where the settings say so', { policy: policyWith(true), options: { via: false } }, false],
    ['tunnel', 'not unless the rule says so', { policy: policyWith(false) }, false],
    ['tunnel', 'where the rule says so', { policy: policyWith(true), options: { via: false } }, true],
  ]
  for (const [way, when, changes, isAdded] of orders) {
    const counted = isAdded ? 1 : 0

    test(`${way}: every answer gets ours behind theirs, ${when}`, async () => {
      const { answer, origin } = await answerTo(way, early + final, changes)
      const [interim = '', head = ''] = answer.split('\r\n\r\n')
      const added = new RegExp(`\\r\\nVia: 1\\.1 ${ours}(?=\\r\\n|$)`, 'g')
      expect(interim).toContain('103 Early Hints')
      expect(interim.match(added) ?? []).toHaveLength(counted)
      expect(head.match(added) ?? []).toHaveLength(counted)
      expect(head).toContain('\r\nVia: 1.0 theirs')
      if (isAdded) expect(head).toMatch(new RegExp(`Via: 1\\.0 theirs[^]*Via: 1\\.1 ${ours}`))
      expect(fieldOf(origin.requests[0], 'via') !== null).toBe(isAdded)
    })

    test(`${way}: a handshake and its answer get ours, ${when}`, async () => {
      const { answer, origin } = await answerTo(way, switching, changes, handshake)
      expect(answer).toMatch(/^HTTP\/1\.1 101 /)
      expect(answer.match(new RegExp(`\\r\\nVia: 1\\.1 ${ours}\\r\\n`, 'g')) ?? []).toHaveLength(counted)
      const sent = fieldOf(origin.requests[0], 'via')
      if (isAdded) expect(sent).toMatch(new RegExp(`^1\\.1 ${ours}$`))
      else expect(sent).toBeNull()
    })
  }
})

for (const way of ways) {
  test(`an answer without a Date gets one, and one with a Date keeps it (§6.6.1, ${way})`, async () => {
    const { answer } = await answerTo(way, 'HTTP/1.1 200 OK\r\nETag: "x"\r\nContent-Length: 2\r\n\r\nok')
    const [date = ''] = /(?<=\r\nDate: ).*/.exec(answer) ?? []
    expect(Math.abs(Date.parse(date) - Date.now())).toBeLessThan(60_000)
    const theirs = 'Date: Thu, 01 Jan 1970 00:00:00 GMT'
    const kept = await answerTo(way, `HTTP/1.1 200 OK\r\n${theirs}\r\nContent-Length: 2\r\n\r\nok`)
    expect(kept.answer.match(/\r\nDate: .*/g)).toEqual([`\r\n${theirs}`])
  })

  test(`an answer that has no content never names a length of it (§8.6, ${way})`, async () => {
    for (const length of [0, 5]) {
      const text = `HTTP/1.1 204 No Content\r\nContent-Length: ${length}\r\nX-Kept: 1\r\n\r\n`
      const { answer, proxy } = await answerTo(way, text)
      expect(answer).toMatch(/^HTTP\/1\.1 204 /)
      expect(answer).not.toMatch(/content-length|transfer-encoding/i)
      expect(answer).toContain('X-Kept: 1')
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'pass', status: 204 })
    }
  })

  test(`a length that is none of an absent content stays: HEAD and 304 (§8.6, ${way})`, async () => {
    const { answer } = await answerTo(way, 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n')
    expect(answer).toContain('Content-Length: 5\r\n')
  })

  const expectations: [string, number][] = [
    ['Expect: foo\r\nExpect: 100-continue\r\n', 417],
    ['Expect: 100-continue\r\nExpect: foo\r\n', 417],
    ['Expect: 100-continue, foo\r\n', 417],
    ['Expect: 100-continue\r\nExpect: 100-Continue\r\n', 200],
  ]
  test.each(expectations)(
    `what is expected is one list in all its fields (§10.1.1, ${way}): %j`,
    async (fields, status) => {
      const { wire, at, origin } = await scene(way)
      wire.send(`${at.line('POST', '/1')}${at.host}${fields}Content-Length: 2\r\n\r\nhi`)
      await wire.until(status === 417 ? / 417 / : /answer to \/1$/)
      expect(wire.statuses.at(-1)).toBe(status)
      if (status === 417) await waitFor(() => wire.end !== null)
      expect(origin.requests).toHaveLength(status === 417 ? 0 : 1)
    },
  )
}
