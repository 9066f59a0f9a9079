/** Says whether the network's rules hold back the machines that they were told to. */
import { countOf } from '../../core/pages/words.ts'
import { minuteMs } from '../../core/units.ts'
import type { DoctorCheck } from '../doctor.ts'

/** By network cards. */
export interface ToldMachines {
  quarantined: number
  guests: number
  state: 'in-step' | 'unlooked' | 'left-over' | keyof typeof notHeld
  /** How long ago somebody looked into the rules; null: not since the box started. */
  lookedAgoMs: number | null
}

const units = 'set up the units of gateway/network/README.md, which do it by themselves.'
const notHeld = {
  waiting: {
    found: 'The rules do not know of them yet',
    todo: `Run \`sudo gatehouse network sync\`, and ${units}`,
  },
  unwritten: {
    found: 'What the rules are to know could not be written down',
    todo: 'See why in the log: a full disk, or something that stands at `network-machines` in the data folder.',
  },
  unread: {
    found: 'What the rules were told was gone, or not to be followed, and is written anew',
    todo: `Run \`sudo gatehouse network sync\`, which follows it or says why not, and ${units} Does it come back? Then somebody else writes to the data folder.`,
  },
  'no-rules': {
    found: 'The rules are not in force',
    todo: 'Run `sudo gatehouse network status` and see what is missing.',
  },
  'old-rules': {
    found: 'The rules are of an earlier release, which hold no single machine back',
    todo: 'Put the present ones in force, once: `sudo gatehouse network up`, then `sudo gatehouse network confirm`.',
  },
}

/** None where the network part is off and its rules are gone, or there was never a machine to hold back. */
export function checkHeldMachines(told: ToldMachines | null): DoctorCheck[] {
  if (told === null) return []
  const { quarantined, guests, state } = told
  const base = { id: 'held-machines', title: "Quarantine and guests in the network's rules" }
  const who = `${countOf(quarantined, 'network card', 'network cards')} in quarantine, ${countOf(guests, 'network card', 'network cards')} of guests`
  switch (state) {
    case 'in-step':
      return [
        {
          ...{ ...base, state: 'ok', found: `The rules hold them back: ${who} (looked at ${agoOf(told)}).` },
          ...{ meaning: 'What does not pass the gateway is held back as well.', todo: '' },
        },
      ]
    case 'unlooked':
      return [unlooked(base, who, told)]
    case 'left-over':
      return [
        {
          ...base,
          state: 'warn',
          found: `The network part is switched off, and its rules were still there ${agoOf(told)}: ${who}.`,
          meaning:
            'Web traffic of clients is still taken or refused, these machines stay held back, and what is decided of machines changes nothing there.',
          todo: 'Run `sudo gatehouse network down`, or set network.mode to transparent again.',
        },
      ]
    default:
      return [
        {
          ...base,
          state: 'warn',
          found: `${notHeld[state].found}: ${who}.`,
          meaning: 'What these machines send past the gateway (other ports, UDP) is not held back.',
          todo: notHeld[state].todo,
        },
      ]
  }
}

function unlooked(base: Pick<DoctorCheck, 'id' | 'title'>, who: string, told: ToldMachines): DoctorCheck {
  if (told.quarantined + told.guests === 0)
    return {
      ...{ ...base, state: 'ok', found: 'Nobody is to be held back.' },
      ...{ meaning: 'Once somebody is, it is looked whether the rules do.', todo: '' },
    }
  return {
    ...base,
    state: 'warn',
    found: `The rules held them back when somebody looked ${agoOf(told)}: ${who}.`,
    meaning:
      'Whether they still do is not known: another program may have taken them away, or nobody confirmed them in time.',
    todo: `Run \`sudo gatehouse network sync\`, and ${units}`,
  }
}

function agoOf({ lookedAgoMs }: ToldMachines): string {
  const minutes = Math.floor((lookedAgoMs ?? 0) / minuteMs)
  return minutes < 1 ? 'just now' : `${countOf(minutes, 'minute')} ago`
}
