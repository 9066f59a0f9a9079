/** `gatehouse ledger`: list, verify, checkpoint, export, key. */
import { readNamedFile } from '../../config/read-file.ts'
import {
  checkpointView,
  type LedgerLineView,
  type LedgerVerdictView,
  ledgerKey,
  ledgerList,
  ledgerVerdict,
} from '../api/schemas/ledger.ts'
import type { LedgerDesk } from '../api/services/ledger.ts'
import { type Call, type CommandGroup, numberOption, textOption, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import type { ControlClient } from './control-client.ts'
import { withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { verdictWords } from './ledger-words.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export const ledgerCommands: CommandGroup = {
  summary: 'read the tamper-evident record of what was done, and verify it',
  commands: {
    list: {
      summary: 'show entries, newest first',
      usage: 'ledger list [--limit N] [--before SEQ] [--subject NAME]',
      options: {
        limit: { type: 'string', value: 'N', text: 'at most this many (50)' },
        before: { type: 'string', value: 'SEQ', text: 'older than this entry: the next page' },
        subject: { type: 'string', value: 'NAME', text: 'only about this: a device, a sweep, a hold' },
      },
      arguments: [0, 0],
      run: list,
    },
    verify: {
      summary: 'recompute everything, and say the first thing that is wrong',
      usage: 'ledger verify [--checkpoint FILE]',
      details:
        'Works while the gateway runs and while it is stopped. A checkpoint that was kept elsewhere also finds what somebody\nwith every key of this box could hide.',
      options: {
        checkpoint: { type: 'string', value: 'FILE', text: 'a checkpoint that was kept outside the box' },
      },
      arguments: [0, 0],
      run: verify,
    },
    checkpoint: {
      summary: 'sign the ledger as it is, and print that; keep it outside the box',
      usage: 'ledger checkpoint',
      options: {},
      arguments: [0, 0],
      run: checkpoint,
    },
    export: {
      summary: 'print every entry as it was hashed, oldest first, one a line',
      usage: 'ledger export',
      options: {},
      arguments: [0, 0],
      run: exportLines,
    },
    key: {
      summary: 'print the public key of ledger and proofs',
      usage: 'ledger key',
      options: {},
      arguments: [0, 0],
      run: key,
    },
  },
}

async function list(call: Call): Promise<ExitCode> {
  const limit = numberOption(call, 'limit', { min: 1, max: 500 }) ?? 50
  const before = numberOption(call, 'before', { min: 1, max: Number.MAX_SAFE_INTEGER })
  const subject = textOption(call, 'subject')
  const search = new URLSearchParams({ limit: String(limit) })
  if (before !== null) search.set('before', String(before))
  if (subject !== null) search.set('subject', subject)
  const entries = await withLedger<readonly LedgerLineView[]>(call, {
    running: async (client) => (await client.get(`/api/v1/ledger?${search}`, ledgerList)).entries,
    stopped: (ledger) => ledger.list({ limit, before, subject }),
  })
  if (call.json) for (const entry of entries) call.terminal.json(entry)
  else for (const line of table(entries.map(columns))) call.terminal.line(line)
  const last = entries.at(-1)
  if (last === undefined)
    call.terminal.note(
      before === null && subject === null ? 'There are none.' : 'There is none of that kind.',
    )
  else if (entries.length === limit && last.seq > 1)
    call.terminal.note(`There may be older ones: --before ${last.seq}`)
  return exitCodes.ok
}

async function verify(call: Call): Promise<ExitCode> {
  const file = textOption(call, 'checkpoint')
  const given = file === null ? null : await readNamedFile(file, maxNoteBytes).catch(() => null)
  if (file !== null && given === null)
    throw usage(
      'The file of --checkpoint cannot be read.',
      'Name a file that `gatehouse ledger checkpoint` wrote.',
    )
  const note = given?.toString('utf8') ?? null
  const search = note === null ? '' : `?${new URLSearchParams({ checkpoint: note })}`
  const verdict = await withLedger<LedgerVerdictView>(call, {
    running: (client) => client.get(`/api/v1/ledger/verify${search}`, ledgerVerdict),
    stopped: (ledger) => ledger.verify(note === null ? [] : [note]),
  })
  if (call.json) call.terminal.json(verdict)
  else call.terminal.line(verdictWords(verdict))
  return verdict.valid ? exitCodes.ok : exitCodes.failed
}

async function checkpoint(call: Call): Promise<ExitCode> {
  const made = await withLedger(call, {
    running: (client) => client.post('/api/v1/ledger/checkpoint', checkpointView),
    stopped: (ledger) => ledger.checkpoint(),
  })
  if (call.json) call.terminal.json(made)
  else call.terminal.raw(made.note)
  return exitCodes.ok
}

async function exportLines(call: Call): Promise<ExitCode> {
  const text = await withLedger<string>(call, {
    running: async (client) => (await client.bytes('/api/v1/ledger/export')).toString('utf8'),
    stopped: (ledger) => [...ledger.lines()].map((line) => `${line}\n`).join(''),
  })
  call.terminal.raw(text)
  return exitCodes.ok
}

async function key(call: Call): Promise<ExitCode> {
  const found = await withLedger(call, {
    running: (client) => client.get('/api/v1/ledger/key', ledgerKey),
    stopped: (ledger) => ledger.key(),
  })
  if (call.json) call.terminal.json(found)
  else call.terminal.line(found.publicKey)
  return exitCodes.ok
}

async function withLedger<Result>(
  call: Call,
  ways: {
    running: (client: ControlClient) => Promise<Result>
    stopped: (ledger: LedgerDesk) => Result | Promise<Result>
  },
): Promise<Result> {
  const place = await whereaboutsOf(call)
  return withData(call, place, {
    running: ways.running,
    stopped: async (paths) => {
      const { openStoppedRecords } = await import('./stopped-records.ts')
      await using records = await openStoppedRecords(place.config, paths)
      return await ways.stopped(records.ledger)
    },
  })
}

function columns(line: LedgerLineView): string[] {
  const { seq, at, action, actor, actorName, subject, subjectName, erased, facts } = line
  const about = erased ? '(erased)' : (subjectName ?? `#${subject.slice(0, 8)}`)
  const words = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`)
  return [
    String(seq),
    timeOfDay(at),
    actorName === null ? actor : `account ${actorName}`,
    action,
    about,
    words.join(' '),
  ]
}

/** A checkpoint has some two hundred bytes, with a few witnesses a thousand. */
const maxNoteBytes = 4000
