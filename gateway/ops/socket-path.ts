/** Refuses a data folder that lies so deep that its control socket could not be reached. */
import { obstacleError } from './disk-trouble.ts'

/** unix(7): `sun_path` holds 108 bytes with its final zero. */
const maxPathBytes = 107

/** Throws DATA_UNWRITABLE. The system's own words for it (EINVAL) say nothing. */
export function mustFitSocket(path: string): void {
  if (Buffer.byteLength(path) > maxPathBytes) throw obstacleError(path, 'too-long')
}
