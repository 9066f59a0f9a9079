/** The box's own certificate, as its page and its proxy show it: from the office's authority, for all its names. */
import { randomBytes } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import type { PageCertificate } from '../api/server.ts'
import { dayMs } from '../core/units.ts'
import type { Authority } from '../pki/authority.ts'
import { ownNames, serverCertificate } from '../pki/office.ts'
import { clock } from './clock.ts'

export interface OwnCertificate {
  /** The names under which the box is reached now. */
  names(): string[]
  forProxy(): PageCertificate['context']
  /** PEM, for the listeners that devices connect to. */
  forDevices(): { cert: string; key: string }
  /** When to ask for the next one, milliseconds since 1970. */
  renewAt(): number
  /** For the page, which shows it until it is told of another. */
  forPage(): PageCertificate
  /** True where the page should be told of another one than it was given. */
  changed(): boolean
}

/** `forProxy` and `forPage` throw LEAF_REFUSED where the authority ended. */
export function createOwnCertificate(office: Authority, host: () => string): OwnCertificate {
  const names = () => ownNames(host(), networkInterfaces())
  const certificate = serverCertificate({ authority: office, clock, random: randomBytes, names })
  const context = () => {
    const { certificateChain, privateKey } = certificate.current()
    return { cert: certificateChain, key: privateKey }
  }
  return {
    names,
    forProxy: context,
    forDevices: context,
    renewAt: () => certificate.current().notAfter - dayMs,
    forPage() {
      // Seen by the page now, so that the next look finds only what is newer.
      certificate.refresh()
      return { context: context(), renewAt: certificate.current().notAfter - dayMs }
    },
    changed: () => certificate.refresh(),
  }
}
