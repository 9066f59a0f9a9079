/** A real disk of a few megabytes that can be filled up and turned read-only; needs root, otherwise the test says it was skipped. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, test } from 'vitest'

export interface SmallDisk {
  path: string
  fill(): void
  /** Makes room again. */
  free(): void
  /** Only while no file is open for writing. */
  readOnly(on: boolean): void
}

/** A test on a disk of this size. Unmounted when the test ends, whatever became of it. */
export function testOnSmallDisk(
  title: string,
  megabytes: number,
  run: (disk: SmallDisk) => Promise<void>,
): void {
  if (!canMount()) test.skip(`${title} (skipped: mounting a small disk needs root)`)
  else test(title, () => run(mountDisk(`${megabytes}m`)))
}

let mountable: boolean | undefined

function canMount(): boolean {
  if (mountable !== undefined) return mountable
  const path = mkdtempSync(join(tmpdir(), 'gatehouse mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' })
    execFileSync('umount', [path], { stdio: 'ignore' })
    mountable = true
  } catch {
    mountable = false
  }
  rmSync(path, { recursive: true, force: true })
  return mountable
}

/** A disk of a size as mount(8) writes it (`48k`); unmounted when the test ends. Needs root. */
export function mountDisk(size: string): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path])
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', path])
    rmSync(path, { recursive: true, force: true })
  })
  const ballast = join(path, 'ballast')
  return {
    path,
    fill() {
      for (let piece = 1 << 20; piece >= 1; piece >>= 1) {
        try {
          for (;;) writeFileSync(ballast, Buffer.alloc(piece), { flag: 'a' })
        } catch {
          // No room for a piece of this size; perhaps for a smaller one.
        }
      }
    },
    free: () => rmSync(ballast, { force: true }),
    readOnly: (on) => {
      execFileSync('mount', ['-o', `remount,${on ? 'ro' : 'rw'}`, path])
    },
  }
}
