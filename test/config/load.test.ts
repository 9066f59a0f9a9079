/** Promises about reading the configuration: what is taken, what is refused, and where the finger points. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkConfig, type LoadedConfig, loadConfig } from '../../config/load.ts'
import { describeProblem, InvalidFileError, type Problem } from '../../config/problems.ts'

const file = '/etc/gatehouse/gatehouse.yaml'

function check(text: string | Uint8Array, env: Record<string, string> = {}): LoadedConfig {
  return checkConfig({ file, bytes: Buffer.from(text), env })
}

function problemsIn(text: string | Uint8Array, env: Record<string, string> = {}): readonly Problem[] {
  try {
    check(text, env)
  } catch (error) {
    if (error instanceof InvalidFileError) return error.problems
    throw error
  }
  return []
}

describe('a file with mistakes is refused with path, line, column and hint', () => {
  const vectors: { name: string; text: string; problem: Partial<Problem> }[] = [
    {
      name: 'a mistyped key',
      text: '# head\nproxy:\n  prot: 9090\n',
      problem: { path: 'proxy.prot', line: 3, column: 3, hint: 'Did you mean `port`?' },
    },
    {
      name: 'a key in the style of another program',
      text: 'proxy:\n  limits:\n    max_body_bytes: 1\n',
      problem: {
        path: 'proxy.limits.max_body_bytes',
        line: 3,
        column: 5,
        hint: 'Did you mean `maxBodyBytes`?',
      },
    },
    {
      name: 'a key in the wrong section',
      text: 'proxy:\n  timeZone: UTC\n',
      problem: { path: 'proxy.timeZone', line: 2, hint: 'It belongs elsewhere: `office.timeZone`.' },
    },
    {
      name: 'a mistyped section',
      text: 'ui:\n  port: 1\nkeyrings: {}\n',
      problem: { path: 'keyrings', line: 3, column: 1, hint: 'Did you mean `keyring`?' },
    },
    {
      name: 'a number in quotes',
      text: 'proxy:\n  port: "9090"\n',
      problem: { path: 'proxy.port', line: 2, column: 9, hint: 'Remove the quotes.' },
    },
    {
      name: 'yes for true',
      text: 'proxy:\n  via: yes\n',
      problem: { path: 'proxy.via', line: 2, column: 8, hint: 'Write true, without quotes.' },
    },
    {
      name: 'a port that does not exist',
      text: 'ui: { port: 70000 }\n',
      problem: {
        path: 'ui.port',
        line: 1,
        column: 13,
        message: 'expected a port number from 0 (any free one) to 65535',
      },
    },
    {
      name: 'a size in an unknown unit',
      text: 'proxy:\n  limits:\n    holdBytes: 1 MegaByte\n',
      problem: { path: 'proxy.limits.holdBytes', line: 3, column: 16 },
    },
    {
      name: 'a lone address where a list is meant',
      text: 'proxy:\n  clients: 10.0.0.0/8\n',
      problem: {
        path: 'proxy.clients',
        line: 2,
        hint: 'Write a list: in brackets, or each on its own line behind `- `.',
      },
    },
    {
      name: 'bodies larger than everything that may be held',
      text: 'proxy:\n  limits:\n    maxHeldBytes: 1MiB\n    holdBytes: 2MiB\n',
      problem: { path: 'proxy.limits.holdBytes', line: 4, column: 16 },
    },
    {
      name: 'bodies larger than what one client may have held',
      text: 'proxy:\n  limits:\n    maxClientHeldBytes: 4MiB\n    holdBytes: 5MiB\n',
      problem: { path: 'proxy.limits.holdBytes', line: 4, column: 16 },
    },
    {
      name: 'a way out that says nothing, and so decides for nobody',
      text: 'proxy:\n  upstreams:\n    - destinations: ["*"]\n',
      problem: { path: 'proxy.upstreams[0]', line: 3 },
    },
    {
      name: 'a way out behind the one for all',
      text: 'proxy:\n  upstreams:\n    - { destinations: ["*"], connections: 3 }\n    - { destinations: [a.example], connections: 4 }\n',
      problem: { path: 'proxy.upstreams[1].destinations', line: 4 },
    },
    {
      name: 'another proxy that is written with its scheme',
      text: 'proxy:\n  upstreams:\n    - { destinations: ["*"], parent: { host: "http://proxy.example", port: 3128 } }\n',
      problem: {
        path: 'proxy.upstreams[0].parent.host',
        message: 'expected a host name or an address',
        hint: 'Write it alone, without http:// and port',
      },
    },
    {
      name: 'another proxy as text',
      text: 'proxy:\n  upstreams:\n    - destinations: ["*"]\n      parent: http://proxy.example:3128\n',
      problem: {
        path: 'proxy.upstreams[0].parent',
        line: 4,
        hint: 'Write its keys on lines of their own below it: host, port, tls, user, passwordFile.',
      },
    },
    {
      name: 'one bad entry of a list',
      text: 'proxy:\n  clients:\n    - 10.0.0.0/8\n    - 10.0.0.0/40\n',
      problem: { path: 'proxy.clients[1]', line: 4, column: 7 },
    },
    {
      name: 'a network in a shorthand that programs read differently',
      text: 'proxy:\n  clients: [10/8]\n',
      problem: { path: 'proxy.clients[0]', line: 2 },
    },
    {
      name: 'a phone number that YAML reads as a number',
      text: 'office:\n  identity:\n    phones: [+493090182000]\n',
      problem: {
        path: 'office.identity.phones[0]',
        line: 3,
        hint: 'Put it in quotes: YAML reads it as something else than text.',
      },
    },
    {
      name: 'an IBAN with a slip of the pen',
      text: 'office:\n  identity:\n    ibans: [DE89 3704 0044 0532 0130 01]\n',
      problem: {
        path: 'office.identity.ibans[0]',
        line: 3,
        message: 'expected an IBAN whose check digits are right',
      },
    },
    {
      name: 'a time zone that does not exist',
      text: 'office:\n  timeZone: Europe/Atlantis\n',
      problem: { path: 'office.timeZone', line: 2 },
    },
    {
      name: 'a mistyped word of a few',
      text: 'log:\n  level: wran\n',
      problem: { path: 'log.level', line: 2, hint: 'Did you mean `warn`?' },
    },
    {
      name: 'a missing part of a list entry',
      text: 'proxy:\n  extraRoots:\n    - destinations: [a.example]\n',
      problem: { path: 'proxy.extraRoots[0].file', line: 3, message: 'is missing' },
    },
    {
      name: 'the same port twice',
      text: 'proxy:\n  port: 8443\nui:\n  port: 8443\n',
      problem: { path: 'ui.port', line: 4, message: 'expected a port other than proxy.port' },
    },
    {
      name: 'a passphrase without its file',
      text: 'keyring:\n  root:\n    source: passphrase\n',
      problem: { path: 'keyring.root.passphraseFile' },
    },
    { name: 'a list instead of sections', text: '- proxy\n', problem: { path: '', line: 1 } },
    { name: 'a section that holds a number', text: 'ui: 3\n', problem: { path: 'ui', line: 1, column: 5 } },
  ]
  for (const { name, text, problem } of vectors) {
    test(name, () => {
      expect(problemsIn(text)).toEqual([expect.objectContaining({ file, ...problem })])
    })
  }

  test('every mistake is listed, in the order of the file', () => {
    const lines = problemsIn('ui:\n  prt: 1\nlog:\n  level: 3\nproxy:\n  port: x\n').map(({ line }) => line)
    expect(lines).toEqual([2, 4, 6])
  })

  test('no value of the file stands in a message', () => {
    const text =
      'office:\n  name: [kept-private]\n  contact: { kept-private: 1 }\nproxy:\n  hosts: { a.example: kept-private }\n'
    const problems = problemsIn(text)
    expect(problems).toHaveLength(3)
    expect(problems.map(describeProblem).join('\n')).not.toContain('kept-private')
  })
})

describe('what YAML would let pass and a person would misread is refused', () => {
  const vectors: { name: string; text: string | Uint8Array; line: number; message: RegExp }[] = [
    { name: 'a key that stands twice', text: 'ui:\n  port: 1\n  port: 2\n', line: 3, message: /second time/ },
    {
      name: 'a section that stands twice',
      text: 'ui:\n  port: 1\nui:\n  host: ::1\n',
      line: 3,
      message: /second time/,
    },
    { name: 'an alias', text: 'ui: &a\n  port: 1\nlog: *a\n', line: 3, message: /aliases/ },
    { name: 'a bomb of aliases', text: aliasBomb(), line: 2, message: /aliases/ },
    { name: 'a tag', text: 'office:\n  name: !!binary aGVsbG8=\n', line: 2, message: /tags/ },
    { name: 'a tab that indents', text: 'ui:\n\tport: 1\n', line: 2, message: /tab/ },
    {
      name: 'a second document',
      text: 'ui:\n  port: 1\n---\nui:\n  port: 2\n',
      line: 3,
      message: /several documents/,
    },
    {
      name: 'another version of YAML',
      text: '%YAML 1.1\n---\nproxy:\n  via: yes\n',
      line: 1,
      message: /version of YAML/,
    },
    {
      name: 'a quote that is never closed',
      text: 'ui:\n  host: "::1\nlog:\n  level: info\n',
      line: 2,
      message: /quote is opened/,
    },
    {
      name: 'a bracket that is never closed',
      text: 'proxy:\n  clients: [10.0.0.0/8\nlog: {}\n',
      line: 2,
      message: /bracket/,
    },
    {
      name: 'a colon in bare text',
      text: 'office:\n  contact: Jule: extension 12\n',
      line: 2,
      message: /cannot be told apart/,
    },
    {
      name: 'a prototype as key',
      text: 'proxy:\n  hosts:\n    __proto__: { port: 1 }\n',
      line: 3,
      message: /cannot be a key/,
    },
    {
      name: 'a constructor as key',
      text: '{ constructor: { prototype: 1 } }',
      line: 1,
      message: /cannot be a key/,
    },
    { name: 'UTF-16', text: Buffer.from('\ufeffui: {}', 'utf16le'), line: 1, message: /UTF-16/ },
    {
      name: 'Latin-1',
      text: Buffer.from('ui: {}\noffice:\n  name: B\xe4ckerei\n', 'latin1'),
      line: 3,
      message: /not UTF-8/,
    },
    {
      name: 'zero bytes, as after a power cut',
      text: `ui: {}\n${'\0'.repeat(64)}`,
      line: 2,
      message: /zero bytes/,
    },
    { name: 'a file of more than 1 MiB', text: `#${'x'.repeat(1024 * 1024)}`, line: 1, message: /larger/ },
    { name: 'nesting that exhausts a parser', text: '['.repeat(20_000), line: 1, message: /nested/ },
    { name: 'sixty levels', text: `${'{a: '.repeat(120)}1${'}'.repeat(120)}`, line: 1, message: /nested/ },
  ]
  for (const { name, text, line, message } of vectors) {
    test(name, () => {
      expect(problemsIn(text)[0]).toMatchObject({ line, message: expect.stringMatching(message) })
    })
  }

  test('tens of thousands of keys are read in a moment', () => {
    const text = Array.from({ length: 30_000 }, (_, index) => `key${index}: 1`).join('\n')
    const began = process.threadCpuUsage()
    expect(problemsIn(text).length).toBeGreaterThan(0)
    const { user, system } = process.threadCpuUsage(began)
    expect((user + system) / 1000).toBeLessThan(20_000)
  })

  test('a file cannot give terminals orders', () => {
    const [problem] = problemsIn('"\\e[2Jproxy": 1\n')
    expect(problem).toBeDefined()
    expect(describeProblem(problem as Problem)).not.toContain('\u001b')
  })
})

describe('what is written means what it says', () => {
  test('an empty file, and one of comments alone, is the defaults', () => {
    const defaults = check('').config
    expect(defaults.proxy).toMatchObject({ host: '127.0.0.1', port: 8080, connectPorts: [443] })
    expect(defaults.proxy.limits.holdBytes).toBe(1024 * 1024)
    expect(check('# nothing yet\n').config).toEqual(defaults)
  })

  test('a section whose keys are all commented out says nothing', () => {
    expect(check('policy:\n#  file: mine.yaml\nui:\n').config).toEqual(check('').config)
  })

  test.each([
    ['1048576', 1_048_576],
    ['1MiB', 1_048_576],
    ['1.5 KiB', 1536],
    ['10MB', 10_000_000],
    ['"64KiB"', 65_536],
    ['"65536"', 65_536],
  ])('%s is a size of %i bytes', (written, bytes) => {
    expect(check(`proxy: { limits: { holdBytes: ${written} } }`).config.proxy.limits.holdBytes).toBe(bytes)
  })

  test.each([
    ['500', 500],
    ['500ms', 500],
    ['30s', 30_000],
    ['5min', 300_000],
    ['0.1h', 360_000],
  ])('%s is a time of %i ms', (written, millis) => {
    expect(check(`proxy: { drainMs: ${written} }`).config.proxy.drainMs).toBe(millis)
  })

  test('a lone address is a network of one, names are lower case', () => {
    const { proxy } = check(
      'proxy:\n  clients: [192.168.1.5, "FD00::1"]\n  allowPrivate: [Printer.Office.Example]\n',
    ).config
    expect(proxy.clients).toEqual(['192.168.1.5/32', 'fd00::1/128'])
    expect(proxy.allowPrivate).toEqual(['printer.office.example'])
  })

  test('relative paths count from the file, whatever folder a command runs in', () => {
    const { config } = check('data: { directory: state }\npolicy: { file: ../shared/policy.yaml }\n')
    expect(config.data.directory).toBe('/etc/gatehouse/state')
    expect(config.policy.file).toBe('/etc/shared/policy.yaml')
  })

  test('a way out that says nothing is an exception from those behind it', () => {
    const exception =
      'proxy: { upstreams: [{ destinations: [a.example] }, { destinations: ["*"], connections: 3 }] }'
    expect(check(exception).config.proxy.upstreams).toHaveLength(2)
  })

  test('a byte order mark and Windows line ends are no mistakes', () => {
    expect(check('\ufeffui:\r\n  port: 9443\r\n').config.ui.port).toBe(9443)
  })

  test('every value says where it comes from', () => {
    const loaded = check('# head\nui:\n  port: 9443\n', { GATEHOUSE__LOG__LEVEL: 'debug' })
    expect(loaded.sourceOf(['ui', 'port'])).toEqual({ from: 'file', file, line: 3 })
    expect(loaded.sourceOf(['log', 'level'])).toEqual({
      from: 'environment',
      variable: 'GATEHOUSE__LOG__LEVEL',
    })
    expect(loaded.sourceOf(['ui', 'host'])).toEqual({ from: 'default' })
  })
})

describe('files on a real disk', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-config-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('a file that is not there is said to be not there', async () => {
    await expect(loadConfig({ file: join(folder, 'none.yaml'), env: {} })).rejects.toMatchObject({
      code: 'CONFIG_NOT_FOUND',
    })
  })

  test('a folder in the place of the file is said to be unreadable', async () => {
    await expect(loadConfig({ file: folder, env: {} })).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE' })
  })

  test('the shipped example has no mistakes and is read whole', async () => {
    const example = join(import.meta.dirname, '../../config/examples/gatehouse.yaml')
    const { config } = await loadConfig({ file: example, env: {} })
    expect(config.office.clientGroups).toEqual({ tills: ['192.168.1.64/27'] })
    expect(await readFile(example, 'utf8')).toMatch(/^# Gatehouse/)
  })

  test('reading leaves the file as it was', async () => {
    const path = join(folder, 'gatehouse.yaml')
    await writeFile(path, 'ui: { port: 9443 } # mine\n')
    await loadConfig({ file: path, env: {} })
    expect(await readFile(path, 'utf8')).toBe('ui: { port: 9443 } # mine\n')
  })
})

/** The classic: nine levels of nine references each, a billion values in 500 bytes. */
function aliasBomb(): string {
  const levels = ['a: &a [x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level < 9; level++) {
    const above = String.fromCharCode(96 + level)
    const name = String.fromCharCode(97 + level)
    levels.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${above}`).join(', ')}]`)
  }
  return levels.join('\n')
}
