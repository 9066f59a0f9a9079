/** `gatehouse ca`: status, export, create, rotate. */
import { writeFile } from 'node:fs/promises'
import { isatty } from 'node:tty'
import { type AuthorityKind, type AuthorityStatus, authorityKinds, type RotateWhen } from '../api/services.ts'
import { GatewayError } from '../core/errors.ts'
import { type Call, type CommandGroup, hasFlag, textOption, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
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
    create: {
      summary: 'make authorities anew whose files were lost, where no backup brings them back',
      usage: 'ca create',
      details:
        'Makes only what is missing; what is there stays as it is. Every device and browser must then get the new\ncertificates, for nobody trusts them yet. The gateway must be stopped.',
      options: {},
      arguments: [0, 0],
      run: create,
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
      const { viewStopped } = await import('./stopped-authorities.ts')
      return (await viewStopped(paths)).map((view) => caStatus(view, Date.now()))
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
      const { noAuthority, viewStopped } = await import('./stopped-authorities.ts')
      const found = await viewStopped(paths)
      if (kind === null) return Buffer.from(trustBundle(found, Date.now()))
      const view = found.find((candidate) => candidate.kind === kind)
      if (view === undefined) throw noAuthority(kind)
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

async function create(call: Call): Promise<ExitCode> {
  const place = await whereaboutsOf(call)
  const made = await withData<readonly AuthorityStatus[]>(call, place, {
    running: () => {
      const hint =
        'A running gateway has both. Where their files are gone, stop it first, then run this again.'
      throw new GatewayError('ALREADY_RUNNING', {}, { hint })
    },
    stopped: async (paths) => (await import('./stopped-authorities.ts')).createMissing(place.config, paths),
  })
  if (call.json) call.terminal.json({ authorities: made })
  else for (const authority of made) for (const line of lines(authority)) call.terminal.line(line)
  call.terminal.note(
    made.length === 0
      ? 'Both authorities are there: nothing was made. To replace one: gatehouse ca rotate'
      : 'Install the new certificates on every device and browser: gatehouse ca export',
  )
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
    stopped: async (paths) =>
      (await import('./stopped-authorities.ts')).rotateStopped({ kind, when, config: place.config, paths }),
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

function authorityNamed(name: string): AuthorityKind {
  const kind = authorityKinds.find((candidate) => candidate === name)
  if (kind === undefined)
    throw usage('There are two authorities: interception and office.', 'Name one of them.')
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
