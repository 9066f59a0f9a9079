/** `gatehouse proposals`: list, accept, dismiss. */
import { acceptedProposal, proposalId, proposalList, proposalView } from '../api/schemas/proposals.ts'
import { type Proposal, proposalStates } from '../core/proposal/proposal.ts'
import { proposalWords } from '../core/proposal/words.ts'
import { type Call, type CommandGroup, usage, wordOption } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway, withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

/** More than anybody reads. */
const mostListed = 1000
const states = [...proposalStates, 'all'] as const

export const proposalCommands: CommandGroup = {
  summary: 'see which programs refuse our certificates, and answer',
  unnamed: 'list',
  commands: {
    list: {
      summary: 'show what waits for an answer, newest first',
      usage: 'proposals [list] [--state WORD]',
      details:
        'An app that trusts only its own maker’s certificates does not work while its host is looked into. With --json, one\nproposal a line.',
      options: {
        state: { type: 'string', value: 'WORD', text: `one of ${states.join(', ')} (open)` },
      },
      arguments: [0, 0],
      run: list,
    },
    accept: {
      summary: 'let connections of this client to this host pass unread from now on',
      usage: 'proposals accept <id>',
      details:
        'For this one client and host alone, as a correction that `gatehouse policy corrections` lists and `policy undo` takes\nback. Its connections are journaled by name and bytes. A rule that refuses the host goes on refusing it.',
      options: {},
      arguments: [1, 1],
      run: accept,
    },
    dismiss: {
      summary: 'leave all as it is, and say no more of it',
      usage: 'proposals dismiss <id>',
      options: {},
      arguments: [1, 1],
      run: dismiss,
    },
  },
}

async function list(call: Call): Promise<ExitCode> {
  const word = wordOption(call, 'state', states) ?? 'open'
  const state = word === 'all' ? null : word
  const place = await whereaboutsOf(call)
  const proposals = await withData<readonly Proposal[]>(call, place, {
    running: async (client) =>
      (await client.get(`/api/v1/proposals${state === null ? '' : `?state=${state}`}`, proposalList))
        .proposals,
    async stopped(paths) {
      const { openStoppedRecords } = await import('./stopped-records.ts')
      await using records = await openStoppedRecords(place.config, paths)
      return records.proposals.list(state, mostListed)
    },
  })
  if (call.json) for (const one of proposals) call.terminal.json({ ...one, ...proposalWords(one) })
  else for (const line of proposals.flatMap(linesOf)) call.terminal.line(line)
  if (proposals.length === 0)
    call.terminal.note(state === 'open' ? 'Nothing waits for an answer.' : 'There are none.')
  return exitCodes.ok
}

async function accept(call: Call): Promise<ExitCode> {
  const id = idOf(call)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const accepted = await gateway.post(`/api/v1/proposals/${id}/accept`, acceptedProposal)
  const { client, host, correction } = accepted.proposal
  if (call.json) call.terminal.json(accepted)
  else {
    call.terminal.line(`Connections of ${client} to ${host ?? ''} pass unread from now on.`)
    call.terminal.line(`gatehouse policy undo ${correction ?? ''} takes it back.`)
  }
  if (accepted.inForce) return exitCodes.ok
  call.terminal.note(
    'It is written, but not in force: the configuration has mistakes. gatehouse config check says which.',
  )
  return exitCodes.failed
}

async function dismiss(call: Call): Promise<ExitCode> {
  const id = idOf(call)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const proposal = await gateway.post(`/api/v1/proposals/${id}/dismiss`, proposalView)
  if (call.json) call.terminal.json(proposal)
  else call.terminal.line('All stays as it is, and nobody is asked again.')
  return exitCodes.ok
}

function linesOf(proposal: Proposal): string[] {
  const { id, state, lastAt, answeredAt, correction } = proposal
  const { happened, meaning, todo } = proposalWords(proposal)
  const answered = answeredAt === null ? '' : `, ${timeOfDay(answeredAt)}`
  return [
    ...table([
      [id, `${state}${answered}${correction === null ? '' : `, correction ${correction}`}`],
      ['', `${happened} Last ${timeOfDay(lastAt)}.`],
      ['', meaning],
      ...(todo === '' ? [] : [['', todo]]),
    ]),
    '',
  ]
}

function idOf(call: Call): string {
  const id = call.arguments[0] ?? ''
  if (!proposalId.safeParse(id).success)
    throw usage('A proposal is named by its id.', 'See it with `gatehouse proposals`.')
  return id
}
