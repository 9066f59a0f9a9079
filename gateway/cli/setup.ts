/** `gatehouse setup`: prints how machines and programs are set up, and the files that carry settings to them. */
import type { z } from 'zod'
import { checkList, pacAnswer, recipeList, wpadAnswer } from '../api/schemas/setup.ts'
import { proofWords } from '../core/setup/recipe.ts'
import { recipeLines } from '../core/setup/recipe-lines.ts'
import type { WpadServer } from '../core/setup/wpad.ts'
import { type Call, type CommandGroup, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'

export const setupCommands: CommandGroup = {
  summary: 'say how machines and programs are set up to use the gateway',
  commands: {
    list: {
      summary: 'list the systems and programs that there is a recipe for',
      usage: 'setup list',
      options: {},
      arguments: [0, 0],
      run: list,
    },
    show: {
      summary: 'print the recipe for one of them, and how it is undone',
      usage: 'setup show <name>',
      options: {},
      arguments: [1, 1],
      run: show,
    },
    pac: {
      summary: 'print the PAC file that a client gets',
      usage: 'setup pac <address>',
      details:
        'It ends in DIRECT for clients of groups with whenDown: open alone. Exit code 1: the client is not served.',
      options: {},
      arguments: [1, 1],
      run: pac,
    },
    wpad: {
      summary: 'print what makes machines find the PAC file by themselves',
      usage: 'setup wpad',
      options: {},
      arguments: [0, 0],
      run: wpad,
    },
    check: {
      summary: 'print what shows, on a client, whether it is set up right',
      usage: 'setup check',
      details: "A browser on the client is told the same by the page /check at the proxy's own address.",
      options: {},
      arguments: [0, 0],
      run: check,
    },
    profile: {
      summary: "print the profile with all roots for Apple's systems (.mobileconfig)",
      usage: 'setup profile',
      options: {},
      arguments: [0, 0],
      run: (call) => file(call, '/api/v1/setup/gatehouse.mobileconfig'),
    },
    policies: {
      summary: 'print the policies for Firefox (policies.json)',
      usage: 'setup policies',
      options: {},
      arguments: [0, 0],
      run: (call) => file(call, '/api/v1/setup/firefox-policies.json'),
    },
  },
}

async function list(call: Call): Promise<ExitCode> {
  const { recipes } = await ask(call, '/api/v1/setup/recipes', recipeList)
  if (call.json)
    for (const { id, title, kind, proof } of recipes) call.terminal.json({ id, title, kind, proof })
  else
    for (const line of table(
      recipes.map(({ id, title, proof }) => [id, title, proof.kind === 'tried' ? 'tried' : '']),
    ))
      call.terminal.line(line)
  if (!call.json) call.terminal.note('Print one with: gatehouse setup show <name>')
  return exitCodes.ok
}

async function show(call: Call): Promise<ExitCode> {
  const [name = ''] = call.arguments
  const { recipes } = await ask(call, '/api/v1/setup/recipes', recipeList)
  const recipe = recipes.find(({ id }) => id === name)
  if (recipe === undefined)
    throw usage('There is no recipe of that name.', `Take one of: ${recipes.map(({ id }) => id).join(', ')}.`)
  if (call.json) call.terminal.json(recipe)
  else for (const line of recipeLines(recipe)) call.terminal.line(line)
  return exitCodes.ok
}

async function pac(call: Call): Promise<ExitCode> {
  const [client = ''] = call.arguments
  const path = `/api/v1/setup/pac?client=${encodeURIComponent(client)}`
  const answer = await ask(call, path, pacAnswer)
  if (call.json) call.terminal.json(answer)
  else if (answer.file !== null) call.terminal.raw(answer.file)
  if (answer.file === null && !call.json)
    call.terminal.note('No client with this address is served (proxy.clients): it gets no PAC file.')
  return answer.file === null ? exitCodes.failed : exitCodes.ok
}

async function wpad(call: Call): Promise<ExitCode> {
  const { url, servers, dns, warnings } = await ask(call, '/api/v1/setup/wpad', wpadAnswer)
  if (call.json) {
    call.terminal.json({ url, servers, dns, warnings })
    return exitCodes.ok
  }
  call.terminal.line(`By DHCP, option 252: ${url}`)
  for (const line of [
    ...servers.flatMap(serverLines),
    ...['', `By DNS: ${dns.says}`],
    ...dns.servers.flatMap(serverLines),
    ...warnings.flatMap((warning) => ['', warning]),
  ])
    call.terminal.line(line)
  return exitCodes.ok
}

function serverLines({ title, proof, lines }: WpadServer): string[] {
  return ['', title, ...lines.map((line) => `    ${line}`), proofWords(proof)]
}

async function check(call: Call): Promise<ExitCode> {
  const { checks } = await ask(call, '/api/v1/setup/checks', checkList)
  if (call.json) for (const one of checks) call.terminal.json(one)
  else
    for (const { question, url, missing } of checks)
      for (const line of [
        question,
        `    curl -sSf --max-time 10 '${url}'`,
        `  Without an answer: ${missing}`,
        '',
      ])
        call.terminal.line(line)
  if (!call.json) call.terminal.note('Run the lines on the client. Each is answered by the gateway itself.')
  return exitCodes.ok
}

async function file(call: Call, path: string): Promise<ExitCode> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const bytes = await gateway.bytes(path)
  if (call.json) call.terminal.json({ text: bytes.toString('utf8') })
  else call.terminal.raw(bytes)
  return exitCodes.ok
}

async function ask<Model extends z.ZodType>(
  call: Call,
  path: string,
  model: Model,
): Promise<z.output<Model>> {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  return await gateway.get(path, model)
}
