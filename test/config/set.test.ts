/** Promises about changing one key of a file that a person keeps: nothing else changes, and nothing bad is written. */
import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { setInText } from '../../config/edit.ts'
import { setConfigKey } from '../../config/set.ts'
import { readYaml } from '../../config/yaml-file.ts'

let folder = ''
let file = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-set-'))
  file = join(folder, 'gatehouse.yaml')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const kept = `# The office's gateway, set up by Jule.
proxy:   # what clients use
  port: 8080      # asked for by the printer

  clients:  # nobody else
    - 10.0.0.0/8   # the office
    - 192.168.0.0/16
  # about limits
  limits: { holdBytes: 1MiB } # small box
# the page
ui:
  port: 8443
# end
`

describe('only the asked-for place changes', () => {
  const changes: [key: string, value: string, from: string, to: string][] = [
    ['proxy.port', '9090', 'port: 8080 ', 'port: 9090 '],
    ['proxy.limits.holdBytes', '2MiB', 'holdBytes: 1MiB', 'holdBytes: 2MiB'],
    ['proxy.limits.maxUrlBytes', '4KiB', 'holdBytes: 1MiB', 'holdBytes: 1MiB, maxUrlBytes: 4KiB'],
    ['ui.host', '::1', '  port: 8443\n', '  port: 8443\n  host: ::1\n'],
    ['log.level', 'debug', '  port: 8443\n', '  port: 8443\nlog:\n  level: debug\n'],
    ['proxy.clients', '[10.1.0.0/16]', '- 10.0.0.0/8   # the office\n    - 192.168.0.0/16', '- 10.1.0.0/16'],
  ]
  test.each(changes)('%s = %s', async (key, value, from, to) => {
    await writeFile(file, kept)
    expect(await setConfigKey({ file, key, value })).toMatchObject({ key, changed: true })
    expect(await readFile(file, 'utf8')).toBe(kept.replace(from, to))
  })

  test('line ends of Windows and a byte order mark stay', async () => {
    await writeFile(file, '\ufeffui:\r\n  port: 1 # c\r\n')
    await setConfigKey({ file, key: 'ui.port', value: '2' })
    await setConfigKey({ file, key: 'ui.host', value: '0.0.0.0' })
    expect(await readFile(file, 'utf8')).toBe('\ufeffui:\r\n  port: 2 # c\r\n  host: 0.0.0.0\r\n')
  })

  test('mode stays, a link stays a link, and no other file is left behind', async () => {
    const target = join(folder, 'real.yaml')
    await writeFile(target, kept)
    await chmod(target, 0o640)
    await symlink(target, file)
    await setConfigKey({ file, key: 'proxy.port', value: '9090' })
    expect((await lstat(file)).isSymbolicLink()).toBe(true)
    expect((await stat(target)).mode & 0o777).toBe(0o640)
    expect(await readFile(target, 'utf8')).toContain('port: 9090')
    expect((await readdir(folder)).sort()).toEqual(['gatehouse.yaml', 'real.yaml'])
  })

  test('a file that does not exist is begun, closed to others', async () => {
    await setConfigKey({ file, key: 'office.name', value: 'Ehlers & Partner: the office' })
    expect(await readFile(file, 'utf8')).toBe('office:\n  name: "Ehlers & Partner: the office"\n')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('what the file says already is not written again', async () => {
    await writeFile(file, kept)
    const before = await stat(file)
    expect(await setConfigKey({ file, key: 'proxy.port', value: '8080' })).toMatchObject({ changed: false })
    expect((await stat(file)).ino).toBe(before.ino)
  })
})

describe('a bad file never replaces a good one', () => {
  const refusals: [key: string, value: string, code: string][] = [
    ['proxy.port', 'high', 'CONFIG_INVALID'],
    ['proxy.port', '8443', 'CONFIG_INVALID'],
    ['proxy.clients', '[everybody]', 'CONFIG_INVALID'],
    ['proxy.clients', '[10.0.0.0/8', 'USAGE'],
    ['proxy.prot', '1', 'USAGE'],
    ['proxy', '{ port: 1 }', 'USAGE'],
    ['', '1', 'USAGE'],
    ['__proto__.polluted', '1', 'USAGE'],
    ['proxy.hosts.__proto__', '127.0.0.1', 'USAGE'],
    ['constructor.prototype', '1', 'USAGE'],
    ['../../etc/passwd', 'x', 'USAGE'],
    ['office.name', 'two\nlines', 'CONFIG_INVALID'],
  ]
  test.each(refusals)('%s = %s is refused with %s', async (key, value, code) => {
    await writeFile(file, kept)
    await expect(setConfigKey({ file, key, value })).rejects.toMatchObject({ code })
    expect(await readFile(file, 'utf8')).toBe(kept)
    expect(await readdir(folder)).toEqual(['gatehouse.yaml'])
  })

  test('a file with another mistake is left alone, and the mistake is named', async () => {
    await writeFile(file, 'ui: { prt: 1 }\n')
    await expect(setConfigKey({ file, key: 'ui.host', value: '::1' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      problems: [expect.objectContaining({ path: 'ui.prt', line: 1 })],
    })
    expect(await readFile(file, 'utf8')).toBe('ui: { prt: 1 }\n')
  })

  test('the change that puts a mistake right is made', async () => {
    await writeFile(file, 'ui: { port: 99999 } # too high\n')
    await setConfigKey({ file, key: 'ui.port', value: '9443' })
    expect(await readFile(file, 'utf8')).toBe('ui: { port: 9443 } # too high\n')
  })

  test('a folder in the place of the file is an error in words', async () => {
    await expect(setConfigKey({ file: folder, key: 'ui.port', value: '1' })).rejects.toMatchObject({
      code: 'CONFIG_UNREADABLE',
    })
  })
})

test('whatever layout a file has, a change says the new value, all other values, and every comment', () => {
  const name = fc.constantFrom('alpha', 'beta', 'gamma')
  const scalar = fc.constantFrom('1', 'text', '"quoted # not a comment"', 'null', '[a, b]', '{ x: 1 }', '')
  const comment = fc.constantFrom('', ' # why', '   # because: of this')
  const line = fc
    .tuple(name, scalar, comment)
    .map(([key, value, why]) => ({ key, text: `${key}:${value === '' ? '' : ` ${value}`}${why}` }))
  const section = fc.record({
    name: fc.constantFrom('one', 'two', 'three'),
    why: comment,
    lines: fc.uniqueArray(line, { selector: ({ key }) => key, minLength: 0, maxLength: 3 }),
    indent: fc.constantFrom('  ', '    '),
    after: fc.constantFrom('', '\n', '# between\n', '\n  # inside or not\n'),
  })
  const files = fc.uniqueArray(section, { selector: ({ name }) => name, minLength: 0, maxLength: 3 })
  let asked = 0
  let refused = 0
  fc.assert(
    fc.property(
      files,
      fc.constantFrom('one', 'two', 'four'),
      name,
      fc.constantFrom<unknown>(7, 'a: b', ['c'], null),
      (sections, first, second, value) => {
        const text = sections
          .map(
            ({ name, why, lines, indent, after }) =>
              `${name}:${why}\n${lines.map(({ text }) => `${indent}${text}\n`).join('')}${after}`,
          )
          .join('')
        const before = readYaml('f', Buffer.from(text))
        if (!before.ok) return
        const changed = setInText(before.yaml, [first, second], value)
        // Refusing is allowed, saying something else is not; and refusing must stay the exception: see below.
        asked++
        if (changed === null) refused++
        if (changed === null) return
        const after = readYaml('f', Buffer.from(changed))
        expect(after.ok).toBe(true)
        if (!after.ok) return
        const old = before.yaml.value as Record<string, Record<string, unknown> | null>
        expect(after.yaml.value).toEqual({ ...old, [first]: { ...old[first], [second]: value } })
        const comments = (words: string) =>
          words.match(/# (why|because: of this|between|inside or not)/g)?.length ?? 0
        expect(comments(changed)).toBe(comments(text))
      },
    ),
    { numRuns: 500 },
  )
  expect(refused / asked).toBeLessThan(0.05)
})
