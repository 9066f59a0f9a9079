/** Asks the running gateway for its own doctor, which sees more than files. */
import type { Config } from '../../config/schema.ts'
import { dataPaths } from '../app/paths.ts'
import type { DoctorCheck } from '../ops/doctor.ts'
import type { Call } from './command.ts'
import { connectControl } from './control-client.ts'

/** null where it is stopped. Throws CONTROL_REFUSED. */
export async function doctorOfRunning(call: Call, config: Config): Promise<readonly DoctorCheck[] | null> {
  const paths = dataPaths(config)
  await using client = await connectControl(paths.control)
  if (client === null) return null
  call.terminal.note(`Asking the running gateway (${paths.control}).`)
  const { doctorReport } = await import('../api/schemas.ts')
  return (await client.get('/api/v1/doctor', doctorReport)).checks
}
