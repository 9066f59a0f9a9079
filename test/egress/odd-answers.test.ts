/** Promises that an answer is never lost for its tokens: one in no coding that it names, or in none at all, passes. */

import * as zlib from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openTokenOffice } from '../store/token-fixture.ts'
import { email } from './planted.ts'
import { exchangeThrough } from './send.ts'
import { startOrigin, startProxy } from './setup.ts'

interface Answer {
  fields: Record<string, string>
  /** What is answered to what was sent. */
  body(sent: Buffer): Buffer
  chunked?: boolean
}

const policy = {
  mode: 'enforce',
  connections: [{ id: 'all', action: 'intercept' }],
  exchanges: [
    { id: 'tokens', entities: { '*': 'tokenize' }, restore: true, onFailure: 'refuse', onOpaque: 'pass' },
  ],
}

async function answered({ fields, body, chunked = false }: Answer, asked = `to ${email}`, method = 'POST') {
  const office = await openTokenOffice()
  const origin = await startOrigin({
    answer: (_request, response, sent) => {
      const bytes = body(sent)
      response.writeHead(200, { ...fields, ...(chunked ? {} : { 'content-length': String(bytes.length) }) })
      if (method === 'HEAD') response.end()
      else if (!chunked) response.end(bytes)
      else {
        for (const byte of bytes) response.write(Buffer.of(byte))
        response.end()
      }
    },
  })
  const proxy = await startProxy([origin], {
    policy,
    ports: { tokens: { keys: office.keys, store: office.store } },
  })
  const isHead = method === 'HEAD'
  const answer = await exchangeThrough(
    proxy,
    origin,
    isHead ? { method, type: null, body: '' } : { type: 'text/plain', body: asked },
  )
  return { answer, record: await proxy.recordAt(0), sent: origin.received[0]?.body ?? Buffer.alloc(0) }
}

const text = (coding: string) => ({ 'content-type': 'text/plain', 'content-encoding': coding })

describe.each(['gzip', 'deflate', 'br', 'zstd'])('an answer that is called %s', (coding) => {
  test.each([false, true])('is empty where it is empty (in chunks: %j)', async (chunked) => {
    const { answer, record } = await answered({ fields: text(coding), body: () => Buffer.alloc(0), chunked })
    expect(answer.status).toBe(200)
    expect(answer.body).toHaveLength(0)
    expect(record.action).not.toBe('fail')
    expect(record.notes).not.toContain('unrestored')
  })

  test.each([false, true])('and is none comes as it is (in chunks: %j)', async (chunked) => {
    const { answer, record, sent } = await answered({ fields: text(coding), body: (bytes) => bytes, chunked })
    expect(answer.body.toString()).toBe(sent.toString())
    expect(sent.toString()).toContain('@token.invalid')
    expect(record.action).not.toBe('fail')
    expect(record.notes).toContain('unrestored')
  })
})

test('deflate without its frame comes as it is', async () => {
  const { answer, record, sent } = await answered({
    fields: text('deflate'),
    body: (bytes) => zlib.deflateRawSync(bytes),
  })
  expect(zlib.inflateRawSync(answer.body).toString()).toBe(sent.toString())
  expect(record.notes).toContain('unrestored')
})

test.each([
  ['deflate', zlib.deflateSync, zlib.inflateSync, 'behind'],
  ['br', zlib.brotliCompressSync, zlib.brotliDecompressSync, 'behind'],
  ['gzip', zlib.gzipSync, zlib.gunzipSync, '\0\0\0'],
] as const)('%s with bytes behind its end is restored without them', async (coding, code, decode, behind) => {
  const body = (bytes: Buffer) => Buffer.concat([code(bytes), Buffer.from(behind)])
  const { answer } = await answered({ fields: text(coding), body })
  expect(decode(answer.body).toString()).toBe(`to ${email}`)
})

test('gzip with anything else behind its end comes as it is', async () => {
  const body = (bytes: Buffer) => Buffer.concat([zlib.gzipSync(bytes), Buffer.from('behind')])
  const { answer, record, sent } = await answered({ fields: text('gzip'), body })
  expect(answer.body).toEqual(body(sent))
  expect(record.notes).toContain('unrestored')
})

describe('in its own character set', () => {
  const name = 'jörg@größe.de'
  test.each([
    ['text/plain; charset=iso-8859-1', (value: string) => Buffer.from(value, 'latin1')],
    ['text/markdown; charset="Windows-1252"', (value: string) => Buffer.from(value, 'latin1')],
    ['text/plain; charset=utf-8', (value: string) => Buffer.from(value)],
  ])('a value is written in %s', async (type, written) => {
    const { answer, record } = await answered(
      { fields: { 'content-type': type }, body: (sent) => sent },
      `to ${name}`,
    )
    expect(answer.body).toEqual(written(`to ${name}`))
    expect(record.notes).not.toContain('unrestored')
  })

  test('tokens stay where nobody here writes it, and the journal says so', async () => {
    const { answer, record, sent } = await answered({
      fields: { 'content-type': 'text/plain; charset=shift_jis' },
      body: (bytes) => bytes,
    })
    expect(answer.body).toEqual(sent)
    expect(record.notes).toContain('unrestored')
  })
})

test('what is said of the bytes of an answer goes where they may change, and an answer to HEAD says the same', async () => {
  const fields = {
    'content-type': 'application/json',
    etag: '"abc"',
    'content-md5': 'AAAA',
    'x-amz-checksum-crc32': 'AAAA',
    'X-Amz-Checksum-Type': 'FULL_OBJECT',
    'x-goog-hash': 'crc32c=AAAA',
    signature: 'sig1=:AAAA:',
    'signature-input': 'sig1=("content-digest")',
    'x-other': 'stays',
  }
  const said = async (method: string) => {
    const { answer } = await answered({ fields, body: () => Buffer.from('{}') }, '', method)
    const names = Object.keys(answer.headers).filter((name) => /etag|length|md5|x-|signature/.test(name))
    return { names: names.sort(), etag: answer.headers.etag }
  }
  expect(await said('POST')).toEqual({ names: ['etag', 'x-other'], etag: 'W/"abc"' })
  expect(await said('HEAD')).toEqual({ names: ['etag', 'x-other'], etag: 'W/"abc"' })
})
