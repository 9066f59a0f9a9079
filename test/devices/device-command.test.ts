/** Promises of `gatehouse device`: what an owner types, over the control socket or while the gateway is stopped. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultConfig } from '../../config/schema.ts'
import { dataPaths } from '../../gateway/app/paths.ts'
import type { Command } from '../../gateway/cli/command.ts'
import { deviceCommands } from '../../gateway/cli/device.ts'
import { reportFailure } from '../../gateway/cli/failure.ts'
import { createTerminal } from '../../gateway/cli/terminal.ts'
import { parseInviteCode } from '../../gateway/core/device/invite-code.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { createDeviceRegister } from '../../gateway/store/device-register.ts'
import { openStore } from '../../gateway/store/store.ts'
import { testFolder } from '../pki/setup.ts'
import { watchedHealth } from '../store/fixture.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { startControlSocket } from './enrolment-server.ts'
import { enrolled, openRoom, type Room } from './setup.ts'

/** Named by its client, so that nobody takes it for a dependency. */
const keygen = requireClient('ssh-keygen') ?? 'ssh-keygen'

interface Said {
  code: number
  stdout: string
  stderr: string
}

/** Runs a command with a configuration whose data folder is `folder`. */
async function gatehouse(folder: string, name: string, ...args: string[]): Promise<Said> {
  const written = { stdout: '', stderr: '' }
  const to = (stream: keyof typeof written) => ({
    write: (text: string | Uint8Array) => {
      written[stream] += String(text)
    },
  })
  const terminal = createTerminal({ stdout: to('stdout'), stderr: to('stderr') })
  const command: Command | undefined = deviceCommands.commands[name]
  const json = args.includes('--json')
  const configFile = join(folder, 'gatehouse.yaml')
  writeFileSync(configFile, `data:\n  directory: ${join(folder, 'data')}\n`)
  const call = {
    arguments: args.filter((each) => each !== '--json'),
    options: {},
    configFile,
    json,
    debug: false,
    terminal,
    env: {},
    signal: new AbortController().signal,
  }
  try {
    const code = (await command?.run(call)) ?? 2
    return { code, ...written }
  } catch (error) {
    const code = reportFailure(error, terminal, { json, debug: false })
    return { code, ...written }
  }
}

async function running(): Promise<{ folder: string; room: Room }> {
  const folder = testFolder()
  const room = await openRoom()
  await startControlSocket(room, pathsIn(folder).control)
  return { folder, room }
}

function pathsIn(folder: string) {
  return dataPaths({ ...defaultConfig(), data: { directory: join(folder, 'data') } })
}

test('add prints the code alone on standard output, and what to do with it beside', async () => {
  const { folder, room } = await running()
  const { code, stdout, stderr } = await gatehouse(folder, 'add', 'till')
  expect(code).toBe(0)
  expect(parseInviteCode(stdout)).not.toBeNull()
  expect(stdout.split('\n')).toHaveLength(2)
  expect(stderr).toContain(`agent enrol --gateway https://gatehouse.home.arpa:8443 --code ${stdout.trim()}`)
  expect(room.devices.find('till')?.state).toBe('invited')
  const json = JSON.parse((await gatehouse(folder, 'add', 'till', '--json')).stdout)
  expect(json).toMatchObject({ device: { name: 'till' }, gateway: 'https://gatehouse.home.arpa:8443' })
})

test('list and show say how devices are, and show no secret', async () => {
  const { folder, room } = await running()
  enrolled(room, 'camera')
  const invited = room.devices.add('till').code
  const { fingerprint } = enrolled(room, 'printer')
  room.devices.byFingerprint(fingerprint)
  const list = await gatehouse(folder, 'list')
  expect(list.stdout).toMatch(/camera +active +never seen +certificate until /)
  expect(list.stdout).toMatch(/till +invited +never seen/)
  expect(list.stdout).toMatch(/printer +active +seen \d{4}-/)
  const show = await gatehouse(folder, 'show', 'printer')
  expect(show.stdout).toContain(fingerprint)
  for (const answer of [list, show, await gatehouse(folder, 'list', '--json')])
    for (const group of invited.split('-')) expect(answer.stdout).not.toContain(group)
  const lines = (await gatehouse(folder, 'list', '--json')).stdout.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).name)).toEqual(['camera', 'till', 'printer'])
})

test('revoke ends a device, and says so where there is none', async () => {
  const { folder, room } = await running()
  const { fingerprint } = enrolled(room, 'camera')
  expect(await gatehouse(folder, 'revoke', 'camera')).toMatchObject({
    code: 0,
    stdout: 'camera is revoked.\n',
  })
  expect(room.devices.byFingerprint(fingerprint)).toBeNull()
  const again = await gatehouse(folder, 'revoke', 'camera')
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('There is no such device.')])
  expect((await gatehouse(folder, 'show', 'nobody')).stderr).toContain('There is no such device.')
})

test.each(['Till', '../x', 'a b', '', '%2e%2e', 'x'.repeat(41)])(
  'a name that cannot be one never reaches the gateway: %j',
  async (name) => {
    const { folder, room } = await running()
    for (const command of ['add', 'show', 'revoke']) {
      const said = await gatehouse(folder, command, name)
      expect([said.code, said.stderr]).toEqual([
        1,
        expect.stringContaining('This cannot be the name of a device.'),
      ])
    }
    expect(room.devices.list()).toEqual([])
  },
)

testWith('ssh-keygen', 'key takes the public half of a key pair, and refuses the private one', async () => {
  const { folder, room } = await running()
  enrolled(room, 'camera')
  const key = join(testFolder(), 'key')
  execFileSync(keygen, ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  const taken = await gatehouse(folder, 'key', 'camera', `${key}.pub`)
  expect(taken).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ssh-ed25519 {2}SHA256:/) })
  expect(room.devices.find('camera')?.sshKeys).toHaveLength(1)
  expect(await gatehouse(folder, 'key', 'camera', key)).toMatchObject({ code: 2, stdout: '' })
  expect((await gatehouse(folder, 'key', 'camera', '/dev/zero')).code).not.toBe(0)
  expect((await gatehouse(folder, 'key', 'camera', '/nonexistent')).code).toBe(2)
})

test('while the gateway is stopped devices are read from its files, and nothing is changed', async () => {
  const folder = testFolder()
  const paths = pathsIn(folder)
  mkdirSync(paths.run, { recursive: true, mode: 0o700 })
  const clock = { now: () => Date.now(), monotonic: () => performance.now() }
  {
    await using keyring = await openKeyring({
      directory: paths.keys,
      root: { kind: 'file', path: paths.rootKey },
      clock,
      createIfNew: true,
    })
    const key = await keyring.longLivedKey('database')
    await using store = await openStore({ file: paths.database, key, clock, health: watchedHealth() })
    using register = createDeviceRegister(store)
    const invite = { secretHash: Buffer.alloc(32, 7), beginsAt: 0, endsAt: 1, usedAt: null }
    register.invite({ id: '00112233445566aa', name: 'till' }, invite, Date.now())
  }
  const list = await gatehouse(folder, 'list')
  expect([list.code, list.stdout, list.stderr]).toEqual([
    0,
    expect.stringMatching(/^till +invited \(code ended\)/),
    expect.stringContaining('The gateway is stopped'),
  ])
  expect((await gatehouse(folder, 'show', 'till', '--json')).stdout).not.toContain('secret')
  const add = await gatehouse(folder, 'add', 'camera')
  expect([add.code, add.stderr]).toEqual([3, expect.stringContaining('not running')])
})
