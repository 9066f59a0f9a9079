/** Builds the web interface into web-ui/dist: bundled, named by content, and compressed once, so that serving it computes nothing. */
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'
import { builtOf } from './licences.ts'

const folder = import.meta.dirname
const fresh = join(folder, 'dist.new')
const dist = join(folder, 'dist')

/** What shrinks; fonts are compressed already. */
const shrinks = /\.(?:js|css|html|svg)$/

/** Writes beside and renames: whoever starts meanwhile finds the old files or the new ones, never half of them. */
async function main(): Promise<void> {
  await rm(fresh, { recursive: true, force: true })
  await build({
    configFile: false,
    root: folder,
    base: '/app/',
    publicDir: 'public',
    logLevel: 'warn',
    // In the one file that names it, which is loaded when somebody wants to read it.
    define: { BUILT_OF: JSON.stringify(builtOf()) },
    build: {
      outDir: fresh,
      emptyOutDir: true,
      target: 'es2022',
      // Small files as `data:` would need a wider content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      manifest: 'manifest.json',
      rolldownOptions: {
        // `"use client"` means something to servers that draw React, of which there is none here.
        onLog: (level, log, report) => log.code === 'MODULE_LEVEL_DIRECTIVE' || report(level, log),
      },
    },
  })
  const names = await readdir(fresh, { recursive: true })
  await Promise.all(names.filter((name) => shrinks.test(name)).map((name) => compress(join(fresh, name))))
  await rm(dist, { recursive: true, force: true })
  await rename(fresh, dist)
}

async function compress(file: string): Promise<void> {
  const plain = await readFile(file)
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
  await writeFile(`${file}.br`, await promisify(brotliCompress)(plain, quality))
  await writeFile(`${file}.gz`, await promisify(gzip)(plain, { level: constants.Z_BEST_COMPRESSION }))
}

await main()
