/** A network whose rules are told of machines by hand, as the gateway tells them and its unit follows. */
import { expect } from 'vitest'
import { type MachineFiles, writeMachines } from '../../gateway/network/machine-files.ts'
import { officeWith, openScene, type Printed, type Scene } from './scene.ts'

/** Another card; none of a maker has it. */
export const otherCard = '02:00:5e:00:53:99'

export interface HeldOffice {
  scene: Scene
  files: MachineFiles
  /** What the gateway writes, and no more. */
  write(machines: Told): Promise<void>
  /** The same, and what the unit runs then. */
  tell(machines: Told): Promise<unknown>
  card(machine: 'client' | 'guest' | 'server'): Promise<string>
}

export interface Told {
  quarantined?: readonly string[]
  addresses?: readonly string[]
  guests?: readonly string[]
}

let written = 0

/** In force and confirmed, with a listener, and a server that answers at some ports. */
export async function heldOffice(network: object = {}, groups: object = {}): Promise<HeldOffice> {
  const scene = await openScene(officeWith({ confirmMs: '10min', ...network }, groups))
  await scene.start('server', 'serve', '22,25,443,8443', '443,9999')
  await scene.on('box', 'mkdir', '-p', scene.dataFolder)
  const files = {
    note: `${scene.dataFolder}/network-machines`,
    receipt: `${scene.dataFolder}/network-machines-held`,
  }
  const write = async ({ quarantined = [], addresses = [], guests = [] }: Told) => {
    written += 1
    const id = String(written).padStart(16, '0')
    await writeMachines(files, {
      id,
      proxyPort: 8080,
      quarantined: { cards: quarantined, addresses },
      guests,
    })
  }
  await scene.takes()
  for (const command of ['up', 'confirm'])
    expect(await scene.gatehouse('network', command)).toMatchObject({ code: 0 })
  return {
    ...{ scene, files, write },
    async tell(machines) {
      await write(machines)
      return synced(await scene.gatehouse('network', 'sync', '--json'))
    },
    card: async (machine) => (await scene.on(machine, 'cat', '/sys/class/net/eth0/address')).trim(),
  }
}

export function synced({ code, stdout, stderr }: Printed): unknown {
  expect(code, stdout + stderr).toBe(0)
  return JSON.parse(stdout)
}

/** The table without what only counts or runs out. */
export async function rulesOf(scene: Scene): Promise<string> {
  const printed = await scene.on('box', 'nft', '-s', 'list', 'table', 'inet', 'gatehouse')
  return printed.replaceAll(/ (?:expires|timeout) \S+/g, '')
}
