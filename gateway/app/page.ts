/** Opens page and API on their port, with the certificate of the box. */
import { startApi } from '../api/server.ts'
import type { Services } from '../api/services.ts'
import type { Log } from '../ops/log.ts'
import type { AccessToken } from '../ops/token.ts'
import { readAppFiles } from './app-files.ts'
import type { Listening } from './listening.ts'
import type { OwnCertificate } from './own-certificate.ts'

export interface PageParts {
  services: Services
  certificate: OwnCertificate
  listening: Listening
  token: AccessToken
  log: Log
  /** Aborts: closes. */
  signal: AbortSignal
}

export interface RunningPage {
  /** Takes the box's certificate anew where it is another by now. */
  showCertificate(): Promise<boolean>
  close(): Promise<void>
}

/** Throws PORT_IN_USE or PORT_FORBIDDEN. */
export async function openPage(parts: PageParts): Promise<RunningPage> {
  const { certificate, listening } = parts
  const appFiles = await readAppFiles()
  if (appFiles === null) parts.log.event('ui.not-built')
  const server = await startApi({
    ...parts,
    appFiles,
    ...listening.ui,
    certificate: async () => certificate.forPage(),
    names: () => certificate.names(),
  })
  listening.ui.port = server.port
  return {
    async showCertificate() {
      const changed = certificate.changed()
      if (changed) await server.renew()
      return changed
    },
    close: () => server.close(),
  }
}
