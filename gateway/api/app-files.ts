/** Holds the files of the web interface as they are sent, and picks the form that a browser takes. */

/** One file, read at start. */
export interface AppFile {
  type: string
  /** Strong entity tag (RFC 9110 §8.8.3), with its quotes. */
  tag: string
  /** Its name changes with its content, so that a browser never has to ask for it again. */
  isImmutable: boolean
  plain: Buffer
  /** Compressed when it was built; null where that saves nothing. */
  br: Buffer | null
  gzip: Buffer | null
}

/** By path below `/app/`. Whatever is not in here is not served: no path of the network ever reaches the disk. */
export type AppFiles = ReadonlyMap<string, AppFile>

/** The page that every screen starts from. */
export const startFile = 'index.html'

export function bodyFor(
  file: AppFile,
  accepted: string | undefined,
): { body: Buffer; encoding: string | null } {
  if (file.br !== null && accepts(accepted, 'br')) return { body: file.br, encoding: 'br' }
  if (file.gzip !== null && accepts(accepted, 'gzip')) return { body: file.gzip, encoding: 'gzip' }
  return { body: file.plain, encoding: null }
}

/** RFC 9110 §12.5.3; `*` is left aside, as no browser needs it. */
function accepts(header: string | undefined, coding: string): boolean {
  return (header ?? '').split(',').some((each) => {
    const [name = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase())
    return name === coding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))
  })
}
