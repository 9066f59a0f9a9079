/** Takes files from devices, by HTTPS and by SFTP, and ends what a revoked device has open. */
import type { Admission } from './admission.ts'
import { createAdmission } from './admission.ts'
import { startHttps } from './https-listener.ts'
import type { IngestOptions } from './options.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { startSftp } from './sftp-listener.ts'

/** What both listeners share. */
export interface IngestParts extends IngestOptions {
  admission: Admission
  sessions: Sessions
}

export interface Ingest extends AsyncDisposable {
  /** As bound; null where a listener is not opened. */
  readonly ports: { https: number | null; sftp: number | null }
  /** Takes a new certificate now, as after a roll-over of the office's authority. */
  renew(): Promise<void>
  /** As the signal; waits until everything is closed. */
  close(): Promise<void>
}

/** Throws PORT_IN_USE, PORT_FORBIDDEN, and what `certificate` and `hostKey` throw. */
export async function startIngest(options: IngestOptions): Promise<Ingest> {
  const sessions = createSessions()
  const admission = createAdmission(() => options.limits().maxUploads)
  const parts: IngestParts = { ...options, sessions, admission }
  const forgetEvents = options.events.subscribe('device.revoked', ({ id }) => {
    const ended = sessions.endAll(id)
    if (ended > 0) options.log.event('ingest.ended', { sessions: ended })
  })
  try {
    const https = options.httpsPort === null ? null : await startHttps(parts, options.httpsPort)
    const sftp =
      options.sftpPort === null
        ? null
        : await startSftp(parts, options.sftpPort).catch(async (error: unknown) => {
            await https?.close()
            throw error
          })
    const close = async () => {
      await Promise.all([https?.close(), sftp?.close()])
      forgetEvents()
    }
    return {
      ports: { https: https?.port ?? null, sftp: sftp?.port ?? null },
      renew: async () => https?.renew(),
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    forgetEvents()
    throw error
  }
}
