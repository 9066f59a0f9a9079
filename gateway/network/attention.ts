/** Tells what about the network a person should know: what needs somebody, what is good to know, and how each is settled. */
import { bridgedSays, bridgedTodo } from '../core/network/bridged.ts'
import { hexMark } from '../core/network/group-rules.ts'
import type { DownChoice, NetworkSettings } from '../core/network/model.ts'
import { familyName, spanOf } from '../core/network/ranges.ts'
import { earlierRuleSays, earlierRulesTodo } from '../core/network/rules-of-others.ts'
import { doubts } from '../core/network/words.ts'
import { type Attention, actNow, note } from './attention-kinds.ts'
import { ofLeftOver, ofMachines } from './held-attention.ts'
import { isInForce, type NetworkFacts } from './network-facts.ts'

/** What needs somebody first, and of it the worst first. */
export function attention(facts: NetworkFacts, settings: NetworkSettings | null): Attention[] {
  if (settings === null) return ofLeftOver(facts)
  const all = [
    ...ofState(facts),
    ...ofTaking(facts, settings),
    ...ofRouting(facts, settings),
    ...ofMachines(facts),
    ...ofBox(facts, settings),
    ...ofNeighbours(facts, settings),
    ...doubtsOf(facts, settings),
  ]
  return all.toSorted((one, other) => one.severity.localeCompare(other.severity))
}

function ofState({ state, secondsLeft, isAsConfigured }: NetworkFacts): Attention[] {
  switch (state) {
    case 'down':
      return [
        actNow(
          state,
          'The rules are not in force: what clients send through this box passes unread.',
          'Put them in force: gatehouse network up. Or, if that is meant, set network.mode: off.',
        ),
      ]
    case 'foreign':
      return [
        actNow(
          state,
          'There is a table inet gatehouse that Gatehouse did not make, so it makes none.',
          'If nobody needs it: nft delete table inet gatehouse',
        ),
      ]
    case 'expired':
      return [
        actNow(
          state,
          'Nobody confirmed the rules in time, so they have no effect: what clients send through this box passes unread.',
          'Put them in force again: gatehouse network up',
        ),
      ]
    case 'trial':
      return [
        actNow(
          state,
          `The rules wait for a confirmation${secondsLeft === null ? '' : `, ${secondsLeft} s more`}; then they are taken back.`,
          'If clients have web: gatehouse network confirm',
        ),
      ]
    case 'up':
      return isAsConfigured === false
        ? [
            actNow(
              'changed',
              'The configuration was changed since; the rules in force are the older ones.',
              'Put the new ones in force: gatehouse network up. Or take the change back.',
            ),
          ]
        : []
  }
}

/** What becomes of groups while nobody listens, or somebody holds the port open and nobody answers there. */
function ofTaking({ state, listening, answering }: NetworkFacts, settings: NetworkSettings): Attention[] {
  const { listenerPort } = settings
  const means = whileDown(settings)
  if (!isInForce(state) || means === null) return []
  if (listening === false)
    return [
      actNow(
        'no-listener',
        `Nobody listens on port ${listenerPort}: ${means}.`,
        'Start the gateway, with transparent connections switched on: gatehouse doctor',
      ),
    ]
  if (answering === false)
    return [
      actNow(
        'no-answer',
        `Port ${listenerPort} is held open (by a socket unit, or by a gateway that was halted), and nobody answers there: ${means}.`,
        'Start the gateway and its workers: gatehouse doctor. Do they run? Then this box lets them send nothing to itself over lo (UDP).',
      ),
    ]
  return answering === null
    ? [
        note(
          'not-heard',
          'The rules are of an earlier release: they do not notice a gateway that is dead where a socket unit holds its port open.',
          'Put the present ones in force: gatehouse network up',
        ),
      ]
    : []
}

/** null: nobody's web traffic is taken. */
function whileDown({ groups, others }: NetworkSettings): string | null {
  const taken = [...groups, { ...others, name: 'everybody else' }].filter(({ web }) => web === 'intercept')
  const says = (choice: DownChoice, words: string) => {
    const names = taken.filter(({ whenDown }) => whenDown === choice).map(({ name }) => name)
    return names.length === 0 ? [] : [`${words} ${names.join(', ')}`]
  }
  const all = [...says('closed', 'no web for'), ...says('open', 'unread leaves the web traffic of')]
  return all.length === 0 ? null : all.join('; ')
}

function ofRouting(facts: NetworkFacts, { groups, others, routing }: NetworkSettings): Attention[] {
  const missing = (there: NetworkFacts['families']) =>
    isInForce(facts.state) ? facts.families.filter((family) => !there.includes(family)) : []
  const guestsHeld = facts.machines?.held?.guests ?? 0
  const hasGuests = guestsHeld > 0 || [...groups, others].some(({ web }) => web === 'guest')
  return [
    ...missing(facts.routed).map((family) =>
      actNow(
        `unrouted-${family}`,
        `The routing rule of ${familyName(family)} was removed by somebody: intercepted web traffic of it is refused.`,
        putBack,
      ),
    ),
    ...(hasGuests ? missing(facts.guestsHeld) : []).map((family) =>
      actNow(
        `guests-${family}`,
        `A routing rule of ${familyName(family)} was removed by somebody: guests have no internet, or reach what is between this box and its router.`,
        putBack,
      ),
    ),
    ...facts.bridged.map((one) =>
      actNow(`bridged-${one.family}-${one.interface}`, bridgedSays(one), bridgedTodo([one])),
    ),
    ...facts.earlier.map((rule) =>
      actNow(
        `earlier-rule-${rule.family}-${rule.priority}`,
        earlierRuleSays(rule, routing),
        earlierRulesTodo(facts.earlier),
      ),
    ),
  ]
}

const putBack =
  'Put it back: gatehouse network up. Does it happen again? systemd-networkd does it; set ManageForeignRoutingPolicyRules=no in /etc/systemd/networkd.conf.'

function ofBox(facts: NetworkFacts, settings: NetworkSettings): Attention[] {
  const networks = settings.groups.flatMap((group) => group.networks)
  return [
    ...facts.notForwarding.map((family) => {
      const isMeant = !networks.some((network) => spanOf(network).family === family)
      return (isMeant ? note : actNow)(
        `not-forwarding-${family}`,
        `This box forwards no ${familyName(family)}: what is not web goes nowhere.`,
        `${isMeant ? `No ${familyName(family)} in the office: nothing to do. Else set` : 'Set'} ${family === 'ipv4' ? 'net.ipv4.ip_forward' : 'net.ipv6.conf.all.forwarding'} = 1 in /etc/sysctl.d, then run sysctl --system.`,
      )
    }),
    ...facts.missingInterfaces.map((name) =>
      actNow(
        `missing-interface-${name}`,
        `This box has no interface ${name} now.`,
        'See which there are: ip link. Then correct network.clients.',
      ),
    ),
    ...facts.strict.map(({ table, hook }) =>
      note(
        `strict-${table}-${hook}`,
        `The table ${table} drops what it does not know (${hook}); its word counts beside ours.`,
        `Clients have web: nothing to do. Else ${
          hook === 'input'
            ? `let taken packets in there: meta mark ${hexMark(settings.routing)} accept`
            : `let clients through there: iifname { ${settings.interfaces.join(', ')} } accept, and answers: ct state established,related accept`
        }`,
      ),
    ),
  ]
}

function ofNeighbours({ counted }: NetworkFacts, { way }: NetworkSettings): Attention[] {
  const seen = (name: string) => (counted.network[name] ?? 0) > 0
  const isRouters = way === 'router-assisted'
  return [
    ...(seen('other-router')
      ? [
          actNow(
            'other-router',
            "Another machine in the clients' network announces itself as their way out (IPv6): they may go past this box.",
            `Find it, and switch its router advertisements off. Two gateways in one network undo each other. ${anew}`,
          ),
        ]
      : []),
    ...(seen('other-dhcp')
      ? [
          (isRouters ? note : actNow)(
            'other-dhcp',
            isRouters
              ? "The clients' addresses come from another machine (DHCP). In this way of standing that is the router, which has to name this box as gateway."
              : "Another machine in the clients' network hands out addresses (DHCP): it may send them past this box.",
            isRouters
              ? `It is the router, and clients have web through this box: nothing to do. ${anew}`
              : `Find it, and switch its DHCP off or let it name this box as gateway. Two gateways in one network undo each other. ${anew}`,
          ),
        ]
      : []),
  ]
}

const anew = 'Counting begins anew with: gatehouse network up'

/** Of a family that this box does not carry nothing passes unread. */
function doubtsOf({ families, notForwarding }: NetworkFacts, settings: NetworkSettings): Attention[] {
  return doubts(settings)
    .filter(({ family }) => family === null || (families.includes(family) && !notForwarding.includes(family)))
    .map(({ path, text, todo }) => note('doubt', `${path}: ${text}.`, todo))
}
