/** `gatehouse ca`: status, export, rotate. */
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { isatty } from 'node:tty'
import type { Config } from '../../config/schema.ts'
import { type AuthorityKind, type AuthorityStatus, authorityKinds, type RotateWhen } from '../api/services.ts'
import { clock } from '../app/clock.ts'
import type { DataPaths } from '../app/paths.ts'
import { GatewayError } from '../core/errors.ts'
import { type Call, type CommandGroup, hasFlag, textOption, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export const caCommands: CommandGroup = {
  summary: 'look at the certificate authorities, export and renew them',
  commands: {
    status: {
      summary: 'show both authorities, how long they last, and what they may not speak for',
      usage: 'ca status',
      options: {},
      arguments: [0, 0],
      run: showStatus,
    },
    export: {
      summary: 'print what clients have to trust: both roots as PEM, or one as DER',
      usage: 'ca export [--der interception|office] [--out FILE]',
      options: {
        der: { type: 'string', value: 'AUTHORITY', text: 'the current root of this authority, as DER' },
        out: {
          type: 'string',
          value: 'FILE',
          text: 'write to a file instead of standard output; it must not exist yet',
        },
      },
      arguments: [0, 0],
      run: exportRoots,
    },
    rotate: {
      summary: 'make a new root; the old one stays trusted and issues until clients had time to install it',
      usage: 'ca rotate interception|office [--at-once]',
      details:
        'After the theft of a key: --at-once. The old root is withdrawn then, and clients refuse what the new one signs\nuntil they have it. Remove the stolen root from every client: no authority can do that from here.',
      options: {
        'at-once': { type: 'boolean', text: 'the new root issues now, and the old one is withdrawn' },
      },
      arguments: [1, 1],
      run: rotate,
    },
  },
}

async function showStatus(call: Call): Promise<ExitCode> {
  const place = await whereaboutsOf(call)
  const authorities = await withData<readonly AuthorityStatus[]>(call, place, {
    running: async (client) =>
      (await client.get('/api/v1/authorities', (await import('../api/schemas.ts')).authorityList))
        .authorities,
    stopped: async (paths) => {
      const { caStatus } = await import('../pki/bundle.ts')
      return (await views(paths)).map((view) => caStatus(view, Date.now()))
    },
  })
  if (call.json) call.terminal.json({ authorities })
  else for (const authority of authorities) for (const line of lines(authority)) call.terminal.line(line)
  const ready =
    authorities.length > 0 && authorities.every(({ state }) => state === 'ready' || state === 'overlapping')
  return ready ? exitCodes.ok : exitCodes.failed
}

async function exportRoots(call: Call): Promise<ExitCode> {
  const der = textOption(call, 'der')
  const kind = der === null ? null : authorityNamed(der)
  const out = textOption(call, 'out')
  if (kind !== null && out === null && isatty(1)) throw usage('DER is no text.', 'Name a file with --out.')
  const place = await whereaboutsOf(call)
  const bytes = await withData<Buffer>(call, place, {
    running: (client) =>
      client.bytes(kind === null ? '/api/v1/authorities/bundle.pem' : `/api/v1/authorities/${kind}.der`),
    stopped: async (paths) => {
      const { currentRoot, trustBundle } = await import('../pki/bundle.ts')
      const found = await views(paths)
      if (kind === null) return Buffer.from(trustBundle(found, Date.now()))
      const view = found.find((candidate) => candidate.kind === kind)
      if (view === undefined) throw missing(kind)
      return currentRoot(view, Date.now())
    },
  })
  if (out !== null) await writeNew(out, bytes)
  if (call.json)
    call.terminal.json(
      out === null
        ? { format: kind === null ? 'pem' : 'der', base64: bytes.toString('base64') }
        : { file: out, bytes: bytes.length },
    )
  else if (out === null) call.terminal.raw(bytes)
  else call.terminal.line(`Written to ${out}.`)
  return exitCodes.ok
}

async function rotate(call: Call): Promise<ExitCode> {
  const kind = authorityNamed(call.arguments[0] ?? '')
  const when: RotateWhen = hasFlag(call, 'at-once') ? 'at-once' : 'after-overlap'
  const place = await whereaboutsOf(call)
  const authority = await withData<AuthorityStatus>(call, place, {
    running: async (client) =>
      client.post(
        `/api/v1/authorities/${kind}/rotate?when=${when}`,
        (await import('../api/schemas.ts')).authorityStatus,
      ),
    stopped: (paths) => rotateStopped({ kind, when }, place.config, paths),
  })
  if (call.json) call.terminal.json(authority)
  else for (const line of lines(authority)) call.terminal.line(line)
  for (const note of rotateNotes[when]) call.terminal.note(note)
  return exitCodes.ok
}

const rotateNotes: Readonly<Record<RotateWhen, readonly string[]>> = {
  'after-overlap': ['Bring the new root to your clients before it takes over: gatehouse ca export'],
  'at-once': [
    'The old root is withdrawn. Connections that clients open from now on show certificates of the new one; names that',
    'were visited lately follow within the hour, or at the next restart.',
    'Clients refuse them until they have the new root: gatehouse ca export',
    'Remove the old root from every client: whoever has its key can impersonate any website there.',
  ],
}

async function rotateStopped(
  { kind, when }: { kind: AuthorityKind; when: RotateWhen },
  config: Config,
  paths: DataPaths,
): Promise<AuthorityStatus> {
  const { openAuthority } = await import('../pki/authority.ts')
  const { caStatus } = await import('../pki/bundle.ts')
  await using keyring = await openStoppedKeyring(config, paths)
  const authority = await openAuthority({
    kind,
    directory: paths.authorities,
    key: await keyring.longLivedKey(`${kind}-ca`),
    clock,
    random: randomBytes,
    officeName: config.office.name,
    ...(kind === 'interception'
      ? { lifetimeDays: config.interception.lifetimeDays, excluded: config.interception.excluded }
      : {}),
    ifMissing: 'fail',
  })
  await authority.rotate(when)
  return caStatus(authority, Date.now())
}

/** Both authorities' public halves; no key is needed to look at them. */
async function views(paths: DataPaths) {
  const { viewAuthority } = await import('../pki/bundle.ts')
  const found = await Promise.all(authorityKinds.map((kind) => viewAuthority(paths.authorities, kind)))
  const views = found.filter((view) => view !== null)
  if (views.length === 0) throw missing('interception')
  return views
}

function missing(kind: AuthorityKind): GatewayError {
  return new GatewayError(
    'AUTHORITY_MISSING',
    { kind },
    { hint: 'Start the gateway once, which creates it.' },
  )
}

function authorityNamed(name: string): AuthorityKind {
  const kind = authorityKinds.find((candidate) => candidate === name)
  if (kind === undefined) throw usage('There are two authorities: interception and office.')
  return kind
}

/** Never over a file that exists: it may be somebody's only copy of something. */
async function writeNew(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes, { flag: 'wx', mode: 0o644 })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw usage('The file exists already.', 'Name another, or remove it first.')
    throw error
  }
}

function lines(authority: AuthorityStatus): string[] {
  return [
    ...table([
      [authority.kind, stateWords[authority.state]],
      ['  subject', authority.subject],
      ['  valid', `${timeOfDay(authority.notBefore)} to ${timeOfDay(authority.notAfter)}`],
      ['  SHA-256', authority.fingerprint],
      ...(authority.excluded.length === 0 ? [] : [['  never for', authority.excluded.join(', ')]]),
      ...(authority.successor === null
        ? []
        : [
            [
              '  successor',
              `${authority.successor.fingerprint}, takes over ${timeOfDay(authority.successor.takesOverAt)}`,
            ],
          ]),
    ]),
  ]
}

const stateWords: Readonly<Record<AuthorityStatus['state'], string>> = {
  ready: 'ready',
  overlapping: 'ready, its successor waits',
  'not-yet-valid': "NOT VALID YET: clients refuse it; is this box's clock right?",
  expired: 'ENDED: clients refuse it; make a new one with gatehouse ca rotate',
}
