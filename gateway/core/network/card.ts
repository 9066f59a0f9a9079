/** Writes the break-glass card: how the office gets online without the box, in words for whoever stands beside it. */
import type { NetworkSettings } from './model.ts'
import { type ChosenForDown, fateWords, whileDown } from './while-down.ts'

export interface CardFacts {
  office: string
  /** Whom to ask; '' where nobody is named. */
  contact: string
  /** The name of the box. */
  host: string
  /** null: the network part is off, clients know the proxy by setting or PAC. */
  network: Pick<NetworkSettings, 'way' | 'interfaces' | 'groups' | 'others' | 'masquerade'> | null
  chosen: ChosenForDown
}

/** To be printed and kept beside the box: when it is needed, there is no network to read it over. */
export function breakGlassCard(facts: CardFacts): string[] {
  const { network } = facts
  return [
    `NO INTERNET? HOW TO GET ${facts.office.toUpperCase()} ONLINE WITHOUT THE GATEWAY`,
    '',
    `This card belongs to the box "${facts.host}", which inspects what the office sends to the internet.`,
    'It is safe to follow. Until the box is back nothing is inspected, masked or recorded: send no customer data',
    'to web sites or assistants in that time that you would not send by open mail.',
    '',
    'FIRST, FIVE MINUTES',
    '  1. Do other things work (printing, the till)? If nothing in the house works, look at power and router first.',
    '  2. Pull the plug of the box, wait ten seconds, put it back, wait three minutes. Try again.',
    ...(network === null ? [] : withoutRules(network)),
    '',
    'THEN, WITHOUT THE BOX',
    ...(network === null
      ? withoutProxy(facts)
      : network.way === 'two-port'
        ? withoutInline(network)
        : withoutDetour()),
    '',
    'WHO HAS WEB WHILE ONLY ITS PROGRAM IS DOWN',
    ...groupLines(facts),
    '',
    'AFTERWARDS',
    '  Undo the steps in reverse order, then on the box: `gatehouse doctor`. Note from when to when it was out.',
    ...(facts.contact === '' ? [] : ['', `WHOM TO ASK: ${facts.contact}`]),
  ]
}

/** Our rules may be what lets clients out at all: then taking them away does not help. */
function withoutRules({ masquerade }: Pick<NetworkSettings, 'masquerade'>): string[] {
  if (masquerade)
    return [
      '  3. Do not take the rules of the network away (`gatehouse network down`): here they also lead clients out.',
    ]
  return [
    '  3. Somebody who may use the box: run `sudo gatehouse network down` on it. The box then forwards everything',
    '     unread, and nothing below is needed. `sudo gatehouse network up` puts it back.',
  ]
}

function withoutInline({ interfaces }: Pick<NetworkSettings, 'interfaces'>): string[] {
  return [
    `  1. Find the cable from the office to the box (its port ${interfaces.join(', ')}), and the one from the box to the router.`,
    '  2. Pull both out of the box. Put the one from the office into a free port (LAN) of the router.',
    '     One cable too short? Join both with a small switch or a coupling.',
    '  3. Restart each machine, or switch its network off and on: it gets a new address from the router.',
    '  4. Machines with addresses that somebody typed in (printers, tills) need them from the router, too: note the old ones.',
  ]
}

function withoutDetour(): string[] {
  return [
    '  1. Open the page of the router (its address stands on its label), log in, and find "DHCP".',
    '  2. "Default gateway" (also "router", "option 3") and "DNS" name the box: set both to the router itself, or to "automatic".',
    '  3. Find "firewall" or "access rules": switch off the rule that lets the box alone into the web.',
    '  4. Restart each machine, or switch its network off and on.',
    '  5. Machines with addresses that somebody typed in: set their gateway to the router.',
  ]
}

function withoutProxy({ host }: CardFacts): string[] {
  return [
    `  1. On each machine, in the settings under "proxy": switch off "use a proxy" and "setup script" (they name ${host}).`,
    '     Windows: Settings, Network, Proxy. macOS: System Settings, Network, Details, Proxies. iPhone, Android: the Wi-Fi, Proxy.',
    '     Firefox has a setting of its own: Settings, Network settings, "No proxy".',
    '  2. Where machines find the script by themselves (DHCP option 252): take the option out of the router, restart them.',
    '  3. Does the router let the box alone into the web? Switch that rule off: "firewall" or "access rules".',
  ]
}

function groupLines({ network, chosen }: CardFacts): string[] {
  const fates = whileDown({ settings: network, chosen, rulesAreGone: false })
  return [
    ...fates.map(({ name, fate }) => `  ${name ?? 'everybody else'}: ${fateWords[fate]}`),
    ...(network === null
      ? [
          '  Said of machines that are set to the proxy; all others, and mail, calls and whatever else is not web: as always.',
        ]
      : [
          '  Mail, calls and whatever else is not web: as always, as long as the box itself has power.',
          '  Without power of the box nobody behind it has anything: follow the steps above.',
        ]),
  ]
}
