/** `gatehouse clients`: shows the machines of the office, and says whose each is. */
import { clientList, clientView } from '../api/schemas/clients.ts'
import type { ClientView } from '../core/client/client.ts'
import { isKnownByCertificate } from '../core/client/device-client.ts'
import { GatewayError } from '../core/errors.ts'
import { deviceInClient, isDeviceClient } from '../core/login/client-name.ts'
import { clientColumns, clientFacts } from './client-words.ts'
import { type Call, type Command, type CommandGroup, hasFlag, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'

const machineWords =
  'A machine is named by its id, its name, the address of its network card, an address that it has now, or as device:NAME.'

export const clientCommands: CommandGroup = {
  summary: 'see the machines of the office, name them, cut one off',
  unnamed: 'list',
  commands: {
    list: {
      summary: 'show all machines that are known',
      usage: 'clients [list] [--waiting]',
      details:
        'With --json, one machine a line. Phones that make up the address of their card are not listed before you name one.',
      options: { waiting: { type: 'boolean', text: 'only those that wait for your answer' } },
      arguments: [0, 0],
      run: list,
    },
    show: {
      summary: 'show one machine',
      usage: 'clients show <machine>',
      details: machineWords,
      options: {},
      arguments: [1, 1],
      run: show,
    },
    name: {
      summary: 'say that a machine is yours, and what it is called',
      usage: 'clients name <machine> <name>',
      details: `${machineWords}\nCalled as a device is called, it is that device: what is decided counts for card and certificate.\nFrom then on the rules count for it. A phone is followed as long as it keeps the address of its card for your network.`,
      options: {},
      arguments: [2, 2],
      run: (call) => change(call, 'name', { name: call.arguments[1] ?? '' }),
    },
    group: {
      summary: 'put a machine into a group of office.clientGroups',
      usage: 'clients group <machine> [group]',
      details: `${machineWords}\nWithout a group it is taken out of the one that it is in. Either says that the machine is yours.`,
      options: {},
      arguments: [1, 2],
      run: (call) => change(call, 'group', { group: call.arguments[1] ?? null }),
    },
    guest: decision(
      'guest',
      'say that a machine is a guest’s',
      'It is never looked into, and reaches the internet alone.',
    ),
    quarantine: decision(
      'quarantine',
      'cut a machine off, at once',
      'Whatever it asks the proxy for is refused with a page that says why and whom to ask, whoever logs in on it. It counts until `clients release`.\nWhere the network part is in force, nothing else of it is forwarded either, and this box answers it by the proxy, DHCP and DNS alone,\nwithin seconds: end it from another machine, or on the box.',
    ),
    release: decision(
      'release',
      'end a quarantine',
      'The machine is what it was before: yours, a guest’s, or unknown.',
    ),
    forget: decision(
      'forget',
      'forget a machine and what was decided of it',
      'One that is still in the network is met anew, and waits for your answer.',
    ),
  },
}

function decision(
  word: 'guest' | 'quarantine' | 'release' | 'forget',
  summary: string,
  details: string,
): Command {
  return {
    summary,
    usage: `clients ${word} <machine>`,
    details: `${machineWords}\n${details}`,
    options: {},
    arguments: [1, 1],
    run: (call) => change(call, word, {}),
  }
}

async function list(call: Call): Promise<ExitCode> {
  const { isWatching, rules, clients } = await listed(call)
  const isWaiting = ({ state, quarantinedAt }: ClientView) => state === 'unknown' && quarantinedAt === null
  const shown = hasFlag(call, 'waiting') ? clients.filter(isWaiting) : clients
  if (call.json) for (const client of shown) call.terminal.json(client)
  else for (const line of table(shown.map(clientColumns))) call.terminal.line(line)
  if (!isWatching)
    call.terminal.note(
      'Machines are not watched, so nothing that was decided of them counts: gatehouse config set clients.watch true',
    )
  else if (shown.length === 0)
    call.terminal.note(hasFlag(call, 'waiting') ? 'None waits for you.' : 'None was met yet.')
  if (rules !== null && rules.state !== 'in-step') call.terminal.note(notFollowed[rules.state])
  return exitCodes.ok
}

async function show(call: Call): Promise<ExitCode> {
  const [wanted = ''] = call.arguments
  const { clients } = await listed(call)
  const name = wanted.trim().toLowerCase()
  const found = clients.filter(
    (one) => [one.id, one.hardware, one.name?.toLowerCase()].includes(name) || one.addresses.includes(name),
  )
  if (found.length === 0)
    throw new GatewayError(
      'CLIENT_UNKNOWN',
      {},
      { hint: '`gatehouse clients list` shows all, with their ids.' },
    )
  for (const client of found) {
    if (call.json) call.terminal.json(client)
    else for (const line of table(clientFacts(client))) call.terminal.line(line)
  }
  return exitCodes.ok
}

async function change(
  call: Call,
  decided: 'name' | 'group' | 'guest' | 'quarantine' | 'release' | 'forget',
  more: Readonly<Record<string, string | null>>,
): Promise<ExitCode> {
  const [machine = ''] = call.arguments
  if (machine === '') throw usage('A machine is missing.', 'See `gatehouse clients list`.')
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const client = await gateway.post(`/api/v1/clients/${decided}`, clientView, { machine, ...more })
  if (call.json) call.terminal.json(client)
  else call.terminal.line(sentences[decided](nameOf(client), client.group))
  if (decided === 'quarantine' && isKnownByCertificate(client)) call.terminal.note(byCertificateAlone(client))
  return exitCodes.ok
}

function nameOf({ id, name, hardware }: ClientView): string {
  return name ?? (isDeviceClient(hardware) ? hardware : id)
}

/** Whoever holds a device in his hands may as well not show its certificate. */
function byCertificateAlone({ hardware }: ClientView): string {
  const name = deviceInClient(hardware) ?? ''
  return `This holds where it shows its certificate. To hold its network card as well, say which it is: gatehouse clients name <machine> ${name}`
}

const notFollowed = {
  waiting:
    "The network's rules do not follow yet, so what does not pass the gateway is not held back: sudo gatehouse network sync",
  'no-rules':
    "The network's rules are not in force, so what does not pass the gateway is not held back: sudo gatehouse network status",
  'old-rules':
    "The network's rules are of an earlier release, so what does not pass the gateway is not held back: sudo gatehouse network up",
  unlooked:
    "Nobody has looked of late whether the network's rules still hold back what does not pass the gateway: sudo gatehouse network sync",
  unwritten:
    "What the network's rules are to know cannot be written down, so what does not pass the gateway is not held back: see the log",
  unread:
    "What the network's rules were told was gone, or not to be followed, and is written anew: sudo gatehouse network sync",
  'left-over':
    'The network part is switched off and its rules are still there: what you decide now changes nothing in them. Take them away: sudo gatehouse network down',
}

const sentences = {
  name: (name: string) => `It is yours and called ${name}: the rules count for it from now on.`,
  group: (name: string, group: string | null) =>
    group === null ? `${name} is in no group.` : `${name} is in group ${group}.`,
  guest: (name: string) => `${name} is a guest’s: it is not looked into, and reaches the internet alone.`,
  quarantine: (name: string) => `${name} is cut off. To let it in again: gatehouse clients release`,
  release: (name: string) => `${name} is out of quarantine.`,
  forget: (name: string) => `${name} is forgotten.`,
}

async function listed(call: Call) {
  await using gateway = await runningGateway(await whereaboutsOf(call))
  return await gateway.get('/api/v1/clients', clientList)
}
