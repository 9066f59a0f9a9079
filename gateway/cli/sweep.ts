/** `gatehouse sweep`: plan, run, list. */

import { setTimeout as delay } from 'node:timers/promises'
import type { z } from 'zod'
import { begunSweep, type PlanLineView, sweepList, sweepPlan, sweepRecord } from '../api/schemas/sweeps.ts'
import { countOf } from '../core/pages/words.ts'
import { type Call, type CommandGroup, hasFlag, numberOption, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import type { ControlClient } from './control-client.ts'
import { runningGateway, withData } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { readInput } from './input.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export const sweepCommands: CommandGroup = {
  summary: 'destroy what is older than it may be, and prove it',
  commands: {
    plan: {
      summary: 'show what a sweep would destroy and keep now, and why; takes nothing away',
      usage: 'sweep plan',
      options: {},
      arguments: [0, 0],
      run: plan,
    },
    run: {
      summary: 'sweep now, and write a signed proof',
      usage: 'sweep run [--yes] [--clock-is-right]',
      details:
        'What it destroys cannot be brought back. Legal holds win: gatehouse hold set. One sweep comes by itself each day.',
      options: {
        yes: { type: 'boolean', text: 'do not ask' },
        'clock-is-right': {
          type: 'boolean',
          text: 'the clock jumped, somebody compared it with another one, and it is right',
        },
      },
      arguments: [0, 0],
      run,
    },
    list: {
      summary: 'show sweeps, newest first, and what stands in the way of those that are not done',
      usage: 'sweep list [--limit N]',
      options: { limit: { type: 'string', value: 'N', text: 'at most this many (20)' } },
      arguments: [0, 0],
      run: list,
    },
  },
}

type Plan = z.output<typeof sweepPlan>
type Sweep = z.output<typeof sweepRecord>

async function plan(call: Call): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const found = await gateway.get('/api/v1/sweeps/plan', sweepPlan)
  if (call.json) call.terminal.json(found)
  else showPlan(call, found)
  return exitCodes.ok
}

async function run(call: Call): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  if (!hasFlag(call, 'yes')) await askFirst(call, gateway)
  const clockIsRight = hasFlag(call, 'clock-is-right')
  const { id } = await gateway.post(`/api/v1/sweeps?clockIsRight=${clockIsRight}`, begunSweep)
  const sweep = await ended(gateway, id, call.signal)
  if (call.json) call.terminal.json(sweep)
  else call.terminal.line(columns(sweep).join('  '))
  if (sweep.hasProof) call.terminal.note(`The proof: gatehouse proof show ${id}`)
  else call.terminal.note('There is no proof. It is carried on at the next run, and each day.')
  return sweep.state === 'complete' ? exitCodes.ok : exitCodes.failed
}

async function list(call: Call): Promise<ExitCode> {
  const limit = numberOption(call, 'limit', { min: 1, max: 200 }) ?? 20
  const place = await whereaboutsOf(call)
  const sweeps = await withData<readonly Sweep[]>(call, place, {
    running: async (client) => (await client.get(`/api/v1/sweeps?limit=${limit}`, sweepList)).sweeps,
    stopped: async (paths) => {
      const { openStoppedRecords } = await import('./stopped-records.ts')
      await using records = await openStoppedRecords(place.config, paths)
      return records.sweeps.list(limit)
    },
  })
  if (call.json) for (const sweep of sweeps) call.terminal.json(sweep)
  else for (const line of table(sweeps.map(columns))) call.terminal.line(line)
  if (sweeps.length === 0) call.terminal.note('There was none yet.')
  return exitCodes.ok
}

/** Throws USAGE where nobody is there to answer, or the answer is no. */
async function askFirst(call: Call, gateway: ControlClient): Promise<void> {
  if (call.json || !process.stdin.isTTY)
    throw usage(
      'Nobody can be asked here whether to destroy.',
      'Look at gatehouse sweep plan, then add --yes.',
    )
  const found = await gateway.get('/api/v1/sweeps/plan', sweepPlan)
  showPlan(call, found)
  call.terminal.note('What is destroyed cannot be brought back. Type yes, Enter and Ctrl-D to go on:')
  const answer = (await readInput(100)).toString('utf8').trim()
  if (answer !== 'yes') throw usage('Nothing was destroyed.', 'Only the answer yes begins a sweep.')
}

/** The sweep when it has come to an end, or when the person does not want to wait any more. */
async function ended(gateway: ControlClient, id: string, signal: AbortSignal): Promise<Sweep> {
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 2000)) {
    const sweep = await gateway.get(`/api/v1/sweeps/${id}`, sweepRecord)
    if (sweep.state !== 'running' || signal.aborted) return sweep
    await delay(waitMs, undefined, { signal }).catch(() => undefined)
  }
}

function showPlan({ terminal }: Call, { lines, clock }: Plan): void {
  for (const line of table(lines.map(planColumns))) terminal.line(line)
  for (const line of lines) for (const words of consequencesOf(line)) terminal.note(words)
  const doomed = lines.filter(({ verdict }) => verdict === 'destroy').length
  terminal.note(`${doomed} of ${countOf(lines.length, 'period')} would be destroyed.`)
  if (clock.words !== null) terminal.note(`But no sweep runs now. ${clock.words}`)
}

function planColumns(line: PlanLineView): string[] {
  const { class: kind, source, period, items } = line.period
  return [line.verdict, period, kind, source ?? '-', countOf(items, 'item'), whyOf(line)]
}

/** What becomes unreadable elsewhere: what a vendor was given as tokens stays tokens for ever. */
function consequencesOf({ verdict, period: { period, holders = [] } }: PlanLineView): string[] {
  if (verdict !== 'destroy') return []
  return holders.map(
    ({ name, items }) => `${countOf(items, 'token')} of ${period} at ${name} can then never be read again.`,
  )
}

function whyOf({ reason, dueAt, days, holds }: PlanLineView): string {
  const due = timeOfDay(dueAt ?? 0)
  switch (reason) {
    case 'age':
      return `kept ${days} days, due since ${due}`
    case 'not-yet':
      return `kept ${days} days, due ${due}`
    case 'hold':
      return `due since ${due}, but held: ${(holds ?? []).join(', ')}`
    case 'no-schedule':
      return 'no retention is set for its class'
    case 'no-period':
      return 'its period cannot be read'
  }
}

function columns(sweep: Sweep): string[] {
  const held = sweep.keptByHold === 0 ? '' : `${sweep.keptByHold} kept by holds`
  return [sweep.id, timeOfDay(sweep.plannedAt), sweep.cause, stateWords[sweep.state], sweep.problem ?? held]
}

const stateWords: Readonly<Record<Sweep['state'], string>> = {
  running: 'running',
  pending: 'NOT DONE',
  failed: 'STOPPED',
  complete: 'proven',
}
