/** Promises about configuration by environment variables. */
import { describe, expect, test } from 'vitest'
import { checkConfig } from '../../config/load.ts'
import { InvalidFileError, type Problem } from '../../config/problems.ts'

function configured(env: Record<string, string>, text = '') {
  return checkConfig({ file: '/etc/gatehouse/gatehouse.yaml', bytes: Buffer.from(text), env }).config
}

function refused(env: Record<string, string>, text = ''): readonly Problem[] {
  try {
    configured(env, text)
  } catch (error) {
    if (error instanceof InvalidFileError) return error.problems
    throw error
  }
  return []
}

describe('a variable sets its key', () => {
  test('over the file', () => {
    expect(
      configured({ GATEHOUSE__PROXY__PORT: '9091' }, 'proxy: { port: 9090, host: "::1" }').proxy,
    ).toMatchObject({ port: 9091, host: '::1' })
  })

  test.each([
    'GATEHOUSE__PROXY__LIMITS__HOLDBYTES',
    'GATEHOUSE__PROXY__LIMITS__HOLD_BYTES',
    'gatehouse__proxy__limits__holdBytes',
  ])('in any spelling that shells have: %s', (variable) => {
    expect(configured({ [variable]: '2MiB' }).proxy.limits.holdBytes).toBe(2 * 1024 * 1024)
  })

  test('with lists and tables as in YAML', () => {
    const config = configured({
      GATEHOUSE__PROXY__CLIENTS: '[10.0.0.0/8, 192.168.1.5]',
      GATEHOUSE__PROXY__HOSTS: '{ api.example.com: 127.0.0.1 }',
      GATEHOUSE__OFFICE__CLIENT_GROUPS__TILLS: '[10.1.0.0/16]',
    })
    expect(config.proxy.clients).toEqual(['10.0.0.0/8', '192.168.1.5/32'])
    expect(config.proxy.hosts).toEqual({ 'api.example.com': '127.0.0.1' })
    expect(config.office.clientGroups).toEqual({ tills: ['10.1.0.0/16'] })
  })

  test('as text where text is meant, whatever YAML would make of it', () => {
    expect(configured({ GATEHOUSE__OFFICE__NAME: '0123' }).office.name).toBe('0123')
    expect(configured({ GATEHOUSE__OFFICE__CONTACT: 'Jule: extension 12 # ask' }).office.contact).toBe(
      'Jule: extension 12 # ask',
    )
    expect(configured({ GATEHOUSE__POLICY__FILE: 'null' }, 'policy: { file: x }').policy.file).toBeNull()
  })

  test('and other programs’ variables are none of ours', () => {
    expect(configured({ GATEHOUSE_REQUIRE_CLIENTS: '1', GATEHOUSE: 'x', HOME: '/root' })).toEqual(
      configured({}),
    )
  })
})

describe('a variable with a mistake is refused by its name', () => {
  const vectors: { name: string; env: Record<string, string>; problem: Partial<Problem> }[] = [
    {
      name: 'a mistyped key',
      env: { GATEHOUSE__PROXY__PROT: '1' },
      problem: {
        file: 'environment GATEHOUSE__PROXY__PROT',
        line: null,
        hint: 'Did you mean `GATEHOUSE__PROXY__PORT`?',
      },
    },
    {
      name: 'a mistyped section',
      env: { GATEHOUSE__PORXY__PORT: '1' },
      problem: { hint: 'Did you mean `GATEHOUSE__PROXY`?' },
    },
    {
      name: 'a section',
      env: { GATEHOUSE__PROXY: '{ port: 1 }' },
      problem: { path: 'proxy', message: 'names a section, not a key' },
    },
    { name: 'a level too many', env: { GATEHOUSE__UI__PORT__X: '1' }, problem: { path: 'ui.port.X' } },
    { name: 'no key at all', env: { GATEHOUSE__: '1' }, problem: { message: 'there is no such key' } },
    {
      name: 'a prototype',
      env: { GATEHOUSE____PROTO____X: '1' },
      problem: { message: 'there is no such key' },
    },
    {
      name: 'a wrong type',
      env: { GATEHOUSE__UI__PORT: 'high' },
      problem: { file: 'environment GATEHOUSE__UI__PORT', path: 'ui.port' },
    },
    {
      name: 'an open bracket',
      env: { GATEHOUSE__PROXY__CLIENTS: '[10.0.0.0/8' },
      problem: { message: 'the value cannot be read' },
    },
    {
      name: 'an alias',
      env: { GATEHOUSE__PROXY__CLIENTS: '*all' },
      problem: { path: 'proxy.clients', message: 'the value cannot be read' },
    },
  ]
  for (const { name, env, problem } of vectors) {
    test(name, () => {
      expect(refused(env)).toEqual([expect.objectContaining(problem)])
    })
  }

  test('two spellings of one key', () => {
    const problems = refused({ GATEHOUSE__UI__PORT: '1', gatehouse__ui__port: '2' })
    expect(problems).toEqual([expect.objectContaining({ path: 'ui.port', hint: 'Remove one of the two.' })])
  })

  test('a prototype among free names changes nothing but is refused', () => {
    expect(refused({ GATEHOUSE__PROXY__HOSTS: '{ __proto__: { polluted: 1 } }' })).toHaveLength(1)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('the value is never repeated', () => {
    const problems = refused({
      GATEHOUSE__UI__PORT: 'kept-private',
      GATEHOUSE__PROXY__CLIENTS: '[kept-private',
    })
    expect(problems).toHaveLength(2)
    expect(JSON.stringify(problems)).not.toContain('kept-private')
  })
})
