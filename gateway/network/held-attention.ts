/** Tells where the rules hold back other machines than they should, or anybody at all though they are switched off. */
import { type Attention, actNow } from './attention-kinds.ts'
import { isInForce, type NetworkFacts } from './network-facts.ts'

/** A table of our name that is not ours is in nobody's way while the part is off. */
export function ofLeftOver({ state, machines }: NetworkFacts): Attention[] {
  switch (state) {
    case 'down':
    case 'foreign':
      return []
    case 'expired':
      return [
        actNow(
          'left-over',
          'The network part is switched off in the configuration; rules that nobody confirmed are still written down, without effect.',
          'Take them away: gatehouse network down',
        ),
      ]
    case 'trial':
    case 'up': {
      const held = (machines?.held?.quarantined ?? 0) + (machines?.held?.guests ?? 0)
      const stay = held === 0 ? '' : ' Machines that they hold back stay so, whatever is decided of them now.'
      return [
        actNow(
          'left-over',
          `The network part is switched off in the configuration, but its rules are still in force: web traffic of clients is still taken, or refused where nobody listens.${stay}`,
          'Take them away: gatehouse network down. Or switch the part on again: network.mode: transparent',
        ),
      ]
    }
  }
}

/** Quarantine and guests of single machines. */
export function ofMachines({ state, machines }: NetworkFacts): Attention[] {
  if (!isInForce(state) || machines === null) return []
  if (machines.held === null)
    return [
      actNow(
        'machines-unheld',
        'The rules are of an earlier release and hold no single machine back: one in quarantine still sends what is not web.',
        'Put the present ones in force: gatehouse network up',
      ),
    ]
  switch (machines.step) {
    case 'behind':
      return [
        actNow(
          'machines-behind',
          'The rules hold other machines back than the gateway says: what was decided last does not count for all of their traffic.',
          'Bring them in step: gatehouse network sync. That it happens by itself takes two units: see gateway/network/README.md',
        ),
      ]
    case 'unreadable':
      return [
        actNow(
          'machines-unreadable',
          'What the gateway says of machines is not to be followed; the rules go on holding back whom they held back.',
          'See why: gatehouse network sync. A gateway that runs writes it anew within seconds.',
        ),
      ]
    case 'untold':
      return machines.held.quarantined + machines.held.guests === 0 ? [] : [machinesUntold]
    case 'in-step':
      return []
  }
}

const machinesUntold = actNow(
  'machines-untold',
  'The rules hold machines back of which the gateway says nothing: what it wrote down is gone, so nobody is let out again.',
  'Let the gateway run, with clients.watch on, and have it hear of it: gatehouse network sync. It writes anew whom to hold back.',
)
