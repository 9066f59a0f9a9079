/** Says what really becomes of each group's web traffic while the gateway is down, whichever way it comes to the gateway. */
import type { DownChoice, NetworkSettings } from './model.ts'

/**
 * none: no web, nothing leaves unread. unread: they go on, unread. as-always: the gateway has no part in it. by-script: machines
 * with the set-up script go on unread, those into which the proxy was typed have no web. not-taken: the rules are gone, so it
 * leaves unread while the gateway runs, too.
 */
export const downFates = ['none', 'unread', 'as-always', 'by-script', 'not-taken'] as const
export type DownFate = (typeof downFates)[number]

export interface GroupWhileDown {
  /** null: everybody else. */
  name: string | null
  fate: DownFate
}

/** What was chosen for each group, whether or not this box forwards traffic: set-up scripts follow it either way. */
export interface ChosenForDown {
  groups: Readonly<Record<string, { whenDown: DownChoice }>>
  others: { whenDown: DownChoice }
}

export interface DownFacts {
  /** null: the network part is off, clients know the proxy by setting or by script. */
  settings: Pick<NetworkSettings, 'groups' | 'others'> | null
  chosen: ChosenForDown
  /** Whether it was seen that the rules are not there, though they should be. */
  rulesAreGone: boolean
}

/** Groups in the order of the settings, everybody else last. */
export function whileDown({ settings, chosen, rulesAreGone }: DownFacts): GroupWhileDown[] {
  if (settings === null)
    return [
      ...Object.entries(chosen.groups).map(([name, choice]) => ({ name, fate: fateOfProxied(choice) })),
      { name: null, fate: fateOfProxied(chosen.others) },
    ]
  return [...settings.groups, { ...settings.others, name: null }].map(({ name, web, whenDown }) => {
    if (web !== 'intercept') return { name, fate: 'as-always' }
    return { name, fate: rulesAreGone ? 'not-taken' : whenDown === 'closed' ? 'none' : 'unread' }
  })
}

/** As `setupScript` ends: in DIRECT, or in the proxy alone. */
function fateOfProxied({ whenDown }: { whenDown: DownChoice }): DownFate {
  return whenDown === 'open' ? 'by-script' : 'none'
}

/** To stand behind the name of a group. */
export const fateWords: Readonly<Record<DownFate, string>> = {
  none: 'no web',
  unread: 'web, unread',
  'as-always': 'web, as always',
  'by-script': 'web, unread, with the set-up script; no web where the proxy was typed in',
  'not-taken': 'web, unread, now as well: the rules are not in force',
}
