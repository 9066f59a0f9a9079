/** Promises about the rights that open the sockets of transparent mode: whoever carries traffic does not have them any more. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { untilServing, workersOf } from '../workers/scene.ts'
import { inside, listenerPort, openNetwork, testInNetwork } from './network.ts'
import { masked, note, openNetworkOffice } from './office.ts'

const launcher = join(import.meta.dirname, '../../scripts/transparent-launcher.pl')
/** CAP_NET_ADMIN and CAP_NET_RAW (12 and 13 in capabilities(7)). */
const opening = 0x3000n

/** Of the two: those in each set of a process's rights, by the name of the set. */
function rightsIn(status: string): Record<string, bigint> {
  const sets = [...status.matchAll(/^Cap(Inh|Prm|Eff|Bnd|Amb):\s*([0-9a-f]+)$/gm)]
  return Object.fromEntries(sets.map(([, set, held]) => [set, BigInt(`0x${held}`) & opening]))
}

const none = { Inh: 0n, Prm: 0n, Eff: 0n, Bnd: 0n, Amb: 0n }

for (const workers of [0, 1])
  testInNetwork(
    `once the sockets are open, nobody has the rights that opened them, with ${workers} workers`,
    async () => {
      const office = await openNetworkOffice({ workers })
      onTestFinished(() => office[Symbol.asyncDispose]())
      const { ready, child } = await office.start()
      const inService = await untilServing({ workers: () => workersOf(ready) }, workers)
      for (const processId of [child.pid, ...inService.map((worker) => worker.processId)])
        expect(rightsIn(readFileSync(`/proc/${processId}/status`, 'utf8'))).toEqual(none)
      const { out } = await office.curl(
        '-H',
        'content-type: application/json',
        '--data',
        note,
        'https://origin.test/',
      )
      expect(JSON.parse(out)).toMatchObject({ body: masked })
    },
  )

/** What the program has that the launcher becomes, started with these rights. */
function launched(...through: string[]): Record<string, bigint> {
  using network = openNetwork()
  const command = [
    '/usr/bin/perl',
    launcher,
    String(listenerPort),
    'sh',
    '-c',
    'echo $LISTEN_FDS; cat /proc/$$/status',
  ]
  const [program = '', ...args] = inside(network.gateway, [...through, ...command])
  const printed = execFileSync(program, args).toString()
  expect(printed.split('\n')[0]).toBe('2')
  return rightsIn(printed)
}

testInNetwork('a user who was given the right alone, as by a service unit, loses it as well', () => {
  const user = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
  // Without CAP_SETPCAP nothing leaves the bounding set, and nothing in there is had by anybody but root.
  const rights = launched(...user, '--inh-caps=+net_admin', '--ambient-caps=+net_admin', '--')
  expect(rights).toEqual({ ...none, Bnd: opening })
})

testInNetwork('root in a container that may not give rights up starts all the same', () => {
  expect(launched('setpriv', '--bounding-set=-setpcap', '--')).toMatchObject({
    Inh: 0n,
    Amb: 0n,
    Eff: opening,
  })
})
