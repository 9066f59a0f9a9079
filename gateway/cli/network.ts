/** `gatehouse network`: puts the rules for transparent traffic in force, confirms them, takes them away, and explains them. */
import { networkRouting, networkSettings } from '../../config/sections/network.ts'
import { dataPaths } from '../app/paths.ts'
import { bridgedSays, bridgedTodo } from '../core/network/bridged.ts'
import { breakGlassCard } from '../core/network/card.ts'
import { protocolRows } from '../core/network/overview.ts'
import { earlierRuleSays, earlierRulesTodo } from '../core/network/rules-of-others.ts'
import { networkRuleset } from '../core/network/ruleset.ts'
import { waysIn } from '../core/network/ways.ts'
import { consequences, doubts, nobodyListens } from '../core/network/words.ts'
import { networkService, type SwitchedOff } from '../network/service.ts'
import { type Call, type CommandGroup, hasFlag, usage } from './command.ts'
import { configurationOf } from './configuration.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { statusLines, syncedWords } from './network-words.ts'

export const networkCommands: CommandGroup = {
  summary: 'take the web traffic of clients that know no proxy',
  commands: {
    up: {
      summary: 'put the rules in force, until they are confirmed or their time is up',
      usage: 'network up [--unchanged]',
      details:
        'Asks for a confirmation within network.confirmMs (1min); without one everything is taken back, whoever was killed meanwhile.\nNeeds root, nftables and iproute2. Only a table, a routing table and a mark of our own are touched. --unchanged asks nothing\nand takes what was confirmed last, though the configuration was changed since: for a service unit at the start of the box.',
      options: { unchanged: { type: 'boolean', text: 'take what was confirmed before, and nothing else' } },
      arguments: [0, 0],
      run: up,
    },
    confirm: {
      summary: 'keep the rules that were just put in force',
      usage: 'network confirm',
      options: {},
      arguments: [0, 0],
      run: confirm,
    },
    down: {
      summary: 'take the rules away: everything passes unread',
      usage: 'network down',
      details:
        'What was put in force is taken away whole; what others have is not touched. Connections\nthat are being intercepted may end; forwarded ones go on.',
      options: {},
      arguments: [0, 0],
      run: down,
    },
    sync: {
      summary: 'bring quarantine and guests in step with what the gateway says of machines',
      usage: 'network sync',
      details:
        'For the units of gateway/network/README.md, which run it whenever that changes: with CAP_NET_ADMIN, as the gateway’s own\nuser or as root. No rule is loaded or changed; the kernel’s lists of machines are replaced, all at once.',
      options: {},
      arguments: [0, 0],
      run: sync,
    },
    status: {
      summary: 'say what is in force, what it counted, and what needs attention',
      usage: 'network status',
      details: 'Exit code 1: something needs you. What is good to know alone is exit code 0.',
      options: {},
      arguments: [0, 0],
      run: status,
    },
    plan: {
      summary: 'print the rules without putting them in force',
      usage: 'network plan',
      options: {},
      arguments: [0, 0],
      run: plan,
    },
    protocols: {
      summary: 'list what is not web, and what becomes of it by default',
      usage: 'network protocols',
      options: {},
      arguments: [0, 0],
      run: listProtocols,
    },
    card: {
      summary: 'print the card that says how to get online without the box',
      usage: 'network card',
      details:
        'Print it on paper and keep it beside the box: when it is needed, there is no network to read it over.',
      options: {},
      arguments: [0, 0],
      run: card,
    },
    ways: {
      summary: 'explain the three ways to put the box into a network',
      usage: 'network ways',
      options: {},
      arguments: [0, 0],
      run: async (call) => printLines(call, 'ways', waysIn),
    },
  },
}

async function up(call: Call): Promise<ExitCode> {
  const { config, service } = await serviceOf(call)
  const result = await service.up({ unchanged: hasFlag(call, 'unchanged') })
  if (result.outcome === 'switched-off') return saySwitchedOff(call, result)
  const { settings, ...applied } = result
  const chosen = consequences(settings)
  const unheard = config.proxy.transparent === null ? nobodyListens(settings) : []
  const warnings = [...unheard, ...doubts(settings)]
  if (call.json) call.terminal.json({ ...applied, consequences: chosen, warnings })
  else {
    call.terminal.line('The rules are in force.')
    for (const { group, says } of chosen) call.terminal.line(`  ${group}: ${says}`)
    if (!applied.isAsConfigured)
      call.terminal.note(
        'Warning: the configuration was changed since they were confirmed, and is not in force.\n    Put it in force: gatehouse network up',
      )
    for (const rule of applied.earlier)
      call.terminal.note(
        `Warning: ${earlierRuleSays(rule, settings.routing)}\n    ${earlierRulesTodo(applied.earlier)}`,
      )
    for (const one of applied.bridged)
      call.terminal.note(`Warning: ${bridgedSays(one)}\n    ${bridgedTodo([one])}`)
    if (applied.machines === null)
      call.terminal.note(
        'Warning: what the gateway says of machines is not to be followed, so one in quarantine may not be held back.\n    See why: gatehouse network sync',
      )
    for (const { path, text, todo } of warnings) call.terminal.note(`Warning: ${path}: ${text}.\n    ${todo}`)
    if (applied.confirmWithinMs !== null)
      call.terminal.note(
        `They are taken back in ${Math.floor(applied.confirmWithinMs / 1000)} seconds unless you say that clients still have web:\n    gatehouse network confirm`,
      )
  }
  return exitCodes.ok
}

function saySwitchedOff(call: Call, result: SwitchedOff): ExitCode {
  if (call.json) call.terminal.json(result)
  else
    call.terminal.line(
      'The network part is switched off (network.mode: off), so nothing was put in force: what clients send through this box passes unread.',
    )
  call.terminal.note(
    'What was confirmed stays noted. Once it is switched on again, a start of the box takes it; to try it first: gatehouse network up',
  )
  return exitCodes.ok
}

async function confirm(call: Call): Promise<ExitCode> {
  const { service } = await serviceOf(call)
  const confirmed = await service.confirm()
  if (call.json) call.terminal.json(confirmed)
  else call.terminal.line('Confirmed: the rules stay.')
  if (!confirmed.noted)
    call.terminal.note(
      'This could not be noted in the data folder, or the configuration was changed since `network up`:\n    a start of the box takes what was confirmed before. Run `gatehouse network up` and `confirm` again.',
    )
  return exitCodes.ok
}

async function down(call: Call): Promise<ExitCode> {
  const { service, settings } = await serviceOf(call)
  const removed = await service.down()
  if (call.json) call.terminal.json({ removed })
  else if (removed)
    call.terminal.line('The rules are taken away: what clients send through this box passes unread.')
  else call.terminal.line('There was nothing to take away.')
  if (removed && settings?.masquerade === true)
    call.terminal.note(
      'Masquerading ended with them: unless the router knows the way back to the clients, they have no internet over IPv4.',
    )
  return exitCodes.ok
}

async function sync(call: Call): Promise<ExitCode> {
  const { service } = await serviceOf(call)
  const synced = await service.sync()
  if (call.json) call.terminal.json(synced)
  else call.terminal.line(syncedWords(synced))
  return synced.outcome === 'old-rules' ? exitCodes.failed : exitCodes.ok
}

async function status(call: Call): Promise<ExitCode> {
  const { service, settings } = await serviceOf(call)
  const now = await service.status()
  if (call.json) call.terminal.json(now)
  else for (const line of statusLines(now, settings)) call.terminal.line(line)
  return now.attention.some(({ severity }) => severity === 'act-now') ? exitCodes.failed : exitCodes.ok
}

async function plan(call: Call): Promise<ExitCode> {
  const { settings } = await serviceOf(call)
  if (settings === null)
    throw usage('The network part is switched off.', 'Set network.mode: transparent first.')
  const script = networkRuleset(settings, null)
  if (call.json)
    call.terminal.json({ nft: script, consequences: consequences(settings), warnings: doubts(settings) })
  else call.terminal.raw(script)
  return exitCodes.ok
}

async function listProtocols(call: Call): Promise<ExitCode> {
  const rows = protocolRows()
  if (call.json) for (const row of rows) call.terminal.json(row)
  else {
    for (const { line, title, ports, byDefault, note } of rows) {
      call.terminal.line(`${line.padEnd(16)}${title}`)
      call.terminal.line(`${''.padEnd(16)}${ports}: ${byDefault}`)
      call.terminal.line(`${''.padEnd(16)}${note}`)
    }
    call.terminal.note(
      'Refuse a line for a group with network.groups.<name>.refuse; none of them is inspected.',
    )
  }
  return exitCodes.ok
}

async function card(call: Call): Promise<ExitCode> {
  const { config, settings } = await serviceOf(call)
  const { name, contact, host } = config.office
  return printLines(
    call,
    'card',
    breakGlassCard({ office: name, contact, host, network: settings, chosen: config.network }),
  )
}

function printLines(call: Call, name: string, lines: readonly string[]): ExitCode {
  if (call.json) call.terminal.json({ [name]: lines })
  else for (const line of lines) call.terminal.line(line)
  return exitCodes.ok
}

async function serviceOf(call: Call) {
  const { config } = await configurationOf(call)
  const settings = networkSettings(config)
  const service = networkService({
    settings,
    routing: networkRouting(config),
    confirmMs: config.network.confirmMs,
    confirmedFile: dataPaths(config).networkConfirmed,
    machineFiles: dataPaths(config).networkMachines,
  })
  return { config, settings, service }
}
