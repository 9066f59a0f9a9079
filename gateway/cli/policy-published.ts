/** `gatehouse policy show|draft|publish|history|roll-back`: what the screen Policies does, by command, through the running gateway. */
import { readNamedFile } from '../../config/read-file.ts'
import {
  examination,
  policyHistory,
  policyOverview,
  policyVersion,
  published,
} from '../api/schemas/policy.ts'
import { maxPolicyCharacters } from '../core/policy/published.ts'
import { type Call, type Command, hasFlag, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import type { ControlClient } from './control-client.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { readInput } from './input.ts'
import { problemLines } from './policy-problems.ts'
import { historyLine, overviewLines } from './policy-words.ts'

export const publishedCommands: Record<'show' | 'draft' | 'publish' | 'history' | 'roll-back', Command> = {
  show: {
    summary: 'show what happens to which data at which kind of destination, and the rules in order',
    usage: 'policy show',
    details: 'Of the running gateway: what is in force, corrections included.',
    options: {},
    arguments: [0, 0],
    run: show,
  },
  draft: {
    summary: 'print the draft that waits, keep another, or throw it away',
    usage: 'policy draft [FILE | -] [--discard]',
    details:
      'One draft for all who may change the policy, as the screen Policies shows it. It has no effect, and need not be right.',
    options: { discard: { type: 'boolean', text: 'throw the draft away' } },
    arguments: [0, 1],
    run: draft,
  },
  publish: {
    summary: 'have a policy take effect; what counted before is kept',
    usage: 'policy publish [FILE | -]',
    details:
      'Without FILE: the draft. It is checked first, and nothing is written that has mistakes. A draft that was made from another\nfile than is there now is not published: look at both, then keep it anew with `policy draft FILE`.',
    options: {},
    arguments: [0, 1],
    run: publish,
  },
  history: {
    summary: 'list the versions that counted, by whom and since when, or print one',
    usage: 'policy history [ID]',
    options: {},
    arguments: [0, 1],
    run: history,
  },
  'roll-back': {
    summary: 'have an earlier version take effect again',
    usage: 'policy roll-back ID',
    options: {},
    arguments: [1, 1],
    run: rollBack,
  },
}

async function show(call: Call): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const overview = await gateway.get('/api/v1/policy', policyOverview)
  if (call.json) call.terminal.json(overview)
  else for (const line of overviewLines(overview)) call.terminal.line(line)
  return exitCodes.ok
}

async function draft(call: Call): Promise<ExitCode> {
  const [file] = call.arguments
  const discards = hasFlag(call, 'discard')
  if (discards && file !== undefined)
    throw usage('--discard and a file are two things.', 'Say one at a time.')
  await using gateway = await runningGateway(await whereaboutsOf(call))
  if (discards) {
    await gateway.post('/api/v1/policy/draft/discard', policyOverview)
    call.terminal.note('There is no draft any more.')
    return exitCodes.ok
  }
  const { draft: kept, version } = await gateway.get('/api/v1/policy', policyOverview)
  if (file !== undefined) {
    const text = await textOf(file)
    await gateway.post('/api/v1/policy/draft', policyOverview, { text, base: version })
    call.terminal.note('Kept. It has no effect until somebody publishes it.')
    return exitCodes.ok
  }
  if (kept === null) call.terminal.note('There is no draft.')
  else if (call.json) call.terminal.json(kept)
  else call.terminal.raw(Buffer.from(kept.text))
  return exitCodes.ok
}

async function publish(call: Call): Promise<ExitCode> {
  const [file] = call.arguments
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const { draft: kept, version } = await gateway.get('/api/v1/policy', policyOverview)
  const written = file === undefined ? kept : { text: await textOf(file), base: version }
  if (written === null)
    throw usage('There is no draft to publish.', 'Name a file, or keep a draft: gatehouse policy draft FILE.')
  const { text, base } = written
  if (!(await isSound(call, { gateway, text, name: file ?? 'draft' }))) return exitCodes.failed
  return told(call, await gateway.post('/api/v1/policy/publish', published, { text, base }))
}

async function isSound(
  call: Call,
  { gateway, text, name }: { gateway: ControlClient; text: string; name: string },
): Promise<boolean> {
  const { ok, problems } = await gateway.post('/api/v1/policy/check', examination, { text })
  for (const problem of problems) {
    const lines = problemLines({ ...problem, file: name, hint: problem.hint ?? '' })
    for (const line of lines) call.terminal.note(line)
  }
  if (!ok) {
    if (call.json) call.terminal.json({ ok, problems })
    call.terminal.note(`Nothing was published: correct ${name} first.`)
  }
  return ok
}

async function history(call: Call): Promise<ExitCode> {
  const [id] = call.arguments
  await using gateway = await runningGateway(await whereaboutsOf(call))
  if (id !== undefined) {
    const found = await gateway.get(`/api/v1/policy/history/${idOf(id)}`, policyVersion)
    if (call.json) call.terminal.json(found)
    else call.terminal.raw(Buffer.from(found.text))
    return exitCodes.ok
  }
  const { versions } = await gateway.get('/api/v1/policy/history?limit=200', policyHistory)
  for (const version of versions)
    if (call.json) call.terminal.json(version)
    else call.terminal.line(historyLine(version))
  if (versions.length === 0) call.terminal.note('Nothing was published yet.')
  return exitCodes.ok
}

async function rollBack(call: Call): Promise<ExitCode> {
  const id = idOf(call.arguments[0] ?? '')
  await using gateway = await runningGateway(await whereaboutsOf(call))
  return told(call, await gateway.post(`/api/v1/policy/history/${id}/restore`, published))
}

function told(call: Call, outcome: { version: string; inForce: boolean }): ExitCode {
  if (call.json) call.terminal.json(outcome)
  else if (outcome.inForce) call.terminal.line(`The policy is in force (${outcome.version}).`)
  if (outcome.inForce) return exitCodes.ok
  call.terminal.note(
    'It is written, but not in force: the configuration has mistakes. gatehouse config check says which.',
  )
  return exitCodes.failed
}

function idOf(text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw usage('A version is named by its number.', 'See it with `gatehouse policy history`.')
  return Number(text)
}

async function textOf(file: string): Promise<string> {
  const bytes =
    file === '-'
      ? await readInput(4 * maxPolicyCharacters)
      : await readNamedFile(file, 4 * maxPolicyCharacters).catch(() => null)
  if (bytes === null)
    throw usage('The file cannot be read.', 'Name a file that is there, or - for standard input.')
  const text = bytes.toString('utf8')
  if (text.length <= maxPolicyCharacters) return text
  throw usage(`A policy is at most ${maxPolicyCharacters} characters long here.`, 'Is it the right file?')
}
