/** Promises about the command line: exit codes, JSON that is JSON, errors in words, and no harm by hostile arguments. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyPlace, type Place } from './gatehouse.ts'

let place: Place
beforeAll(async () => {
  place = await emptyPlace()
  await writeFile(join(place.folder, 'good.yaml'), '# mine\nui:\n  port: 9443\n')
  await writeFile(join(place.folder, 'bad.yaml'), 'ui:\n  prt: 9443\n')
  await writeFile(
    join(place.folder, 'roots.yaml'),
    'proxy:\n  extraRoots: [{ destinations: [a.example], file: none.pem }]\n',
  )
  await writeFile(join(place.folder, 'chat.json'), '{"messages":[{"content":"card 4111 1111 1111 1111"}]}')
  await writeFile(join(place.folder, 'plain.json'), '{"messages":[{"content":"good morning"}]}')
})
afterAll(() => place[Symbol.asyncDispose]())

describe('exit codes', () => {
  test.each<[code: number, args: string[]]>([
    [0, ['--help']],
    [0, ['--version']],
    [0, ['config', '--help']],
    [0, ['policy', 'test', '--help']],
    [0, ['config', 'check']],
    [0, ['config', 'check', 'good.yaml']],
    [0, ['policy', 'check']],
    [1, ['config', 'check', 'bad.yaml']],
    [1, ['config', 'check', 'none.yaml']],
    [1, ['config', 'check', 'roots.yaml']],
    [1, ['config', 'check', '/dev/zero']],
    [1, ['ca', 'status', '--config', 'bad.yaml']],
    [2, []],
    [2, ['confg']],
    [2, ['config']],
    [2, ['config', 'chekc']],
    [2, ['config', 'set', 'ui.port']],
    [2, ['config', 'set', 'ui.port', '1']],
    [2, ['status', '--jsn']],
    [2, ['status', '--json=yes']],
    [2, ['journal', 'list', '--limit', 'many']],
    [2, ['journal', 'list', '--verdict', 'maybe']],
    [2, ['journal', 'list', '--since', 'tomorrow']],
    [2, ['ca', 'rotate', 'everything']],
    [2, ['policy', 'test']],
    [3, ['status']],
    [3, ['journal', 'tail']],
    [3, ['journal', 'list']],
    [3, ['ca', 'export']],
    [3, ['keyring', 'status']],
    [4, ['start', '--config', 'bad.yaml']],
    [4, ['start', '--config', 'none.yaml']],
  ])('%i: gatehouse %s', async (code, args) => {
    const ran = await place.run(...args)
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code, stderr: expect.any(String) })
    if (code !== 0) expect(`${ran.stdout}${ran.stderr}`).toMatch(/What happened:/)
  })

  test.each<[string[]]>([
    [['status', '--json']],
    [['--json', 'status']],
    [['confg', '--json']],
    [['config', 'check', 'bad.yaml', '--json']],
    [['config', 'check', 'good.yaml', '--json']],
    [['config', 'get', '--json']],
    [['config', 'get', 'ui', '--json']],
    [['config', 'schema', '--json']],
    [['policy', 'check', '--json']],
    [['policy', 'test', '--destination', 'api.openai.com', '--body', 'chat.json', '--json']],
    [['doctor', '--json']],
    [['journal', 'list', '--json']],
    [['recovery', 'kit', '--json']],
    [['start', '--config', 'bad.yaml', '--json']],
    [['--version', '--json']],
  ])('gatehouse %s prints one JSON value, whatever happens', async (args) => {
    const { stdout } = await place.run(...args)
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(JSON.parse(stdout)).toBeTypeOf('object')
  })
})

describe('what a person is told', () => {
  test('a mistake with its place, what it means, and what to do', async () => {
    const { stderr, stdout } = await place.run('config', 'check', 'bad.yaml')
    expect(stderr).toMatch(
      /What happened: .*\n.*bad\.yaml:2:3 {2}ui\.prt: there is no such key\n.*Did you mean `port`\?/,
    )
    expect(stderr).toContain('What it means:')
    expect(stderr).toContain('What to do:')
    expect(stdout).toBe('')
  })

  test('the same to a script', async () => {
    const { stdout } = await place.run('config', 'check', 'bad.yaml', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'urn:gatehouse:error:CONFIG_INVALID',
      problems: [{ path: 'ui.prt', line: 2, column: 3, hint: 'Did you mean `port`?' }],
    })
  })

  test.each([
    [['policy', 'check', 'none.yaml']],
    [['policy', 'test', '--destination', 'a.example', '--policy', 'none.yaml']],
  ])('that the policy which was named is not there: gatehouse %s', async (args) => {
    const { code, stderr } = await place.run(...args)
    expect(code).toBe(1)
    expect(stderr).toContain('file: none.yaml')
    expect(stderr).toContain('What to do:    Name a policy file that is there')
  })

  test('no stack, unless --debug asks for one', async () => {
    const plain = await place.run('config', 'check', 'none.yaml')
    const debug = await place.run('config', 'check', 'none.yaml', '--debug')
    expect(plain.stderr).not.toMatch(/\n\s+at /)
    expect(debug.stderr).toMatch(/\n\s+at /)
  })

  test('where a value comes from', async () => {
    const read = async (env: Record<string, string>) =>
      JSON.parse(
        (await place.runWith({ env }, 'config', 'get', 'ui.port', '--config', 'good.yaml', '--json')).stdout,
      ) as unknown
    expect(await read({})).toEqual({
      key: 'ui.port',
      value: 9443,
      source: { from: 'file', file: join(place.folder, 'good.yaml'), line: 3 },
    })
    expect(await read({ GATEHOUSE__UI__PORT: '9444' })).toMatchObject({
      value: 9444,
      source: { from: 'environment', variable: 'GATEHOUSE__UI__PORT' },
    })
  })

  test('a value alone on standard output, for scripts', async () => {
    expect((await place.run('config', 'get', 'ui.port', '--config', 'good.yaml')).stdout).toBe('9443\n')
  })

  test('that the environment wins over what was just set', async () => {
    const ran = await place.runWith(
      { env: { GATEHOUSE__LOG__LEVEL: 'warn' } },
      'config',
      'set',
      'log.level',
      'debug',
      '--config',
      'good.yaml',
    )
    expect(ran).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('The environment still wins: GATEHOUSE__LOG__LEVEL'),
    })
    expect(await readFile(join(place.folder, 'good.yaml'), 'utf8')).toBe(
      '# mine\nui:\n  port: 9443\nlog:\n  level: debug\n',
    )
  })
})

test('help and version are understood as words, too', async () => {
  const outputOf = async (...args: string[]) => {
    const { code, stdout } = await place.run(...args)
    expect(code).toBe(0)
    return stdout
  }
  expect(await outputOf('help')).toBe(await outputOf('--help'))
  expect(await outputOf('help', 'policy', 'test')).toBe(await outputOf('policy', 'test', '--help'))
  expect(await outputOf('help', 'policy')).toBe(await outputOf('policy', '--help'))
  expect(await outputOf('version')).toBe(await outputOf('--version'))
})

describe('a command that was not understood says what was wrong and what to type instead', () => {
  test.each<[args: string[], problem: string, todo: string]>([
    [[], 'A command is missing.', 'gatehouse start --try'],
    [['--frob'], 'There is no option --frob here.', 'See gatehouse --help.'],
    [['--versoin'], 'There is no option --versoin here.', 'Did you mean --version?'],
    [['help', 'confg'], 'There is no command confg.', 'Did you mean: gatehouse config'],
    [['confg'], 'There is no command confg.', 'Did you mean: gatehouse config'],
    [['nothing-like-it'], 'There is no command nothing-like-it.', 'Commands: start, status,'],
    [['config'], 'config needs a command behind it.', 'Take one of: check, get, set, schema.'],
    [['config', 'chek'], 'There is no command chek.', 'Did you mean: gatehouse config check'],
    [['config', 'set', 'ui.port'], 'missing behind config set.', 'gatehouse config set <key> <value>'],
    [['config', 'get', 'nope'], 'there is no key `nope`', 'Keys here: data,'],
    [['config', 'check', 'a', 'b'], 'more behind config check than', 'gatehouse config check [FILE]'],
    [['config', 'check', 'a', '--config', 'b'], 'The file is named twice.', 'Name it once'],
    [['status', 'now'], 'more behind status than it takes.', 'Write it as: gatehouse status'],
    [['status', '--jsn'], 'There is no option --jsn here.', 'Did you mean --json?'],
    [['status', '--json=yes'], 'has one that it does not take.', 'See gatehouse status --help.'],
    [['doctor', 'all'], 'more behind doctor than it takes.', 'Write it as: gatehouse doctor'],
    [['reload', 'now'], 'more behind reload than it takes.', 'Write it as: gatehouse reload'],
    [['start', '--tr'], 'There is no option --tr here.', 'Did you mean --try?'],
    [['start', '--config'], 'An option lacks its value', 'See gatehouse start --help.'],
    [['journal', 'list', '--limit', '0'], '--limit takes a whole number.', 'from 1 to 500'],
    [['journal', 'list', '--since', 'soon'], '--since takes a time.', '2026-11-22T14:00'],
    [['journal', 'list', '--verdict', 'refus'], '--verdict takes one of', 'Did you mean --verdict refuse?'],
    [['journal', 'list', '--verdict', 'xyzzy'], '--verdict takes one of', 'Take one of: pass,'],
    [['journal', 'list', '--before', 'me'], '--before takes the id', 'twelve hex digits'],
    [['journal', 'list', '--client', 'me'], '--client takes an address, a user or a device.', 'device:name'],
    [['proxy', 'user', 'rename'], 'proxy user takes one of a few words.', 'add, list, passwd, remove'],
    [['proxy', 'user', 'add'], 'A name is missing.', 'gatehouse proxy user add <name>'],
    [['user', 'add', '', '--role', 'owner'], 'A name is missing.', 'gatehouse user add <name>'],
    [['api-key', 'revoke', ''], 'A name is missing.', 'after its program'],
    [['journal', 'tail', '--destination', '/'], '--destination takes a host', 'api.example.com'],
    [['ca', 'rotate'], 'missing behind ca rotate.', 'gatehouse ca rotate interception|office'],
    [['ca', 'rotate', 'all'], 'There are two authorities', 'Name one of them.'],
    [['ca', 'create', 'office'], 'more behind ca create than', 'Write it as: gatehouse ca create'],
    [['ca', 'export', '--der', 'all'], 'There are two authorities', 'Name one of them.'],
    [['ca', 'export', '--out'], 'An option lacks its value', 'See gatehouse ca export --help.'],
    [['keyring', 'rotate-root'], '--to is missing.', 'Name the configuration file'],
    [['recovery', 'restore', '--from', 'none'], 'The file of --from cannot be read.', 'leave --from out'],
    [['policy', 'test'], '--destination is missing.', '--destination api.example.com'],
    [['policy', 'test', '--destination', 'https://a.example/'], '--destination takes', 'without https://'],
    [
      ['policy', 'test', '--destination', 'a.example', '--body', 'none'],
      'The file of --body cannot be read.',
      '- for standard input',
    ],
    [['policy', 'test', '--destination', 'a.example', '--method', '1'], '--method takes', 'as POST'],
    [['policy', 'test', '--destination', 'a.example', '--path', 'x'], '--path takes', '/v1/chat'],
    [['policy', 'test', '--destination', 'a.example', '--port', '0'], '--port takes', 'from 1 to 65535'],
  ])('gatehouse %s', async (args, problem, todo) => {
    const { code, stderr, stdout } = await place.run(...args)
    const [what = '', meaning = '', ...todos] = stderr.split(/^(?=What it means:|What to do:)/m)
    expect(what).toMatch(/^What happened: The command was not understood\. /)
    expect(what).toContain(problem)
    expect(meaning).toContain('Nothing was done.')
    expect(todos.join('')).toMatch(/^What to do: /)
    expect(todos.join('')).toContain(todo)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('config check finds what a start would find', () => {
  test.each<[what: string, text: string, problem: RegExp]>([
    [
      'a file that is not there',
      'proxy:\n  upstreams:\n    - { destinations: [a.example], certificate: none.pem, key: none.key }\n',
      /found\.yaml:3:\d+ {2}proxy\.upstreams\[0\]\.certificate: the file cannot be read/,
    ],
    [
      'roots that are not there',
      'proxy:\n  extraRoots:\n    - { destinations: [a.example], file: none.pem }\n',
      /found\.yaml:3:\d+ {2}proxy\.extraRoots\[0\]\.file: the file cannot be read\n\s+The file is .*none\.pem/,
    ],
    [
      'ciphers that nobody knows',
      'proxy:\n  upstreamTls: { ciphers: NOPE }\n',
      /found\.yaml:2:\d+ {2}proxy\.upstreamTls\.ciphers: OpenSSL does not know "NOPE"/,
    ],
    [
      'a user that is not there',
      'proxy:\n  workerUser: nosuchuser\n',
      /found\.yaml:2:\d+ {2}proxy\.workerUser: there is no such user on this box/,
    ],
    [
      'workers that would run as root',
      'proxy:\n  workerUser: root\n',
      /found\.yaml:2:\d+ {2}proxy\.workerUser: workers must not run as root/,
    ],
  ])('%s, with file and line', async (_what, text, problem) => {
    await using here = await emptyPlace()
    await writeFile(join(here.folder, 'found.yaml'), text)
    const { code, stderr } = await here.run('config', 'check', 'found.yaml')
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(problem) })
  })

  test('and a start says the same place', async () => {
    await using here = await emptyPlace()
    await writeFile(
      join(here.folder, 'found.yaml'),
      `proxy:\n  port: 0\n  upstreamTls: { ciphers: NOPE }\nui: { port: 0 }\n`,
    )
    const { code, stderr } = await here.run('start', '--config', 'found.yaml')
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringMatching(/found\.yaml:3:\d+ {2}proxy\.upstreamTls\.ciphers: /),
    })
  })

  test('an address that this box does not have is a warning, since it may come; one of loopback is none', async () => {
    await using here = await emptyPlace()
    const ways =
      '[{ destinations: [a.example], from: 192.0.2.7 }, { destinations: [b.example], from: 127.0.0.9 }]'
    await writeFile(join(here.folder, 'gatehouse.yaml'), `proxy:\n  upstreams: ${ways}\n`)
    const checked = await here.run('config', 'check')
    expect(checked.code).toBe(0)
    expect(checked.stderr).toMatch(
      /^Warning: .*gatehouse\.yaml:2:\d+ {2}proxy\.upstreams\[0\]\.from: this box has no address 192\.0\.2\.7 now\n/,
    )
    expect(checked.stderr).not.toContain('127.0.0.9')
    const { stdout } = await here.run('doctor')
    expect(stdout).toContain(
      'WARN  Addresses of ways out: This box has no address 192.0.2.7 (proxy.upstreams[0].from).',
    )
  })
})

describe('looking changes nothing', () => {
  test('check, get, schema, policy, doctor and commands that need data leave an empty folder empty', async () => {
    await using empty = await emptyPlace()
    for (const args of [
      ['config', 'check'],
      ['config', 'get'],
      ['config', 'schema'],
      ['policy', 'check'],
      ['doctor'],
      ['status'],
      ['journal', 'list'],
      ['ca', 'status'],
      ['keyring', 'status'],
    ])
      await empty.run(...args)
    expect(await readdir(empty.folder)).toEqual([])
  }, 120_000)
})

describe('policy test', () => {
  test('a card number in a chat prompt is refused, and nothing would leave', async () => {
    const { stdout, code } = await place.run(
      'policy',
      'test',
      '--destination',
      'api.openai.com',
      '--body',
      'chat.json',
      '--json',
    )
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      action: 'refuse',
      reason: 'entity-refused',
      exchangeRule: 'ai-assistants',
      findings: [
        { type: 'CREDIT_CARD', path: 'messages[0].content', reasons: expect.arrayContaining(['luhn']) },
      ],
      body: null,
    })
    expect(stdout).not.toContain('4111')
  })

  test('a harmless body comes out byte for byte on standard output, the verdict on standard error', async () => {
    const { stdout, stderr } = await place.run(
      'policy',
      'test',
      '--destination',
      'api.openai.com',
      '--body',
      'plain.json',
    )
    expect(stdout).toBe('{"messages":[{"content":"good morning"}]}')
    expect(stderr).toMatch(/Verdict +pass/)
  })

  test('a body is taken from standard input too', async () => {
    const ran = await place.runWith(
      { input: 'mail anna@customer.example' },
      ...[
        'policy',
        'test',
        '--destination',
        'api.openai.com',
        '--body',
        '-',
        '--content-type',
        'text/plain',
        '--json',
      ],
    )
    expect(JSON.parse(ran.stdout)).toMatchObject({
      action: 'transform',
      findings: [{ type: 'EMAIL', operator: 'tokenize' }],
    })
    expect(ran.stdout).not.toContain('anna')
    expect(JSON.parse(ran.stdout).body).toMatch(/^mail EMAIL_[0-9A-Z]{12}@token\.invalid$/)
  })

  test('what is held whole is what the configuration says', async () => {
    const rule = { id: 'short', entities: { '*': 'keep' }, onLarge: 'refuse' }
    const connections = [{ id: 'all', action: 'intercept' }]
    await writeFile(join(place.folder, 'short.yaml'), JSON.stringify({ connections, exchanges: [rule] }))
    const args = ['--destination', 'a.example', '--body', 'plain.json', '--policy', 'short.yaml', '--json']
    const reason = async (env: Record<string, string>) =>
      JSON.parse((await place.runWith({ env }, 'policy', 'test', ...args)).stdout).reason
    expect(await reason({})).toBe('nothing-found')
    expect(await reason({ GATEHOUSE__PROXY__LIMITS__HOLDBYTES: '10B' })).toBe('too-large')
  })
})

test('a data folder that lies too deep for its control socket is said in the same words by all, and nothing is begun', async () => {
  const deep = join(place.folder, 'd'.repeat(120))
  for (const command of ['start', 'status', 'journal list']) {
    const ran = await place.runWith(
      { env: { GATEHOUSE__DATA__DIRECTORY: deep } },
      ...command.split(' '),
      '--config',
      'good.yaml',
    )
    expect(ran.code).not.toBe(0)
    expect(ran.stderr).toContain('What happened: The data folder cannot be used as it is. It lies too deep')
    expect(ran.stderr).not.toContain('EINVAL')
  }
  expect(await readdir(place.folder)).not.toContain('d'.repeat(120))
})

describe('hostile arguments are refused in words and do nothing', () => {
  const hostile = ['../../etc/passwd', '__proto__', '$(touch pwned)', '\u001b[2J', 'a'.repeat(100_000), '']
  const uses: [name: string, args: (word: string) => string[]][] = [
    ['a command', (word) => [word]],
    ['a subcommand', (word) => ['config', word]],
    ['a key to get', (word) => ['config', 'get', word === '' ? '.' : word]],
    ['a key to set', (word) => ['config', 'set', word, '1', '--config', 'good.yaml']],
    ['an authority', (word) => ['ca', 'rotate', word]],
    ['an option', (word) => ['status', `--${word === '' ? '=' : word}`]],
    ['a destination', (word) => ['policy', 'test', '--destination', `/${word}`]],
    ['a record', (word) => ['journal', 'list', '--before', word]],
  ]
  test.each(uses)(
    'as %s',
    async (_name, argsFor) => {
      const before = await readFile(join(place.folder, 'good.yaml'), 'utf8')
      const ran = await Promise.all(hostile.map((word) => place.run(...argsFor(word))))
      for (const { code, stderr, stdout } of ran) {
        expect(code).toBe(2)
        expect(stderr).not.toContain('\u001b')
        expect(stderr.length + stdout.length).toBeLessThan(4000)
        expect(stderr).not.toMatch(/root:|\n\s+at /)
      }
      expect(await readFile(join(place.folder, 'good.yaml'), 'utf8')).toBe(before)
      expect(await readdir(place.folder)).not.toContain('pwned')
    },
    120_000,
  )

  test('a configuration file in the place of which there is a device or a folder is refused', async () => {
    for (const file of ['/dev/zero', '/dev/stdin', '.']) {
      const ran = await place.run('config', 'check', file)
      expect(ran.code).toBe(1)
      expect(ran.stderr).toContain('What happened:')
      // What standard input is differs: a socket cannot even be opened.
      if (file !== '/dev/stdin') expect(ran.stderr).toContain('a folder or a device, not a file')
      expect(ran.stderr).not.toContain('EINVAL')
    }
  }, 60_000)
})
