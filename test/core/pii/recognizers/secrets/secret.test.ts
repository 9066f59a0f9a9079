/** Promises that keys and tokens of services are recognised by form or by word, and what everybody may see is left alone. */
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../../support/property-runs.ts'
import { find, scanPieces, scanWhole } from '../../find.ts'
import { finds, leaves } from '../../tables.ts'

// Made here and not written down: a token in a file looks like a leak to whoever scans repositories.
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const some = (count: number) => Array.from({ length: count }, (_, at) => base62[(at * 37 + 11) % 62]).join('')
const hex = (count: number) =>
  Array.from({ length: count }, (_, at) => ((at * 7 + 3) % 16).toString(16)).join('')
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

const letters = (count: number) =>
  Array.from({ length: count }, (_, at) => base62[10 + ((at * 37 + 11) % 52)]).join('')

finds('SECRET', [
  ['a token of letters alone', `huggingface-cli login --token «hf_${letters(34)}»`],
  ['of letters alone in a settings file', `HF_TOKEN=«hf_${letters(34)}»\nA=1`],
  ['of letters alone in JSON', `{"a":"«hf_${letters(34)}»"}`],
  ['of letters alone behind an escaped line end', `first\\n«hf_${letters(34)}»\\nlast`],
  ['of letters alone in an address', `https://x:«hf_${letters(34)}»@host/`],
  ['an organisation’s token of letters alone', `«api_org_${letters(34)}».`],
  ['a payment key of letters alone', `razorpay key «rzp_live_${letters(14)}»`],
  ['an assistant’s key of letters alone', `PPLX_API_KEY=«pplx-${letters(48)}»`],
  ['an event key', `key «sgp_${hex(64)}»`],
  ['in short pieces', 'GITLAB_TOKEN=«glpat-5VfqRTk8j1d-bWWbjklo»'],
  ['in short pieces behind an escaped line end', 'a\\n«glpat-5VfqRTk8j1d-bWWbjklo»\\n'],
  ['with a digit late in it', `«hf_${letters(30)}7abc» x`],
  ['a GitHub token', `push failed with «ghp_${some(36)}».`],
  ['in an environment file', `TOKEN=«ghp_${some(36)}»\nA=1`],
  ['in a JSON text inside a JSON string', `first\\n«glpat-${some(20)}»\\nlast`],
  ['in an address', `https://api.example.com/v1?key=«AIza${some(35)}»&q=1`],
  ['a payment key', `Stripe("«sk_live_${some(24)}»")`],
  ['a chat bot', `«xoxb-123456789012-1234567890123-${some(24)}»`],
  [
    'an address to post to',
    `https://«hooks.slack.com/services/T0${some(8).toUpperCase()}/B0${some(8).toUpperCase()}/${some(24)}»`,
  ],
  [
    'a CRM token that ends in a UUID',
    `use «pat-eu1-${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}» here`,
  ],
  [
    'a bank token that ends in a UUID',
    `«access-production-${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}»`,
  ],
  ['a bot with a colon', `bot «987654321:AA${some(33)}» answers`],
  ['a personal token with a number', `token «1/1234567890123456:${hex(32)}» works`],
  ['a client secret with a tilde', `secret «aB18Q~${some(34)}» expires`],
  ['a storage key with padding', `AccountName=x;«AccountKey=${some(86)}==»;Endpoint=y`],
  ['a mail key that ends with its region', `key is «${hex(32)}-us12»`],
  ['a JWT', `«${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: '1234567890' })}.${some(43)}» expired`],
  [
    'a JWT at the end of a sentence',
    `Use «${part({ alg: 'HS256' })}.${part({ sub: '12345' })}.${some(43)}».`,
  ],
  ['an encrypted JWT', `«${part({ alg: 'dir', enc: 'A256GCM' })}..${some(16)}.${some(40)}.${some(22)}»`],
  ['random characters behind a word', `The API key is «${some(32)}».`],
  ['behind the word in camel case', `apiKey: "«${some(32)}»"`],
  ['behind the word in capitals', `MY_API_KEY='«${some(32)}»'`],
  ['hexadecimal digits behind a word', `TWILIO_AUTH_TOKEN=«${hex(32)}»`],
  ['behind a German word', `Der API-Schlüssel lautet: «${some(32)}»`],
  ['behind a French word', `clé d’API : «${some(32)}»`],
  ['behind a Spanish word', `clave de API: «${some(32)}»`],
  ['behind an Italian word', `chiave API: «${some(32)}»`],
  ['behind a Dutch word', `API-sleutel: «${some(32)}»`],
  ['a bearer token of no known form', `Authorization: Bearer «${some(40)}»`],
  [
    'a user name and password in base64',
    `Authorization: Basic «${Buffer.from('anna:Xk29fPq!').toString('base64')}»`,
  ],
])

leaves('SECRET', [
  ['a name with dashes', 'sk-proj-my-first-project-of-this-whole-long-year-2024'],
  ['a class of a style sheet', 'md-elevation-shadow-two and fw_get_html_element_by_its_own_id'],
  ['the name of a part', 'key-of-the-second-main-door and api-first-release-of-2024'],
  ['a name in humps', 'fw_getHtmlElementByItsIdentifier'],
  ['a publishable key', `pk_live_${some(24)}`],
  ['a publishable key behind a word', `publishable API key: pk_live_${some(24)}`],
  ['a UUID', `token 3f2504e0-4f89-11d3-9a0c-0305e82c3301`],
  ['a commit', `commit ${hex(40)}`],
  ['an integrity hash', `integrity="sha384-${some(64)}"`],
  ['a data address', `data:image/png;base64,iVBORw0KGgo${some(300)}=`],
  ['an entity tag', `ETag: "${hex(32)}"`],
  ['a file of a build', `/assets/main.${hex(20)}.js`],
  ['random characters without a word', `id ${some(32)}`],
  ['a place to go on from', `next_page_token=${some(32)}`],
  ['a shopping cart', `cart token ${hex(32)}`],
  ['words behind a word', 'the secret key is my-grandmothers-2-cats-and-3-dogs'],
  ['a placeholder', `ghp_${'x'.repeat(36)}`],
  ['a form that goes on', `ghp_${some(50)}`],
  ['three parts that are no JWT', `eyJ${some(20)}.${some(20)}.${some(20)}`],
  ['base64 without a password', `Basic ${Buffer.from('hello 12345 world').toString('base64')}`],
  ['an object of a payment service', `cus_${some(14)} pi_3${some(23)}`],
])

test('a right checksum makes a token nearly sure, and a wrong one does not hide it', () => {
  const body = some(30)
  let rest = crc32(body)
  let sum = ''
  for (let place = 0; place < 6; place++) {
    sum = base62[rest % 62] + sum
    rest = Math.floor(rest / 62)
  }
  const [right] = scanWhole(Buffer.from(`ghp_${body}${sum}`))
  const [wrong] = scanWhole(Buffer.from(`ghp_${body}000000`))
  expect([right?.score, right?.reasons]).toEqual([0.99, ['format:github-pat', 'crc32']])
  expect([wrong?.score, wrong?.reasons]).toEqual([0.95, ['format:github-pat']])
})

test('a secret is found the same however the text is cut', () => {
  const text = Buffer.from(
    `key ghp_${some(36)}, API_KEY=${some(32)}\n${part({ alg: 'HS256' })}.${part({ sub: '12345' })}.${some(43)} 987654321:AA${some(33)} end`,
  )
  const whole = scanWhole(text)
  expect(whole).toHaveLength(4)
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: text.length - 1 }), { maxLength: 12 }), (cuts) => {
      expect(
        scanPieces(
          text,
          [...cuts].sort((one, other) => one - other),
        ),
      ).toEqual(whole)
    }),
    runs(300),
  )
})

test('long runs of base64 are passed in time that grows with their length', () => {
  const time = (count: number) =>
    Math.min(...[1, 2, 3].map(() => timeOf(Buffer.from(some(62).repeat(count)))))
  const short = time(1_000)
  // By the square of its length, sixteen times as much would take 256 times as long.
  expect(time(16_000)).toBeLessThan(100 * short + 100)
})

function timeOf(bytes: Uint8Array): number {
  const started = performance.now()
  scanWhole(bytes)
  return performance.now() - started
}

test('what stands around a secret is not taken with it', () => {
  expect(find(`<token>ghp_${some(36)}</token>`)).toEqual([`SECRET ghp_${some(36)}`])
})

leaves('SECRET', [
  ['a name of a program that begins so', 'hf_hub_download_and_cache_the_whole_model(x)'],
  ['a long name that begins so', 'hf_downloadandcachethewholemodelnowx(x)'],
  ['a long name with humps', 'hf_downloadAndCacheTheWholeModelNowx(x)'],
  ['such letters behind another word', `xhf_${letters(34)} my_hf_${letters(34)}`],
  ['fewer letters', `hf_${letters(20)}`],
  ['many more letters', `hf_${letters(60)}`],
  ['a placeholder', `hf_${'x'.repeat(34)}`],
])
