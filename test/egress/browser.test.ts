/** Promises to whoever sits in front of a browser: pages load, forms arrive as the policy says, refusals are readable. */
import { expect } from 'vitest'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import { launchChromium, testWithChromium } from '../support/chromium.ts'
import { card, email, expectNothingPlanted, foundIn } from './planted.ts'
import { maskAll, startOrigin, startProxy } from './setup.ts'

const page = `<!doctype html><html><head><title>Order</title></head><body><form method="post" action="/order">
<input name="mail"><input name="pan"><input name="note"><button>Send</button></form></body></html>`

async function openForm(policy: unknown) {
  const origin = await startOrigin({
    answer: (request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(request.method === 'POST' ? '<!doctype html><title>Thanks</title><p>thanks' : page)
    },
  })
  const proxy = await startProxy([origin], { policy })
  const chromium = await launchChromium({ roots: [proxy.caPem], proxy: `http://${proxy.host}:${proxy.port}` })
  const tab = await chromium.context.newPage()
  await tab.goto(`https://${origin.host}:${origin.port}/form`)
  await tab.fill('[name=mail]', email)
  await tab.fill('[name=pan]', card)
  await tab.fill('[name=note]', 'Grüße & more = 100 %')
  return { origin, proxy, chromium, tab }
}

/** Chromium asks its maker for this and that besides. */
function postOf({
  records,
  options,
}: {
  records: ExchangeRecord[]
  options: { allowPrivate: readonly string[] }
}) {
  return records.find(
    (record) => record.method === 'POST' && options.allowPrivate.includes(record.destination),
  )
}

testWithChromium('a form posted by Chromium arrives masked, the rest of it as it was typed', async () => {
  const { origin, proxy, chromium, tab } = await openForm(maskAll)
  await using _ = chromium
  expect(await tab.title()).toBe('Order')
  await Promise.all([tab.waitForURL('**/order'), tab.click('button')])
  expect(await tab.title()).toBe('Thanks')
  const posted = origin.received.find(({ method }) => method === 'POST')
  const fields = new URLSearchParams(posted?.body.toString())
  expectNothingPlanted(decodeURIComponent(posted?.body.toString() ?? ''))
  expect(fields.get('pan')).toBe('************1111')
  expect(fields.get('note')).toBe('Grüße & more = 100 %')
  const record = postOf(proxy)
  expect(record).toMatchObject({ action: 'transform', reason: 'rule', status: 200, pathTemplate: '/order' })
  expect(record && foundIn(record)).toEqual(['EMAIL body mail mask', 'CREDIT_CARD body pan mask'])
})

testWithChromium('a refused form shows a page that says why, and nothing arrives', async () => {
  const [rule] = maskAll.exchanges
  const policy = { ...maskAll, exchanges: [{ ...rule, entities: { CREDIT_CARD: 'refuse', '*': 'keep' } }] }
  const { origin, proxy, chromium, tab } = await openForm(policy)
  await using _ = chromium
  const [answer] = await Promise.all([tab.waitForResponse('**/order'), tab.click('button')])
  expect(answer.status()).toBe(403)
  await tab.waitForSelector('h1')
  const text = await tab.innerText('body')
  expect(text).toContain('payment card number')
  expect(text).toContain('the test office')
  expectNothingPlanted(text)
  // The page is styled although its policy allows nothing but its own style.
  expect(await tab.evaluate('getComputedStyle(document.querySelector("main")).maxWidth')).toBe('600px')
  expect(origin.received.filter(({ method }) => method === 'POST')).toEqual([])
  expect(postOf(proxy)).toMatchObject({ action: 'refuse', reason: 'entity-refused', status: 403 })
})
