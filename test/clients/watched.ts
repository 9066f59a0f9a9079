/** A real network in which machines are watched by their cards, and a client whose card can become another one. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import type { ClientView } from '../../gateway/core/client/client.ts'
import { askControl } from '../app/office.ts'
import type { Started } from '../cli/started.ts'
import { type NetworkOffice, note, openNetworkOffice } from '../transparent/office.ts'

/** Of a maker, for documentation (RFC 7042 §2.1.2). */
export const card = '00:00:5e:00:53:01'
export const otherCard = '00:00:5e:00:53:02'
/** Made up by its machine. */
export const madeUp = '02:00:5e:00:53:01'
/** As the site has it where nobody looked in. */
export const unread = note

export interface Watched {
  office: NetworkOffice
  started: Started
  /** Over TLS, as nobody who checks certificates; what the site got, or the words of a page. */
  post(...args: string[]): Promise<string>
  clients(): Promise<readonly ClientView[]>
  decide(...args: string[]): Promise<string>
  /** The client's card is another one, as the machine itself says. */
  turnInto(hardware: string): void
}

export async function watched(clients: object = {}, proxy: object = {}): Promise<Watched> {
  const office = await openNetworkOffice(proxy)
  onTestFinished(() => office[Symbol.asyncDispose]())
  const config = JSON.parse(readFileSync(office.configFile, 'utf8')) as object
  writeFileSync(
    office.configFile,
    JSON.stringify({
      ...config,
      office: { contact: 'Anna', clientGroups: { tills: [] } },
      clients: { watch: true, interfaces: ['office'], ...clients },
    }),
  )
  const { network } = office
  const turnInto = (hardware: string) => {
    ip('-n', network.client, 'link', 'set', 'uplink', 'address', hardware)
    // As a machine that comes into a network says who it is.
    ip('-n', network.gateway, 'neigh', 'flush', 'dev', 'office')
  }
  turnInto(card)
  const started = await office.start()
  return {
    office,
    started,
    turnInto,
    async post(...args) {
      const json = ['-k', '-H', 'content-type: application/json', '--data', note]
      const { out } = await office.curl(...json, ...args, 'https://origin.test/')
      try {
        return (JSON.parse(out) as { body?: string }).body ?? out
      } catch {
        return out
      }
    },
    async clients() {
      const list = (await askControl(started.ready, '/api/v1/clients')) as { clients: ClientView[] }
      return list.clients
    },
    async decide(...args) {
      const { stdout, stderr } = await office.command.run('clients', ...args, '--config', office.configFile)
      return stdout + stderr
    },
  }
}

export function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: 'pipe' })
}
