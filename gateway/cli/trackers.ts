/** `gatehouse trackers`: what is done against trackers, what becomes of a host, and what the lists say. */
import { trackerAnswer, trackerStatus } from '../api/schemas/trackers.ts'
import type { TrackerAnswer, TrackerDesk, TrackerStatus } from '../api/services/trackers.ts'
import { clock } from '../app/clock.ts'
import { dataPaths } from '../app/paths.ts'
import { readPolicy } from '../app/policy-source.ts'
import { createTrackerDesk } from '../app/tracker-desk.ts'
import { type Call, type CommandGroup, textOption } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { type ControlClient, connectControl } from './control-client.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { answerLines, listLines, statusLines } from './tracker-words.ts'

export const trackerCommands: CommandGroup = {
  summary: 'see what is done against trackers, and test a host',
  commands: {
    status: {
      summary: 'say for whom what is done, and what it came to since the start',
      usage: 'trackers status',
      options: {},
      arguments: [0, 0],
      run: status,
    },
    test: {
      summary: 'say what becomes of a host, and why; nothing is sent',
      usage: 'trackers test <host> [--client ADDRESS|user:NAME|device:NAME]',
      details:
        'With --client, as the rules and groups have it for this client, at this moment. While the gateway is stopped, groups that machines are in by their cards are not known.',
      options: {
        client: { type: 'string', value: 'CLIENT', text: 'an address, user:anna, or device:till-1' },
      },
      arguments: [1, 1],
      run: test,
    },
    lists: {
      summary: 'show the lists: hosts, exceptions, lines that are not applied, what each refused',
      usage: 'trackers lists',
      options: {},
      arguments: [0, 0],
      run: lists,
    },
  },
}

async function status(call: Call): Promise<ExitCode> {
  const found = await statusOf(call)
  if (call.json) call.terminal.json(found)
  else for (const line of statusLines(found)) call.terminal.line(line)
  return exitCodes.ok
}

async function lists(call: Call): Promise<ExitCode> {
  const found = await statusOf(call)
  if (call.json) for (const list of found.lists) call.terminal.json(list)
  else for (const line of listLines(found.lists)) call.terminal.line(line)
  if (found.lists.length === 0) call.terminal.note('There are none: name some in trackers.lists.')
  for (const why of found.leftOut) call.terminal.note(`A list is left out. ${why}`)
  return exitCodes.ok
}

async function test(call: Call): Promise<ExitCode> {
  const question = { host: call.arguments[0] ?? '', client: textOption(call, 'client') }
  const found = await ask<TrackerAnswer>(call, {
    running: (gateway) => gateway.post('/api/v1/trackers/test', trackerAnswer, question),
    stopped: (desk) => desk.test(question),
  })
  if (call.json) call.terminal.json(found)
  else for (const line of answerLines(found)) call.terminal.line(line)
  return exitCodes.ok
}

function statusOf(call: Call): Promise<TrackerStatus> {
  return ask(call, {
    running: (gateway) => gateway.get('/api/v1/trackers', trackerStatus),
    stopped: (desk) => desk.status(),
  })
}

/** What is in force, or where nothing runs, what a start would make of the files. */
async function ask<Found>(
  call: Call,
  ways: { running(gateway: ControlClient): Promise<Found>; stopped(desk: TrackerDesk): Found },
): Promise<Found> {
  const { config, mistake } = await whereaboutsOf(call)
  await using gateway = await connectControl(dataPaths(config).control)
  if (gateway !== null) return await ways.running(gateway)
  if (mistake !== null) throw mistake
  call.terminal.note('The gateway is stopped: reading the configuration and the lists.')
  const policy = await readPolicy(config)
  return ways.stopped(
    createTrackerDesk({ policy: () => policy, counts: null, clients: null, now: clock.now }),
  )
}
