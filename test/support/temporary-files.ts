/** Gives every run of the tests a temporary folder of its own, and fails the run where a test leaves something in it. */
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What Node keeps of the code that it compiled is no test's. */
const compileCache = 'node-compile-cache'

/** Vitest calls it before the first test, in the process from which the test processes inherit their environment. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse tests-'))
  // Programs that a test starts as another user have to get through to what the test opens to them.
  await chmod(folder, 0o711)
  process.env.TMPDIR = folder
  // The same programs are started hundreds of times: compiling them took most of the time of many tests.
  process.env.NODE_COMPILE_CACHE = join(folder, compileCache)
  return async () => {
    const left = (await readdir(folder)).filter((name) => name !== compileCache)
    // Also where a test failed or was cut off: nothing of it stays on the machine.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    if (left.length > 0) throw new Error(`tests left behind in the temporary folder: ${left.join(', ')}`)
  }
}
