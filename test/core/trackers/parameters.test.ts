/** Promises about tracking parameters: they go, and nothing else of a URL moves by a byte. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadTrackingParameters } from '../../../config/load-trackers.ts'
import { trackingParametersSchema } from '../../../gateway/core/trackers/model.ts'
import { createParameterFilter } from '../../../gateway/core/trackers/parameters.ts'
import { runs } from '../../support/property-runs.ts'

const shipped = (await loadTrackingParameters(null)).value
const names = shipped.parameters.flatMap((group) => group.names)
const clean = createParameterFilter({ names, untouched: shipped.untouched, keep: [] })

test.each([
  ['/?utm_source=mail&a=1', '/?a=1', 1],
  ['/p?a=1&gclid=x&b=2', '/p?a=1&b=2', 1],
  ['/p?fbclid=x', '/p', 1],
  ['/p?utm_source', '/p', 1],
  ['/p?a=%C3%BC+x&utm_term=%20&b', '/p?a=%C3%BC+x&b', 1],
  ['/p?&&gclid=1&&a', '/p?&&&a', 1],
  ['/p?utm%5Fsource=mail&a', '/p?a', 1],
  ['/p?u%74m_source=mail', '/p', 1],
  ['/p?a=utm_source=1', '/p?a=utm_source=1', 0],
  ['/p?xutm_source=1', '/p?xutm_source=1', 0],
  ['/p?GCLID=1', '/p?GCLID=1', 0],
  [
    '/p?url=https%3A%2F%2Fshop.example%2F%3Futm_source%3Dx',
    '/p?url=https%3A%2F%2Fshop.example%2F%3Futm_source%3Dx',
    0,
  ],
  ['/gclid=1', '/gclid=1', 0],
  ['/p?', '/p?', 0],
  ['/p?%=1&%zz=2&gclid=3', '/p?%=1&%zz=2', 1],
  ['/p?a=1;gclid=2', '/p?a=1;gclid=2', 0],
])('%s → %s', (target, expected, removed) => {
  expect(clean(target)).toEqual({ target: expected, removed })
})

test.each([
  '/callback?code=4%2F0AX&state=xyz&utm_source=mail',
  '/login?gclid=1&client_id=a&redirect_uri=b',
  '/saml?SAMLRequest=x&RelayState=y&gclid=1',
  '/file?gclid=1&X-Amz-Signature=abc',
  '/file?utm_source=1&Expires=1&Signature=x&Key-Pair-Id=y',
  '/cas?ticket=ST-1&fbclid=2',
])('%s is a login or signed: not a byte of it changes', (target) => {
  expect(clean(target)).toEqual({ target, removed: 0 })
})

test('what is left is the rest, in its order and byte for byte', () => {
  const piece = fc.oneof(
    fc.constantFrom('utm_source=1', 'gclid=%00', 'fbclid', 'utm_x=a=b'),
    fc.stringMatching(/^[a-f0-9%=+;/?-]{0,8}$/),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const { target, removed } = clean(`/p?${pieces.join('&')}`)
      const left = pieces.filter((each) => !/^(?:utm_|gclid|fbclid)/.test(each))
      expect(removed).toBe(pieces.length - left.length)
      const rest = left.length === 0 && removed > 0 ? '/p' : `/p?${left.join('&')}`
      expect(target).toBe(rest)
    }),
    runs(500),
  )
})

test('what a destination needs stays there', () => {
  const there = createParameterFilter({ names, untouched: [], keep: ['gclid'] })
  expect(there('/?gclid=1&fbclid=2')).toEqual({ target: '/?gclid=1', removed: 1 })
})

test('each shipped parameter has its source and its day, and none belongs to a login', () => {
  expect(names.length).toBeGreaterThan(25)
  for (const { source, asOf } of shipped.parameters) {
    expect(source).toMatch(/^https:\/\//)
    expect(asOf).toMatch(/^2026-/)
  }
})

test.each(['state', 'st*', 'X-Amz-*', 'X-*'])(
  'a file that would take %s out of logins is not taken',
  (name) => {
    const file = {
      parameters: [{ names: [name], of: 'a mistake', source: 'https://example.com/', asOf: '2026-11-23' }],
      untouched: ['state', 'X-Amz-*'],
    }
    expect(trackingParametersSchema.safeParse(file).success).toBe(false)
  },
)

test.each(['*', 'a*', 'a b', 'utm_**', 'x=1'])('%s is no name of a parameter', (name) => {
  const file = {
    parameters: [{ names: [name], of: 'a mistake', source: 'https://example.com/', asOf: '2026-11-23' }],
  }
  expect(trackingParametersSchema.safeParse(file).success).toBe(false)
})
