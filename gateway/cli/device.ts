/** `gatehouse device`: add devices, see how they are, give them SFTP keys, and revoke them. */
import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { deviceList, deviceRecord, invitation } from '../api/schemas/devices.ts'
import { gatewayStatus } from '../api/schemas.ts'
import { clock } from '../app/clock.ts'
import type { DataPaths } from '../app/paths.ts'
import { deviceName } from '../core/device/device.ts'
import type { DeviceRecord } from '../core/device/record.ts'
import { GatewayError } from '../core/errors.ts'
import type { HealthBoard } from '../core/ports.ts'
import { createDeviceRegister } from '../store/device-register.ts'
import { openStore } from '../store/store.ts'
import { allPages } from './all-pages.ts'
import { type Call, type CommandGroup, usage } from './command.ts'
import { type Whereabouts, whereaboutsOf } from './configuration.ts'
import { runningGateway, withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

const noOptions = {}

export const deviceCommands: CommandGroup = {
  summary: 'add devices, see how they are, revoke them',
  commands: {
    add: {
      summary: 'make a one-time code with which a device enrols',
      usage: 'device add <name>',
      details:
        'The code is shown once and kept nowhere. A device that has not enrolled yet gets a new one; the old one then counts no more.',
      options: noOptions,
      arguments: [1, 1],
      run: add,
    },
    list: {
      summary: 'show all devices',
      usage: 'device list',
      details: 'With --json, one device a line.',
      options: noOptions,
      arguments: [0, 0],
      run: list,
    },
    show: {
      summary: 'show one device, its certificates and keys',
      usage: 'device show <name>',
      options: noOptions,
      arguments: [1, 1],
      run: show,
    },
    revoke: {
      summary: 'end what a device may do, at once and for good',
      usage: 'device revoke <name>',
      details: 'Its sessions end within a second. Its name can be given to another device.',
      options: noOptions,
      arguments: [1, 1],
      run: revoke,
    },
    key: {
      summary: 'let a device log in over SFTP with a public key',
      usage: 'device key <name> <public-key-file>',
      details: 'The `.pub` file of an Ed25519, ECDSA P-256 or RSA key (3072 bits and more).',
      options: noOptions,
      arguments: [2, 2],
      run: addKey,
    },
  },
}

async function add(call: Call): Promise<ExitCode> {
  const name = deviceNameIn(call)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const made = await gateway.post(`/api/v1/devices/${name}`, invitation)
  const { addresses } = await gateway.get('/api/v1/status', gatewayStatus)
  const { terminal } = call
  if (call.json) terminal.json({ ...made, gateway: addresses.ui[0] ?? null })
  else {
    terminal.line(made.code)
    terminal.note(`It counts once, until ${timeOfDay(made.endsAt)}. On the device:`)
    terminal.note(
      `  agent enrol --gateway ${addresses.ui[0] ?? 'https://…'} --code ${made.code} --state FOLDER`,
    )
  }
  return exitCodes.ok
}

async function list(call: Call): Promise<ExitCode> {
  const devices = await recordsFor(call)
  if (call.json) for (const device of devices) call.terminal.json(device)
  else for (const line of table(devices.map(columns))) call.terminal.line(line)
  if (devices.length === 0) call.terminal.note('There are none yet: `gatehouse device add <name>`.')
  return exitCodes.ok
}

async function show(call: Call): Promise<ExitCode> {
  const name = deviceNameIn(call)
  const named = (await recordsFor(call)).filter((device) => device.name === name)
  const device = named.find(({ state }) => state !== 'revoked') ?? named.at(-1)
  if (device === undefined) throw unknown()
  if (call.json) call.terminal.json(device)
  else for (const line of table(factsOf(device))) call.terminal.line(line)
  return exitCodes.ok
}

async function revoke(call: Call): Promise<ExitCode> {
  const name = deviceNameIn(call)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const device = await gateway.post(`/api/v1/devices/${name}/revoke`, deviceRecord)
  if (call.json) call.terminal.json(device)
  else call.terminal.line(`${name} is revoked.`)
  return exitCodes.ok
}

async function addKey(call: Call): Promise<ExitCode> {
  const name = deviceNameIn(call)
  const search = new URLSearchParams({ key: await keyLine(call.arguments[1] ?? '') })
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const device = await gateway.post(`/api/v1/devices/${name}/keys?${search}`, deviceRecord)
  if (call.json) call.terminal.json(device)
  else for (const key of device.sshKeys) call.terminal.line(`${key.type}  ${key.fingerprint}`)
  return exitCodes.ok
}

/** Judged here, as some of it is done while the gateway is stopped. */
function deviceNameIn(call: Call): string {
  const name = call.arguments[0] ?? ''
  if (deviceName.safeParse(name).success) return name
  const hint = 'Use 1 to 40 of a to z, 0 to 9 and hyphens inside: `camera-front-door`.'
  throw new GatewayError('DEVICE_NAME_INVALID', {}, { hint })
}

function unknown(): GatewayError {
  return new GatewayError('DEVICE_UNKNOWN', {}, { hint: 'See `gatehouse device list` for those there are.' })
}

const longestKeyFile = 4096

/** Never more of a file than a public key has. */
async function keyLine(path: string): Promise<string> {
  let text: string
  try {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestKeyFile + 1), 0, longestKeyFile + 1, 0)
    text = buffer.toString('utf8', 0, bytesRead)
  } catch {
    throw usage('The public key file cannot be read.', 'Give the path of a `.pub` file.')
  }
  if (text.length > longestKeyFile || /PRIVATE KEY/.test(text))
    throw usage('This is no public key file.', 'Give the `.pub` file, never the private half.')
  return text.trim()
}

async function recordsFor(call: Call): Promise<readonly DeviceRecord[]> {
  const place = await whereaboutsOf(call)
  return withData<readonly DeviceRecord[]>(call, place, {
    running: (client) =>
      allPages(client, { path: '/api/v1/devices', model: deviceList, items: (page) => page.devices }),
    stopped: (paths) => storedDevices(place, paths),
  })
}

async function storedDevices({ config }: Whereabouts, paths: DataPaths): Promise<DeviceRecord[]> {
  // Opening would make one.
  if (!existsSync(paths.database)) return []
  const { openStoppedKeyring } = await import('./stopped-keyring.ts')
  await using keyring = await openStoppedKeyring(config, paths)
  const key = await keyring.longLivedKey('database')
  await using store = await openStore({ file: paths.database, key, clock, health: nobodyLooks })
  using register = createDeviceRegister(store)
  return register.load().map(({ invite: _invite, ...device }) => device)
}

/** There is no first screen: what is wrong with the store is thrown. */
const nobodyLooks: HealthBoard = { raise: () => undefined, clear: () => undefined, warnings: () => [] }

function columns(device: DeviceRecord): string[] {
  return [
    device.name,
    stateOf(device),
    device.seenAt === null ? 'never seen' : `seen ${timeOfDay(device.seenAt)}`,
    certificateOf(device),
  ]
}

function stateOf({ state, inviteEndsAt }: DeviceRecord): string {
  if (state !== 'invited') return state
  return inviteEndsAt !== null && inviteEndsAt > Date.now() ? 'invited' : 'invited (code ended)'
}

function certificateOf({ certificates }: DeviceRecord): string {
  const notAfter = Math.max(...certificates.map((each) => each.notAfter))
  if (certificates.length === 0) return ''
  return `certificate ${notAfter < Date.now() ? 'ended' : 'until'} ${timeOfDay(notAfter)}`
}

function factsOf(device: DeviceRecord): string[][] {
  const time = (label: string, at: number | null) => (at === null ? [] : [[label, timeOfDay(at)]])
  return [
    ['name', device.name],
    ['id', device.id],
    ['state', stateOf(device)],
    ...time('added', device.addedAt),
    ...time('enrolled', device.enrolledAt),
    ...time('revoked', device.revokedAt),
    ...time('last seen', device.seenAt),
    ...time('code until', device.inviteEndsAt),
    ...device.certificates.map((each) => [
      'certificate',
      `${each.fingerprint} until ${timeOfDay(each.notAfter)}`,
    ]),
    ...device.sshKeys.map((each) => ['SSH key', `${each.type} ${each.fingerprint}`]),
  ]
}
