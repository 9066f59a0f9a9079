/** Says on the first screen where the network's rules do not hold back whom they should, and where they are left over. */
import { countOf } from '../core/pages/words.ts'
import type { HealthBoard, HealthWarning } from '../core/ports.ts'
import type { ToldFacts } from './tell-machines.ts'

type Told = ToldFacts & { isLate: boolean }
type Words = Pick<HealthWarning, 'title' | 'hint' | 'severity'>

const behind = 'NETWORK_MACHINES_BEHIND'
const leftOver = 'NETWORK_LEFT_OVER'

/** `isLate`: it was told long enough ago. Null: nothing is to be told. */
export function showTold(health: HealthBoard, facts: Told | null): void {
  show(health, behind, facts === null ? null : behindWords(facts))
  show(health, leftOver, facts?.state === 'left-over' ? leftOverWords(facts) : null)
}

function show(health: HealthBoard, code: string, words: Words | null): void {
  if (words === null) health.clear(code)
  else health.raise({ code, ...words })
}

function behindWords(facts: Told): Words | null {
  const { state, quarantined, guests } = facts
  switch (state) {
    case 'in-step':
    case 'left-over':
      return null
    case 'waiting':
      return facts.isLate ? notHeld(facts, whys.waiting) : null
    case 'unread':
    case 'unwritten':
      return notHeld(facts, whys[state])
    // Without rules, or by those of an earlier release, nobody is held back who should not be.
    case 'no-rules':
    case 'old-rules':
      return quarantined + guests === 0 ? null : notHeld(facts, whys[state])
    case 'unlooked':
      return quarantined + guests === 0 ? null : unlookedWords(facts)
  }
}

const setUp = 'The units that do it by themselves stand in gateway/network/README.md.'
const whys = {
  waiting: {
    why: "the network's rules do not know of it",
    hint: `On the box: \`sudo gatehouse network status\` says what is missing, \`sudo gatehouse network sync\` brings it in step. ${setUp}`,
  },
  unwritten: {
    why: "what the network's rules are to know cannot be written down",
    hint: 'The log says why: a full disk, or something that stands at `network-machines` in the data folder. It is tried again by itself.',
  },
  unread: {
    why: "what the network's rules were told was gone, or not to be followed",
    hint: `It is written anew. On the box: \`sudo gatehouse network sync\` follows it, or says why not. ${setUp} Does it come back? Then somebody else writes to the data folder: see who.`,
  },
  'no-rules': {
    why: "the network's rules are not in force",
    hint: 'On the box: `sudo gatehouse network status` says what is missing.',
  },
  'old-rules': {
    why: "the network's rules are of an earlier release",
    hint: 'Put the present rules in force, once, and confirm them: `sudo gatehouse network up`, then `sudo gatehouse network confirm`.',
  },
}

function notHeld({ quarantined, guests }: Told, { why, hint }: (typeof whys)['waiting']): Words {
  if (quarantined > 0) {
    const who = countOf(quarantined, 'machine', 'machines')
    return {
      ...{ title: `${who} in quarantine can still send what does not pass the gateway: ${why}.`, hint },
      severity: 'act-now',
    }
  }
  const what =
    guests > 0
      ? `${countOf(guests, 'guest', 'guests')} may reach the office`
      : 'Machines may be held back that no longer should be'
  return { title: `${what}: ${why}.`, hint, severity: 'act-by' }
}

function unlookedWords({ quarantined, guests }: Told): Words {
  const who =
    quarantined > 0
      ? countOf(quarantined, 'machine in quarantine is', 'machines in quarantine are')
      : `${countOf(guests, 'guest is', 'guests are')}`
  return {
    title: `Whether ${who} still held back is not known: nobody has looked into the network's rules of late.`,
    hint: `On the box: \`sudo gatehouse network sync\` looks. ${setUp} Are they there? \`systemctl status gatehouse-machines.path\` says why they do nothing.`,
    severity: 'act-by',
  }
}

function leftOverWords({ quarantined, guests }: Told): Words {
  const held =
    quarantined + guests === 0
      ? ''
      : ` ${countOf(quarantined, 'network card', 'network cards')} in quarantine and ${countOf(guests, 'network card', 'network cards')} of guests stay held back, and what is decided of machines changes nothing there.`
  return {
    title: `The network part is switched off, and its rules are still there: web traffic of clients is still taken or refused.${held}`,
    hint: 'Take the rules away: `sudo gatehouse network down`. Or switch the part on again: `network.mode: transparent`.',
    severity: 'act-by',
  }
}
