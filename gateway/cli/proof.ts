/** `gatehouse proof`: show and verify proofs of deletion. */
import { readNamedFile } from '../../config/read-file.ts'
import { ledgerKey } from '../api/schemas/ledger.ts'
import { isGatewayError } from '../core/errors.ts'
import { countOf } from '../core/pages/words.ts'
import { checkProof, type ProofVerdict, proofProblems } from '../core/retention/check-proof.ts'
import { timedIdForm } from '../core/timed-id.ts'
import { type Call, type CommandGroup, textOption, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export const proofCommands: CommandGroup = {
  summary: 'show and verify signed proofs of deletion',
  commands: {
    show: {
      summary: "print a sweep's proof, as it was signed",
      usage: 'proof show <sweep>',
      options: {},
      arguments: [1, 1],
      run: show,
    },
    verify: {
      summary: 'check a proof: that it is whole, and whose it is',
      usage: 'proof verify <file> [--key KEY]',
      details:
        'Anywhere, without a gateway: with the key that `gatehouse ledger key` printed on the box. Without --key, the key of\nthe gateway here is asked for.',
      options: {
        key: { type: 'string', value: 'KEY', text: 'the public key that must have signed it, base64' },
      },
      arguments: [1, 1],
      run: verify,
    },
  },
}

async function show(call: Call): Promise<ExitCode> {
  const id = call.arguments[0] ?? ''
  if (!timedIdForm.test(id)) throw usage('proof show takes the id of a sweep.', 'gatehouse sweep list')
  const place = await whereaboutsOf(call)
  const text = await withData<string | null>(call, place, {
    running: async (client) => (await client.bytes(`/api/v1/sweeps/${id}/proof`)).toString('utf8'),
    stopped: async (paths) => {
      const { openStoppedRecords } = await import('./stopped-records.ts')
      await using records = await openStoppedRecords(place.config, paths)
      return records.sweeps.proof(id)
    },
  })
  if (text === null) throw usage('There is no proof of such a sweep.', 'gatehouse sweep list')
  call.terminal.raw(`${text}\n`)
  return exitCodes.ok
}

async function verify(call: Call): Promise<ExitCode> {
  const file = call.arguments[0] ?? ''
  const bytes = await readNamedFile(file, maxProofBytes).catch(() => null)
  if (bytes === null) throw usage('The proof cannot be read.', 'Name a file that gatehouse proof show wrote.')
  const key = textOption(call, 'key') ?? (await ownKey(call))
  if (key !== null && !/^[A-Za-z0-9+/]{43}=$/.test(key))
    throw usage('--key takes 44 characters of base64.', 'gatehouse ledger key prints it on the box.')
  const verdict = checkProof(bytes.toString('utf8'), key)
  if (call.json) call.terminal.json(jsonOf(verdict))
  else for (const line of linesOf(verdict)) call.terminal.line(line)
  return verdict.valid && verdict.pinned ? exitCodes.ok : exitCodes.failed
}

/** Null where there is no gateway here; a proof is then checked against the key that it names itself. */
async function ownKey(call: Call): Promise<string | null> {
  try {
    const place = await whereaboutsOf(call)
    return await withData<string>(call, place, {
      running: async (client) => (await client.get('/api/v1/ledger/key', ledgerKey)).publicKey,
      stopped: async (paths) => {
        const { openStoppedRecords } = await import('./stopped-records.ts')
        await using records = await openStoppedRecords(place.config, paths)
        return records.ledger.key().publicKey
      },
    })
  } catch (error) {
    if (isGatewayError(error, 'NOT_RUNNING')) return null
    throw error
  }
}

function jsonOf(verdict: ProofVerdict) {
  if (!verdict.valid) return { ...verdict, meaning: proofProblems[verdict.problem] }
  const { statement, publicKey } = verdict.proof
  return {
    valid: true,
    pinned: verdict.pinned,
    publicKey,
    id: statement.id,
    destroyed: statement.destroyed.length,
  }
}

function linesOf(verdict: ProofVerdict): string[] {
  if (!verdict.valid) {
    const where = verdict.parts.length === 0 ? '' : ` (${verdict.parts.slice(0, 20).join(', ')})`
    return [`THE PROOF DOES NOT VERIFY. ${proofProblems[verdict.problem]}${where}`]
  }
  const { statement, publicKey } = verdict.proof
  return [
    verdict.pinned
      ? 'The proof is whole and signed by the expected key.'
      : `THE PROOF IS WHOLE, BUT NOBODY VOUCHES FOR ITS KEY (${publicKey}): give the box's own with --key.`,
    `Sweep ${statement.id}, ${timeOfDay(statement.finishedAt)}: ${countOf(statement.destroyed.length, 'period')} destroyed.`,
    ...table(
      statement.destroyed.map(({ period, class: kind, source, items, keys, retentionDays }) => [
        ...[`  ${period}`, kind, source ?? '-', countOf(items, 'item'), countOf(keys.length, 'key')],
        `kept ${retentionDays} days`,
      ]),
    ),
    ...(statement.keptByHold === 0
      ? []
      : [`Due, and kept by a hold: ${countOf(statement.keptByHold, 'period')}.`]),
    ...(statement.clockConfirmed ? ['The clock had jumped; a person vouched for it.'] : []),
    statement.medium.statement,
  ]
}

/** A hundred thousand lines of a few hundred bytes. */
const maxProofBytes = 64 * 1024 * 1024
