/** Promises about the description of the configuration itself: complete, true to its defaults, shown as it is. */
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { compareConfigs, configValue } from '../../config/compare.ts'
import { configJsonSchema, isSection, listKeys, type SchemaNode } from '../../config/json-schema.ts'
import { configSchema, defaultConfig } from '../../config/schema.ts'
import { configReference } from '../../scripts/config-reference.ts'

const schema = configJsonSchema()
const keys = listKeys(schema).map(({ path, node }) => ({ key: path.join('.'), path, node }))

test('there are keys to look at', () => {
  expect(keys.length).toBeGreaterThan(50)
})

describe.each(keys)('$key', ({ path, node }) => {
  test('is described in a sentence', () => {
    expect(node.description).toMatch(/^[A-Z].{10,}[.)]$/s)
  })

  test('has a default that is the one in force', () => {
    expect(node).toHaveProperty('default')
    expect(configValue(defaultConfig(), path)).toEqual(node.default)
  })

  test('says its unit where it is a number', () => {
    const numeric =
      node.type === 'integer' || node.anyOf?.some((option) => option.type === 'integer') === true
    expect(numeric ? node['x-unit'] : 'none').toBeTypeOf('string')
  })
})

test('every section is described, and refuses keys that it does not know', () => {
  const sections = (node: SchemaNode): SchemaNode[] => [
    node,
    ...Object.values(node.properties ?? {})
      .filter(isSection)
      .flatMap(sections),
  ]
  const found = sections(schema)
  expect(found.length).toBeGreaterThan(10)
  for (const section of found) {
    expect(section.description).toMatch(/\S/)
    expect(section.additionalProperties).toBe(false)
  }
})

test('keys in milliseconds, bytes and days say so in their names', () => {
  const endings: Readonly<Record<string, RegExp>> = {
    milliseconds: /Ms$/,
    bytes: /Bytes$/,
    days: /Days$|^retention\.days\./,
  }
  for (const { key, node } of keys) {
    const ending = endings[node['x-unit'] ?? '']
    if (ending !== undefined) expect(key).toMatch(ending)
  }
})

test.each([
  [{ port: 80, wpadPort: 80 }, 'expected a port other than proxy.port, which answers for /wpad.dat as well'],
  [{ wpadPort: 8443 }, 'expected a port other than ui.port'],
  [{ wpadPort: 3129, transparent: {} }, 'expected a port other than proxy.transparent.port'],
  [{ wpadPort: 8883 }, 'expected a port other than broker.port'],
  [{ wpadPort: 0 }, expect.stringContaining('1')],
])('a port for WPAD that is taken by another listener is refused: %j', (proxy, message) => {
  const { error } = configSchema.safeParse({ proxy })
  expect(error?.issues).toMatchObject([{ path: ['proxy', 'wpadPort'], message }])
})

test('the reference page is fresh: sh scripts/node scripts/config-reference.ts --write', async () => {
  const page = await readFile(new URL('../../config/README.md', import.meta.url), 'utf8')
  expect(page).toBe(configReference())
  for (const { key } of keys) expect(page).toContain(`\`${key}\``)
  // Those of entries of lists, too, however deep.
  for (const key of ['extraRoots[].file', 'upstreams[].destinations', 'upstreams[].parent.passwordFile'])
    expect(page).toContain(`\`proxy.${key}\``)
})

test('a change says which keys differ, and which of them wait for a restart', () => {
  const before = defaultConfig()
  const after = configSchema.parse({
    proxy: { port: 9090, clients: ['10.0.0.0/8'] },
    office: { contact: 'Jule' },
  })
  expect(compareConfigs(before, after)).toEqual({
    changed: ['office.contact', 'proxy.port', 'proxy.clients'],
    needsRestart: ['proxy.port'],
  })
  expect(compareConfigs(before, before)).toEqual({ changed: [], needsRestart: [] })
})
