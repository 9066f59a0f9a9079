/** Long uploads: what they take of the gateway's memory does not depend on their length. */
import { execFile } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { MiB } from '../../gateway/core/units.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { testFolder } from '../vault/setup.ts'
import { scene } from './setup.ts'

const run = promisify(execFile)

testWith(
  'curl',
  'an upload of 400 MiB takes no more than 64 MiB of memory, and none of it is lost',
  async () => {
    const at = await scene({ limits: { maxObjectBytes: 1024 * MiB } })
    const files = at.files(at.device('camera-1'))
    const upload = async (bytes: number) => {
      const path = join(testFolder(), 'long')
      const piece = Buffer.alloc(MiB, 'bytes ')
      const descriptor = openSync(path, 'w')
      for (let length = 0; length < bytes; length += piece.length) writeSync(descriptor, piece)
      closeSync(descriptor)
      const address = `https://localhost:${at.ingest.ports.https}/files/recording/long`
      const own = ['--cacert', files.ca, '--cert', files.cert, '--key', files.key]
      const { stdout } = await run(requireClient('curl')!, ['-s', '-S', ...own, '-T', path, address])
      return JSON.parse(stdout).bytes
    }
    // What is loaded and allocated once does not count.
    await upload(64 * MiB)
    const before = process.memoryUsage.rss()
    let most = before
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss())
    }, 20)
    try {
      expect(await upload(400 * MiB)).toBe(400 * MiB)
    } finally {
      clearInterval(watch)
    }
    expect(most - before).toBeLessThan(64 * MiB)
  },
)
