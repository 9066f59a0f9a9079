/** `gatehouse incident`: list, show, ack, close, test-webhook. */
import {
  incidentDetails,
  incidentId,
  incidentPage,
  incidentView,
  webhookTrial,
} from '../api/schemas/incidents.ts'
import type { IncidentListQuery } from '../api/services/incidents.ts'
import { closingOutcomes, incidentStates } from '../core/incident/incident.ts'
import { closingNote, maxNoteLength } from '../core/incident/note.ts'
import type { IncidentDetails, IncidentPage } from '../core/incident/view.ts'
import { type Call, type CommandGroup, numberOption, textOption, usage, wordOption } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway, withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { detailLines, listLines, stateLine } from './incident-lines.ts'

export const incidentCommands: CommandGroup = {
  summary: 'see alarms, acknowledge and close them',
  commands: {
    list: {
      summary: 'show incidents, newest first',
      usage: 'incident list [--state WORD] [--limit N] [--before ID]',
      details:
        'With --json, one incident a line. Where there are more, standard error names the --before of the next page.',
      options: {
        state: { type: 'string', value: 'WORD', text: `only these: ${incidentStates.join(', ')}` },
        limit: { type: 'string', value: 'N', text: 'at most this many (50)' },
        before: { type: 'string', value: 'ID', text: 'older than this incident: the next page' },
      },
      arguments: [0, 0],
      run: list,
    },
    show: {
      summary: 'show one incident with its signals and the numbers behind them',
      usage: 'incident show <id>',
      options: {},
      arguments: [1, 1],
      run: show,
    },
    ack: {
      summary: 'say that you are aware of it: the 72 hours of GDPR Art. 33 begin',
      usage: 'incident ack <id>',
      options: {},
      arguments: [1, 1],
      run: acknowledge,
    },
    close: {
      summary: 'end an incident, and say how',
      usage: `incident close <id> --outcome ${closingOutcomes.join('|')} [--note TEXT]`,
      details: 'What was no breach is closed at once; everything else has to be acknowledged first.',
      options: {
        outcome: { type: 'string', value: 'WORD', text: `one of: ${closingOutcomes.join(', ')}` },
        note: { type: 'string', value: 'TEXT', text: 'why; better without names of people' },
      },
      arguments: [1, 1],
      run: close,
    },
    'test-webhook': {
      summary: 'post a test to the webhook, and say how it went',
      usage: 'incident test-webhook',
      options: {},
      arguments: [0, 0],
      run: testWebhook,
    },
  },
}

async function list(call: Call): Promise<ExitCode> {
  const query = queryOf(call)
  const place = await whereaboutsOf(call)
  const page = await withData<IncidentPage>(call, place, {
    running: (client) => client.get(`/api/v1/incidents?${searchOf(query)}`, incidentPage),
    stopped: async (paths) =>
      (await import('./stopped-incidents.ts')).listStopped(place.config, paths, query),
  })
  if (call.json) for (const incident of page.incidents) call.terminal.json(incident)
  else for (const line of listLines(page.incidents)) call.terminal.line(line)
  if (page.next !== null) call.terminal.note(`There are older ones: --before ${page.next}`)
  else if (page.incidents.length === 0)
    call.terminal.note(isNarrowed(query) ? 'There is none of that kind.' : 'There are none.')
  return exitCodes.ok
}

async function show(call: Call): Promise<ExitCode> {
  const id = idOf(call)
  const place = await whereaboutsOf(call)
  const details = await withData<IncidentDetails>(call, place, {
    running: (client) => client.get(`/api/v1/incidents/${id}`, incidentDetails),
    stopped: async (paths) => (await import('./stopped-incidents.ts')).showStopped(place.config, paths, id),
  })
  if (call.json) call.terminal.json(details)
  else for (const line of detailLines(details)) call.terminal.line(line)
  return exitCodes.ok
}

async function acknowledge(call: Call): Promise<ExitCode> {
  const id = idOf(call)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const incident = await gateway.post(`/api/v1/incidents/${id}/acknowledge`, incidentView)
  if (call.json) call.terminal.json(incident)
  else call.terminal.line(stateLine(incident))
  return exitCodes.ok
}

async function close(call: Call): Promise<ExitCode> {
  const id = idOf(call)
  const outcome = wordOption(call, 'outcome', closingOutcomes)
  if (outcome === null)
    throw usage('An incident is closed with an --outcome.', `Take one of: ${closingOutcomes.join(', ')}.`)
  const note = textOption(call, 'note') ?? ''
  if (!closingNote.safeParse(note).success)
    throw usage(
      '--note takes text without control characters.',
      `Write at most ${maxNoteLength} characters; line breaks are fine.`,
    )
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const incident = await gateway.post(`/api/v1/incidents/${id}/close`, incidentView, { outcome, note })
  if (call.json) call.terminal.json(incident)
  else call.terminal.line(stateLine(incident))
  return exitCodes.ok
}

async function testWebhook(call: Call): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const trial = await gateway.post('/api/v1/incidents/test-webhook', webhookTrial)
  if (call.json) call.terminal.json(trial)
  else {
    const status = trial.status === null ? '' : ` Status ${trial.status}.`
    call.terminal.line(`${trial.words}${status} It took ${trial.durationMs} ms.`)
    if (trial.delivered && !trial.signed)
      call.terminal.note(
        'Posts are not signed: set incidents.webhook.secretFile if the receiver can check it.',
      )
  }
  return trial.delivered ? exitCodes.ok : exitCodes.failed
}

function queryOf(call: Call): IncidentListQuery {
  const state = wordOption(call, 'state', incidentStates)
  const before = textOption(call, 'before')
  if (before !== null && !incidentId.safeParse(before).success)
    throw usage('--before takes the id of an incident.', 'The page before names it.')
  return {
    limit: numberOption(call, 'limit', { min: 1, max: 200 }) ?? 50,
    ...(before === null ? {} : { before }),
    ...(state === null ? {} : { state }),
  }
}

function isNarrowed({ before, state }: IncidentListQuery): boolean {
  return before !== undefined || state !== undefined
}

function searchOf({ limit, before, state }: IncidentListQuery): string {
  const search = new URLSearchParams({ limit: String(limit) })
  if (before !== undefined) search.set('before', before)
  if (state !== undefined) search.set('state', state)
  return search.toString()
}

function idOf(call: Call): string {
  const id = call.arguments[0] ?? ''
  if (!incidentId.safeParse(id).success)
    throw usage('An incident is named by its id.', 'See it with `gatehouse incident list`.')
  return id
}
