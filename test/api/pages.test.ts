/** Promises of the pages: they answer their question first, and no text of the outside becomes markup. */
import { expect, test } from 'vitest'
import { needSentence } from '../../gateway/api/pages/sentence.ts'
import { shortTime, startOfDay } from '../../gateway/api/pages/times.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import { hostileOffice, hostileTexts, overfullOffice, typicalOffice } from './page-states.ts'
import { runApi } from './running-api.ts'
import type { StandIn } from './stand-in.ts'
import { exchange, standIn, standInNow } from './stand-in.ts'

async function pageOf(office: StandIn, path = '/'): Promise<string> {
  const api = await runApi(office)
  const { text, status } = await api.askAsOwner(path)
  await api[Symbol.asyncDispose]()
  expect(status).toBe(200)
  return text
}

const plain = (page: string) => page.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

test('the first screen says first whether anybody is needed, then what left today', async () => {
  const text = plain(await pageOf(typicalOffice()))
  expect(text).toContain(
    'One thing needs you soon. 2,005 requests left the office; 1 carried personal data and was cleaned.',
  )
  expect(text).toContain(
    '2 were stopped, 1 could not be carried out and 1 was not looked into, as the rules say.',
  )
})

test.each([
  [[], 'Nothing needs you today.'],
  [['note'], 'Nothing needs you today.'],
  [['act-by', 'note'], 'One thing needs you soon.'],
  [['act-by', 'act-now', 'act-now'], 'Two things need you now.'],
] as const)('with warnings %j the headline is "%s"', (severities, sentence) => {
  const warnings = severities.map((severity) => ({ code: 'X', title: '', hint: '', since: 0, severity }))
  expect(needSentence(warnings)).toBe(sentence)
})

test('what is done against trackers is said where somebody chose it, and nowhere else', async () => {
  const office = typicalOffice()
  expect(plain(await pageOf(office))).not.toContain('Trackers')
  const list = { name: 'ads', file: '/a', hosts: 81_204, exceptions: 0, notApplied: 0, firstNotApplied: [] }
  const status = {
    ...office.services.trackers.status(),
    ...{ state: 'on' as const, lists: [{ ...list, refused: 120 }], refused: 120, removedParameters: 1 },
    since: standInNow - 3_600_000,
  }
  Object.assign(office.services, { trackers: { ...office.services.trackers, status: () => status } })
  expect(plain(await pageOf(office))).toContain(
    '120 connections or requests to 81,204 listed hosts refused, 1 tracking parameter taken out of addresses.',
  )
})

test('an office without traffic yet is shown how to send its first request', async () => {
  const text = plain(await pageOf(standIn()))
  expect(text).toContain('Nothing needs you today. No request has come through the gateway today.')
  expect(text).toContain('curl --proxy http://192.168.1.2:8080')
})

test('each exchange stands there with its verdict as a sentence and what was found', async () => {
  const text = plain(await pageOf(typicalOffice()))
  expect(text).toMatch(
    /chat\.example-ai\.com POST \/v1\/chat\/completions Cleaned Personal data was found.*Rule: ai-assistants\./,
  )
  expect(text).toContain('3 e-mail addresses masked 1 phone number masked')
  expect(text).toContain('1 payment card number not let out')
})

test('a program that refuses our certificate stands there in words, with the commands that answer it', async () => {
  const text = plain(await pageOf(typicalOffice()))
  expect(text).toContain(
    'Programs that refuse our certificates mmg.example-chat.net 192.168.1.37 refused the office&#39;s certificate 7 times for mmg.example-chat.net, while other connections of it work.',
  )
  expect(text).toContain('gatehouse proposals accept 0a1b2c3d lets connections of 192.168.1.37 to mmg')
  expect(text).toContain('Install the office&#39;s root on it')
  expect(plain(await pageOf(overfullOffice()))).toContain('20 more are in the list')
  expect(await pageOf(standIn())).not.toContain('refuse our certificates')
})

test('observe mode is said on the first screen, and each verdict that was not carried out is marked', async () => {
  const office = standIn([exchange({ action: 'pass', reason: 'observe-only', observed: true })])
  const status = office.services.status()
  office.services.status = () => ({ ...status, mode: 'observe' })
  const text = plain(await pageOf(office))
  expect(text).toContain('The gateway only watches for now: it changes and stops nothing.')
  expect(text).toContain('(only watched)')
})

test('warnings stand as tasks: what, what to do, how soon, since when', async () => {
  const text = plain(await pageOf(typicalOffice()))
  expect(text).toMatch(
    /The certificate for web traffic ends on 14 January 2027 Begin its roll-over.* Soon , since 13:03:07/,
  )
})

test('the page narrows to one verdict and turns to older ones, fifty at a time', async () => {
  const office = overfullOffice()
  const first = await pageOf(office, '/?show=transform')
  expect(first.match(/<tr role="row"><td/g)).toHaveLength(50)
  expect(first).not.toContain('>Stopped</span>')
  const older = /href="([^"]*before=[^"]*)"/.exec(first)?.[1]?.replace('&amp;', '&').split('#')[0] ?? ''
  const second = await pageOf(office, older)
  expect(plain(second)).toContain('Earlier exchanges')
  expect(second).toContain('Back to the newest')
  expect(timesOf(second)[0]).not.toBe(timesOf(first)[0])
})

test('nonsense in the page address shows the page, as nothing is gained by an error', async () => {
  expect(plain(await pageOf(typicalOffice(), '/?show=%3Cscript%3E&before=x'))).toContain('Last exchanges')
})

test.each(['/', '/?show=refuse'])(
  'no destination, path, method, client or rule becomes markup on %s',
  async (path) => {
    const page = await pageOf(hostileOffice(), path)
    const raw = hostileTexts.filter((text) => /[<>"']/.test(text) && page.includes(text))
    expect(raw).toEqual([])
    expect(/<script|<img|<style>\*|[\u202a-\u202e]/u.exec(page)?.[0]).toBeUndefined()
    expect(page.match(/<style>/g)).toHaveLength(1)
    expect(page).toContain('&lt;script&gt;document.title=&quot;owned&quot;&lt;/script&gt;')
  },
)

test('a name of the office that is markup is text on every page', async () => {
  for (const path of ['/', '/setup']) {
    const office = standIn()
    const status = office.services.status()
    office.services.status = () => ({
      ...status,
      officeName: '<b>Evil & Co</b>',
      addresses: { ...status.addresses, proxy: ['"><i>:8080'] },
    })
    const page = await pageOf(office, path)
    expect(page).toContain('&lt;b&gt;Evil &amp; Co&lt;/b&gt;')
    expect(page).not.toMatch(/<b>|"><i>/)
  }
})

test('the set-up page has the address, both fingerprints and steps for each system', async () => {
  const page = await pageOf(standIn(), '/setup')
  const text = plain(page)
  expect(text).toContain('192.168.1.2:8080')
  for (const system of [
    'Windows',
    'macOS',
    'iPhone and iPad',
    'Android',
    'Firefox',
    'Debian',
    'Fedora',
    'Arch',
    'git',
    'Java',
  ])
    expect(text).toContain(system)
  for (const authority of await standIn().services.authorities.status()) {
    expect(page.replaceAll(/<\/?span>/g, '')).toContain(authority.fingerprint)
  }
  expect(text).toContain('http://192.168.1.2:8080/check')
  expect(page).toContain('href="/api/v1/authorities/interception.der"')
})

test.each([
  ['expired', 'ended on 21 November 2026 : clients refuse what it signs'],
  ['not-yet-valid', 'not valid before 21 November 2026 : is the clock of the gateway right?'],
] as const)('an authority that is %s is not shown as one to install', async (state, words) => {
  const office = standIn()
  const [first, second] = await office.services.authorities.status()
  const day = standInNow - 86_400_000
  office.services.authorities.status = async () => [
    { ...first!, state, notBefore: day, notAfter: day },
    second!,
  ]
  for (const path of ['/', '/setup']) expect(plain(await pageOf(office, path))).toContain(words)
})

test('a client can be set up with the address of the PAC file', async () => {
  expect(plain(await pageOf(standIn(), '/setup'))).toContain('http://192.168.1.2:8080/proxy.pac')
})

test.each([
  ['UTC', '2026-11-22T14:03:07Z', '2026-11-22T00:00:00Z'],
  ['Europe/Berlin', '2026-11-22T00:30:00Z', '2026-11-21T23:00:00Z'],
  ['America/New_York', '2026-11-22T04:59:59Z', '2026-11-21T05:00:00Z'],
  ['Asia/Kolkata', '2026-11-22T14:03:07Z', '2026-11-21T18:30:00Z'],
  // The clock goes forward, or back, between midnight and now.
  ['Europe/Berlin', '2026-03-29T10:00:00Z', '2026-03-28T23:00:00Z'],
  ['Europe/Berlin', '2026-10-25T10:00:00Z', '2026-10-24T22:00:00Z'],
])('in %s the day of %s began at %s', (zone, at, began) => {
  expect(new Date(startOfDay(Date.parse(at), zone)).toISOString().replace('.000', '')).toBe(began)
})

test('times of today have seconds, those before have a date', () => {
  expect(shortTime(standInNow, standInNow, 'UTC')).toBe('14:03:07')
  expect(shortTime(standInNow - 86_400_000, standInNow, 'UTC')).toMatch(/^21 Nov,? 14:03$/)
})

function timesOf(page: string): string[] {
  return [...page.matchAll(/<td role="cell" class="time"><time datetime="([^"]+)"/g)].map(
    (match) => match[1] as string,
  )
}

test('without its store the first screen still shows what is wrong and what to do', async () => {
  const office = typicalOffice()
  const failure = new GatewayError('STORE_FULL', {}, { hint: 'Make room on the disk.' })
  office.services.journal.list = async () => Promise.reject(failure)
  office.services.health.raise({
    code: 'STORE_FULL',
    title: 'The disk is full',
    hint: 'x',
    severity: 'act-now',
  })
  const text = plain(await pageOf(office))
  expect(text).toContain('One thing needs you now.')
  expect(text).toContain('The disk is full, so history is not being written. Make room on the disk.')
  expect(text).toContain('192.168.1.2:8080')
})

test('a search that is not at its end yet says so instead of "none"', async () => {
  const office = typicalOffice()
  office.services.journal.list = async () => ({ records: [], next: exchange().id })
  const page = await pageOf(office, '/?show=fail')
  expect(plain(page)).toContain('None of this kind so far.')
  expect(page).toContain(`before=${exchange().id}`)
})

test('a browser at an unknown address gets a page that leads on, a program gets a problem', async () => {
  await using api = await runApi(typicalOffice())
  const asBrowser = await api.askAsOwner('/planted/address', { headers: { accept: 'text/html,*/*;q=0.8' } })
  expect(asBrowser.status).toBe(404)
  expect(asBrowser.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(plain(asBrowser.text)).toContain('There is nothing at this address.')
  expect(asBrowser.text).toContain('<a href="/">')
  expect(asBrowser.text).not.toContain('planted')
  for (const [path, accept] of [
    ['/planted/address', 'application/json'],
    ['/api/v1/planted', 'text/html'],
  ] as const) {
    const asProgram = await api.askAsOwner(path, { headers: { accept } })
    expect(asProgram.json()).toMatchObject({ status: 404, hint: expect.stringContaining('openapi.json') })
  }
})
