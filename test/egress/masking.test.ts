/** Promises of the main job: what the policy masks never arrives, and everything else arrives as it was sent. */
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { requireClient, testWith } from '../support/clients.ts'
import { curl, startOrigin, startProxy } from './setup.ts'

const card = '4111111111111111'
const curlPath = requireClient('curl') ?? ''

testWith('curl', 'a card number nested in a JSON array never reaches the destination', async () => {
  const origin = await startOrigin()
  const proxy = await startProxy([origin])
  const sent = `{"order":{"id":12345678901234567890,"payments":[{"kind":"x"},{"pan":"${card}", "note":"\\u0061b"}]}, "t":1.10}`
  const url = `https://${origin.host}:${origin.port}/pay`
  const result = await curl(curlPath, proxy, [
    url,
    '-H',
    'content-type: application/json',
    '--data-binary',
    sent,
  ])
  expect(result.stderr).toBe('')
  expect(result.code).toBe(0)
  expect(origin.received[0]?.body.toString()).toBe(sent.replace(card, '************1111'))
  expect(origin.received[0]?.headers['content-length']).toBe(String(sent.length))
  const record = await proxy.recordAt(0)
  expect(record).toMatchObject({
    action: 'transform',
    reason: 'rule',
    ruleId: 'mask-all',
    method: 'POST',
    status: 200,
  })
  expect(record.findings[0]).toMatchObject({
    type: 'CREDIT_CARD',
    path: 'order.payments[1].pan',
    operator: 'mask',
  })
  expect(proxy.faults).toEqual([])
})

testWith('curl', 'gzip-compressed JSON is decoded, cleaned and compressed again', async () => {
  const origin = await startOrigin()
  const proxy = await startProxy([origin])
  const url = `https://${origin.host}:${origin.port}/`
  const { writeFileSync } = await import('node:fs')
  const file = `${proxy.folder}/body.gz`
  writeFileSync(file, gzipSync(`{"mail":"jane.roe@customer.example","n":1}`))
  const headers = ['-H', 'content-type: application/json', '-H', 'content-encoding: gzip']
  const result = await curl(curlPath, proxy, [url, ...headers, '--data-binary', `@${file}`])
  expect(result.code).toBe(0)
  const { gunzipSync } = await import('node:zlib')
  const arrived = gunzipSync(origin.received[0]?.body ?? Buffer.alloc(0)).toString()
  expect(arrived).not.toContain('jane')
  expect(JSON.parse(arrived).n).toBe(1)
  expect(origin.received[0]?.headers['content-encoding']).toBe('gzip')
})
