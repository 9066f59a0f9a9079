/** A policy of any length is searched by shortcuts, and answers as if each rule were asked from the top. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideExchange, normalizePath } from '../../../gateway/core/policy/decide.ts'
import { compileGlob } from '../../../gateway/core/policy/glob.ts'
import { runs } from '../../support/property-runs.ts'
import { compiled, facts } from './support.ts'

const keep = { '*': 'keep' } as const

interface Written {
  id: string
  match?: {
    destinations?: string[] | undefined
    clients?: string[] | undefined
    ports?: number[] | undefined
    methods?: string[] | undefined
    paths?: string[] | undefined
    contentTypes?: string[] | undefined
  }
}

type Asked = ReturnType<typeof facts>

/** One rule after the other. */
function plainFirst(rules: readonly Written[], asked: Asked): string {
  const path = normalizePath(asked.path)
  const fits = ({ match = {} }: Written) =>
    (match.destinations ?? [asked.host]).some(
      (name) => name === asked.host || (name.startsWith('*.') && asked.host.endsWith(name.slice(1))),
    ) &&
    (match.clients ?? [asked.client]).includes(asked.client) &&
    (match.ports ?? [asked.port]).includes(asked.port) &&
    (match.methods ?? [asked.method]).includes(asked.method) &&
    (match.contentTypes ?? ['**']).some((type) => compileGlob(type)(asked.contentType)) &&
    (match.paths ?? ['/**']).some((pattern) => compileGlob(pattern)(path) || pattern === '/**')
  return rules.find(fits)?.id ?? 'no-default'
}

const some = <Value>(values: readonly Value[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }), { nil: undefined })

const segment = fc.constantFrom('a', 'b', 'ab', 'v1', 'orders', '*', '**', 'a*', '*b', 'v*1', '')
const pattern = fc.array(segment, { minLength: 1, maxLength: 4 }).map((all) => `/${all.join('/')}`)
const path = fc
  .array(fc.constantFrom('a', 'b', 'ab', 'aab', 'v1', 'orders', '%61', '.', '..', '', 'x'), { maxLength: 5 })
  .map((all) => `/${all.join('/')}`)

const hosts = ['a.test', 'www.a.test', 'b.test', 'x.www.a.test']
const clients = ['192.168.1.20', '10.3.3.3']
const match = fc.record({
  destinations: some([...hosts, '*.a.test', '*.test']),
  clients: some(clients),
  ports: some([443, 8443]),
  methods: some(['GET', 'POST', 'PURGE']),
  paths: fc.option(fc.uniqueArray(pattern, { minLength: 1, maxLength: 3 }), { nil: undefined, freq: 9 }),
  contentTypes: some(['application/json', 'image/*', 'text/plain']),
})
const question = fc.record({
  host: fc.constantFrom(...hosts),
  client: fc.constantFrom(...clients),
  port: fc.constantFrom(443, 8443),
  method: fc.constantFrom('GET', 'POST', 'BREW'),
  path,
  contentType: fc.constantFrom('application/json', 'image/png', ''),
})

test('among many rules with paths, methods, media types and destinations the first that fits decides', () => {
  fc.assert(
    fc.property(
      fc.array(match, { minLength: 1, maxLength: 40 }),
      fc.array(question, { minLength: 1, maxLength: 20 }),
      (matches, questions) => {
        const rules: Written[] = matches.map((each, index) => ({ id: `r${index}`, match: each }))
        // An absent part is left out, as in a file.
        const written = rules.map((rule) => ({ ...JSON.parse(JSON.stringify(rule)), entities: keep }))
        const policy = compiled({ exchanges: written })
        for (const changes of questions) {
          const asked = facts(changes)
          expect(decideExchange(policy, asked).id).toBe(plainFirst(rules, asked))
        }
      },
    ),
    runs(300),
  )
})

describe('a thousand rules that differ', () => {
  const many = (match: (index: number) => object) =>
    compiled({
      exchanges: [
        ...Array.from({ length: 1000 }, (_, index) => ({
          id: `r${index}`,
          match: match(index),
          entities: keep,
        })),
        { id: 'rest', entities: keep },
      ],
    })

  test.each<[string, (index: number) => object, Partial<Asked>, string]>([
    ['by the first segment', (i) => ({ paths: [`/v${i}/**`] }), { path: '/v700/x' }, 'r700'],
    ['by the first segment alone', (i) => ({ paths: [`/v${i}/**`] }), { path: '/v700' }, 'r700'],
    ['by a later segment', (i) => ({ paths: [`/api/*/v${i}`] }), { path: '/api/x/v700' }, 'r700'],
    ['by a segment anywhere', (i) => ({ paths: [`/**/v${i}/**`] }), { path: '/a/b/v700/c' }, 'r700'],
    ['by the beginning of one', (i) => ({ paths: [`/v${i}-*`] }), { path: '/v700-x' }, 'r700'],
    ['by none of these', (i) => ({ paths: [`/v${i}/**`] }), { path: '/other' }, 'rest'],
    [
      'by media types',
      (i) => ({ contentTypes: [`application/v${i}`] }),
      { contentType: 'application/v9' },
      'r9',
    ],
    ['by destinations', (i) => ({ destinations: [`*.v${i}.test`] }), { host: 'a.v700.test' }, 'r700'],
    [
      'by paths of one destination',
      (i) => ({ destinations: ['shop.test'], paths: [`/v${i}/**`] }),
      { host: 'shop.test', path: '/v700/x' },
      'r700',
    ],
    [
      'little: an earlier rule for all goes before a later one for the destination',
      (i) => (i === 500 ? { paths: ['/v/**'] } : { destinations: ['shop.test'], paths: [`/v/${i}`] }),
      { host: 'shop.test', path: '/v/700' },
      'r500',
    ],
  ])('%s', (_name, match, asked, expected) => {
    expect(decideExchange(many(match), facts(asked)).id).toBe(expected)
  })
})
